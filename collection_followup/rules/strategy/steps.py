"""Which stage is next for each item, and how much stands behind a stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..ledger.amounts import is_small_remainder
from ..ledger.calendar import WorkCalendar, shifted
from ..ledger.facts import Claim, Debtor, Item, Policy
from ..ledger.money import compare
from .clock import clock_start, payable_on, stage_on
from .ladder import Ladder, item_index, level_index


class Row:
    """One item that can be chased, while a decision is made.

    ``own`` is the place of its level, ``level`` where it stands for the
    decision (a small remainder never above the first reminder), ``had`` that
    of a level which a later due date took away. After
    ``next_steps`` either ``next`` is the place of its next stage, or
    ``waits`` are the day and place of a later one, or neither: then its
    ladder has ended. ``late`` is an item after its last day to pay.
    """

    __slots__ = (
        "again",
        "claim",
        "due",
        "had",
        "item",
        "late",
        "level",
        "next",
        "own",
        "small",
        "start",
        "waits",
        "weight",
    )

    def __init__(
        self, claim: Claim, due: date, start: date, own: int, late: bool
    ) -> None:
        """Start with an item as it stands: nothing is decided."""
        self.claim = claim
        self.item = claim.item
        self.due = due
        self.start = start
        self.own = own
        self.level = own
        self.had = -1
        self.late = late
        self.small = False
        self.weight = claim.to_collect_company
        self.next = -1
        self.again = False
        self.waits: tuple[date, int] | None = None

    @property
    def ended(self) -> bool:
        """Tell whether no stage is left for the item, now or later."""
        return self.next < 0 and self.waits is None


def is_left_out(item: Item) -> bool:
    """Tell whether an item stays out of the next notice.

    Left out once by a person, or collected by ourselves and not failed yet.
    No errors. Source: house plan, stage rule 11.
    """
    return item.skip_once or (item.collected_by_us and item.returned_on is None)


def rows_of(
    debtor: Debtor,
    claims: Iterable[Claim],
    ladder: Ladder,
    today: date,
    calendar: WorkCalendar,
    policy: Policy,
) -> list[Row]:
    """Set up the items that can be chased, in the order of the claims.

    Raises ``ValueError`` for a calendar without working days.
    """
    grace, run = debtor.grace_days, debtor.payment_run
    moved = grace > 0 or run is not None
    rows = []
    for claim in claims:
        item = claim.item
        if claim.to_collect <= 0.0 or is_left_out(item):
            continue
        due, own = payable_on(item, calendar), item_index(ladder.strategy, item)
        start = clock_start(due, calendar, grace, run) if moved else due
        row = Row(claim, due, start, own, today > due)
        if own < 0 and item.level:
            row.had = level_index(ladder.strategy, item.level)
        if is_small_remainder(claim, policy):
            row.small, row.level = True, min(own, ladder.first)
        rows.append(row)
    return rows


def next_steps(
    rows: Sequence[Row],
    ladder: Ladder,
    today: date,
    calendar: WorkCalendar,
    policy: Policy,
) -> None:
    """Find for each item its next stage: one step up, never more.

    From the lowest stage to the highest: those that do not apply (condition,
    minimum, before due and the due date has passed) are passed over; the
    first that does is the next one once its delay has run out. A minimum is
    held against the items that stand at the stage or above, and those that
    would step on it now. Raises ``ValueError`` for a calendar without working
    days. Source: house plan, stage rules 2 and 5.
    """
    pending = [row for row in rows if not _comes_again(row, ladder)]
    total = total_of(rows)
    for index in range(len(ladder.stages)):
        if not pending:
            return
        minimum = ladder.minimum(index)
        if not ladder.applies(index) or not is_enough(total, minimum, policy):
            continue
        ready, pending = _sort_out(pending, index, ladder, today, calendar)
        if _carries(ready, rows, index, minimum, policy):
            for row in ready:
                row.next = index
        else:
            pending += ready
    for row in pending:
        if not row.late and row.level >= 0:
            row.waits = (shifted(row.due, 1), row.level)


def standing(rows: Iterable[Row], index: int) -> float:
    """Sum what stands at a stage or above it, in company currency.

    Small remainders stand at the first reminder at most. No errors.
    """
    return sum([row.weight for row in rows if row.level >= index])


def was_claimed(row: Row, ladder: Ladder) -> bool:
    """Tell whether the item stands at a stage that asks for late money.

    No errors. A courtesy note is none.
    """
    return row.level >= 0 and ladder.stages[row.level].delay >= 0


def total_of(rows: Iterable[Row]) -> float:
    """Sum what is to be chased of items, in company currency. No errors."""
    return sum([row.weight for row in rows])


def is_enough(amount: float, minimum: float, policy: Policy) -> bool:
    """Tell whether an amount reaches a minimum, both in company currency.

    Raises ``ValueError`` for a company currency without rounding. Source:
    house plan, stage rule 5.
    """
    if amount >= minimum:
        return True
    return compare(amount, minimum, policy.company_currency) >= 0


def moves_on(rows: Sequence[Row], floor: int, ladder: Ladder, policy: Policy) -> bool:
    """Tell whether something that stands at ``floor`` or above will move on.

    True when an item waits there for a later stage that applies, and the
    items that stand as high carry its minimum as things are today. Raises
    ``ValueError`` like ``is_enough``. Source: house plan, stage rules 4
    and 5.
    """
    for level in {row.level for row in rows if row.level >= floor and row.waits}:
        weight = standing(rows, level)
        for index in range(level + 1, len(ladder.stages)):
            if ladder.applies(index) and is_enough(
                weight, ladder.minimum(index), policy
            ):
                return True
    return False


def floor_of(rows: Sequence[Row], ladder: Ladder, policy: Policy) -> int:
    """Answer the stage below which nothing is sent, -1 for none.

    The highest level of items to be chased; reminders of what is not late
    (any more) do not count. What stands there and above has to weigh as much
    as ``policy.remainder_amount``: an old trifle steers nothing. Raises
    ``ValueError`` like ``is_enough``. Source: house plan, stage rules 4
    and 5.
    """
    levels = {row.level for row in rows if row.late or not was_claimed(row, ladder)}
    for index in sorted(levels, reverse=True):
        if index >= 0 and is_heavy(standing(rows, index), policy):
            return index
    return -1


def is_heavy(amount: float, policy: Policy) -> bool:
    """Tell whether an amount in company currency is more than a trifle.

    Raises ``ValueError`` like ``is_enough``. Source: house plan, rule 5.
    """
    return is_enough(amount, policy.remainder_amount, policy)


def _carries(
    ready: Sequence[Row],
    rows: Sequence[Row],
    index: int,
    minimum: float,
    policy: Policy,
) -> bool:
    """Tell whether items about to step on a stage make up its minimum there."""
    if minimum <= 0.0:
        return True
    return is_enough(standing(rows, index) + total_of(ready), minimum, policy)


def _comes_again(row: Row, ladder: Ladder) -> bool:
    """Give an item its own stage again when its payment was returned since."""
    returned = row.item.returned_on
    if returned is None or not was_claimed(row, ladder) or row.level < row.own:
        return False
    level = row.item.level
    sent_on = level.sent_on if level is not None else None
    if sent_on is not None and sent_on >= returned:
        return False
    if row.late:
        row.next, row.again = row.level, True
    else:
        row.waits = (shifted(row.due, 1), row.level)
    return True


def _sort_out(
    pending: Sequence[Row],
    index: int,
    ladder: Ladder,
    today: date,
    calendar: WorkCalendar,
) -> tuple[list[Row], list[Row]]:
    """Split items into those due for a stage and those that go past it.

    Items for which the stage comes later leave the search here.
    """
    stage = ladder.stages[index]
    ready: list[Row] = []
    past: list[Row] = []
    for row in pending:
        if row.level >= index or (stage.delay < 0 and row.late):
            past.append(row)
        elif row.small and index > ladder.first:
            continue
        elif (day := stage_on(stage, row.due, row.start, calendar)) > today:
            row.waits = (day, index)
        else:
            ready.append(row)
    return ready, past
