"""The lines of a notice: what is due, what rides along, what is shown apart."""

from __future__ import annotations

from collections.abc import Sequence

from ..case.case import Case
from ..ledger.facts import ALSO, COMING, DUE, Claim, NoticeLine
from .clock import payable_on
from .ladder import Ladder
from .steps import Row, is_left_out


def lines_of(
    case: Case, ladder: Ladder, rows: Sequence[Row], place: int
) -> tuple[NoticeLine, ...]:
    """List the items of a notice at the stage of a place.

    All overdue items by currency, oldest due first; on a courtesy note also
    those not due yet that are its reason. Then what is not claimed of overdue
    items, part by part (``Policy.apart``). While the bank is not up to date nothing
    overdue is listed. Raises ``ValueError`` for a calendar without working
    days. Source: house plan, stage rule 3.
    """
    courtesy = ladder.stages[place].delay < 0
    fresh = case.debtor.bank_fresh
    main = []
    for row in rows:
        if row.late and fresh:
            part = DUE if row.next >= 0 else ALSO
        elif not row.late and courtesy and row.next >= 0:
            part = COMING
        else:
            continue
        if row.next < 0:
            main.append(NoticeLine(row.claim, part))
            continue
        again = row.again or row.next <= row.had
        main.append(NoticeLine(row.claim, part, ladder.key(row.next), again))
    return _by_currency(main) + (_apart(case) if fresh else ())


def _by_currency(lines: list[NoticeLine]) -> tuple[NoticeLine, ...]:
    """Put the lines of each currency together; they are in order of due date."""
    if len({line.claim.item.currency.code for line in lines}) > 1:
        lines.sort(key=lambda line: line.claim.item.currency.code)
    return tuple(lines)


def _apart(case: Case) -> tuple[NoticeLine, ...]:
    """List the parts of what is overdue that are shown and not claimed."""
    late = [claim for claim in case.claims if claim.parts and _is_late(claim, case)]
    lines: list[NoticeLine] = []
    for part in case.policy.apart:
        lines += _by_currency([NoticeLine(c, part) for c in late if c.part(part)])
    return tuple(lines)


def _is_late(claim: Claim, case: Case) -> bool:
    """Tell whether an item belongs on a notice and is overdue."""
    item = claim.item
    return not is_left_out(item) and case.today > payable_on(item, case.calendar)
