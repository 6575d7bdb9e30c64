"""The end of the ladder: when writing has had its time and a person decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..ledger.calendar import WorkCalendar
from ..ledger.facts import Policy
from .clock import pay_by_date, rest_end
from .ladder import Ladder
from .steps import Row, is_heavy, total_of, was_claimed


def ended_rows(rows: Iterable[Row], ladder: Ladder) -> list[Row]:
    """Pick reminded items for which no stage is left; never small remainders.

    A courtesy note is no reminder. No errors. Source: house plan, stage rules 5 and 6.
    """
    return [r for r in rows if r.ended and not r.small and was_claimed(r, ladder)]


def carry_on(
    rows: Iterable[Row], ladder: Ladder, decided_on: date | None, policy: Policy
) -> None:
    """Give items at the end their last stage again after "carry on".

    ``decided_on`` is the day of that answer; what was sent on it or later is
    not repeated. Items that ended early because they are trifles stay where
    they are. Raises ``ValueError`` for a company currency without rounding.
    Source: house plan, stage rule 6.
    """
    if decided_on is None:
        return
    ended = ended_rows(rows, ladder)
    heavy = is_heavy(total_of(ended), policy)
    for row in ended:
        sent_on = row.item.level.sent_on if row.item.level else None
        before = sent_on is None or sent_on < decided_on
        if before and (heavy or row.level >= ladder.last):
            row.next, row.again = row.level, True


def is_over(
    ended: Sequence[Row],
    rows: Sequence[Row],
    ladder: Ladder,
    floor: int,
    policy: Policy,
) -> bool:
    """Tell whether the items that ended decide for the debtor.

    Those at the last stage do when they are no trifle (then ``floor`` is
    theirs) or when nothing else moves; those too light for the stages above
    only when nothing else moves and they are no trifle. ``ended`` may be
    empty. Raises ``ValueError`` like ``carry_on``. Source: house plan, stage
    rules 5 and 6.
    """
    if not ended:
        return False
    others = any(row.next >= 0 or row.waits is not None for row in rows)
    top = max(row.level for row in ended)
    if top >= ladder.last and (not others or floor >= top):
        return True
    return not others and is_heavy(total_of(ended), policy)


def over_since(
    ended: Iterable[Row],
    ladder: Ladder,
    rest: date,
    calendar: WorkCalendar,
    policy: Policy,
) -> date:
    """Answer the day on which the last pay-by date and bank days are over.

    ``rest`` is the first day on which another notice could leave. Items whose
    level was set without a notice count from that day. Raises ``ValueError``
    for a calendar without working days. Source: house plan, stage rules 4
    and 6.
    """
    since, gap = rest, ladder.strategy.min_gap
    for row in ended:
        sent_on = row.item.level.sent_on if row.item.level else None
        if sent_on is not None:
            days = ladder.stages[row.level].pay_by_days
            pay_by = pay_by_date(sent_on, days, calendar)
            since = max(since, rest_end(sent_on, pay_by, gap, calendar, policy))
    return since
