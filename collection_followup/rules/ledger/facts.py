"""What a decision may know, and what it answers.

Every date is a calendar date of the company, every amount is in major units.
``amount`` fields without a suffix are in the currency of the document, those
that end in ``_company`` are in the currency of the company.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

# What may not be claimed of an item, as the product itself knows it.
PARTS = ("disputed", "promised", "paused", "credited", "in_transit")


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and the smallest sum that can be paid in it."""

    code: str
    rounding: float = 0.01


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a strategy.

    ``delay`` counts from the due date (negative: before it), in working days when
    ``working_days`` is set. ``minimum`` is in company currency. ``condition`` is
    ``always`` or ``late_or_new`` (only debtors who were late in the last twelve months,
    or who buy for the first time). ``claims`` says whether the stage asks for money
    that is overdue (a courtesy note before the due date does not). ``writes`` is False
    for a stage that is only a call.
    """

    key: int
    severity: int
    delay: int
    working_days: bool = False
    minimum: float = 0.0
    condition: str = "always"
    pay_by_days: int = 10
    writes: bool = True

    @property
    def claims(self) -> bool:
        """Tell whether the stage speaks of money that is late."""
        return self.delay >= 0


@dataclass(frozen=True, slots=True)
class Strategy:
    """An ordered list of stages and the least days between two notices."""

    key: int
    stages: tuple[Stage, ...]
    min_gap: int = 7
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Level:
    """The last stage that was sent for an item, and the due date of that day."""

    stage_key: int
    severity: int
    sent_on: date | None = None
    due_then: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One open receivable line (``open`` > 0) of a debtor.

    ``posted_on`` is known when the document was posted after its date; its clock then
    starts later. ``rests`` are the parts that are not claimed now, by name (as in
    ``Policy.parts``) and in the currency of the document; they are taken in this
    order. ``collected_by_us`` marks a direct debit or card token
    that we draw ourselves. ``fresh_from`` is the pay-by date of a dispute that was
    decided: its clock counts from there.
    """

    key: int
    move_key: int
    currency: Currency
    open: float
    open_company: float
    due: date
    issued: date | None = None
    posted_on: date | None = None
    total_company: float = 0.0
    level: Level | None = None
    rests: tuple[tuple[str, float], ...] = ()
    skip_once: bool = False
    collected_by_us: bool = False
    returned_on: date | None = None
    fresh_from: date | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """An unmatched credit of the debtor: payment on account, credit note.

    ``names`` are the keys of the moves that it names, the preferred ones first.
    """

    key: int
    currency: Currency
    amount: float
    on: date
    names: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Transit:
    """Money on its way: not in the ledger yet, or not matched to the debtor.

    ``kind`` is ``payment`` (registered, without entry), ``online`` (pending
    transaction) or ``bank`` (unmatched bank line that names the debtor). ``given`` is
    all of it in ``given_currency``, where the bank names a second currency itself.
    ``item`` is the one that the debtor chose of the document, 0 where he did not.
    """

    key: int
    kind: str
    currency: Currency
    amount: float
    on: date
    names: tuple[int, ...] = ()
    given: float = 0.0
    given_currency: Currency | None = None
    item: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """What may still be chased of one item, and where the rest went.

    ``parts`` are name and amount of what is not claimed now: what rests of the item
    itself, ``credited`` and ``in_transit``. ``credits`` are key and amount of the
    unmatched credits that make up ``credited``.
    """

    item: Item
    to_collect: float
    to_collect_company: float
    parts: tuple[tuple[str, float], ...] = ()
    credits: tuple[tuple[int, float], ...] = ()

    def part(self, name: str) -> float:
        """Answer a part that is not claimed now, 0 where there is none of it."""
        return next((amount for part, amount in self.parts if part == name), 0.0)


@dataclass(frozen=True, slots=True)
class SentStage:
    """A stage that was sent to the debtor on a day."""

    stage_key: int
    severity: int
    on: date


@dataclass(frozen=True, slots=True)
class LastNotice:
    """The last notice that left: its day, pay-by date and severity."""

    sent_on: date
    pay_by: date | None
    severity: int


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings of a company that steer every strategy.

    Days are calendar days, ``bank_days``, ``reply_days`` and ``broken_days``
    working days, amounts company currency. ``remainder_share`` is a share of
    the item's total. ``parts`` name what may not be claimed of an item, in the order
    in which it is told; those in ``apart`` have lines of their own on a notice.
    """

    repeat_window: int = 180
    repeat_most: int = 3
    sternest: int = 2
    remainder_share: float = 0.05
    remainder_amount: float = 50.0
    bank_days: int = 3
    person_severity: int = 3
    reply_days: int = 5
    transit_days: int = 10
    online_days: int = 5
    broken_days: int = 3
    parts: tuple[str, ...] = PARTS
    apart: tuple[str, ...] = ("disputed", "promised")
    company_currency: Currency = field(default_factory=lambda: Currency("EUR"))


@dataclass(frozen=True, slots=True)
class PaymentRun:
    """The days on which a debtor pays: weekdays (0 is Monday), days of a month.

    A month without such a day pays on its last one. Weekdays are pay days every
    ``weeks`` weeks, counted from the week of ``anchor``; without an anchor, or
    for less than two weeks, every week.
    """

    weekdays: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    weeks: int = 1
    anchor: date | None = None


@dataclass(frozen=True, slots=True)
class Debtor:
    """All that is known of one case on the day of the decision.

    ``broken`` counts the commitments broken within 90 days whose items are open,
    ``broken_on`` is the day of the last one that was not kept in full. ``decided_on``
    is the day on which the last decision task was answered with "carry on": what was
    sent before it no longer counts towards the end of the ladder. ``payment_run``
    moves the clock to the debtor's own pay day. ``paused_until`` is the last day of
    the pause. ``last_contact`` serves the worklist only, ``excluded`` the sums: items
    that are blocked or opted out, which nobody follows up.
    """

    key: int
    items: tuple[Item, ...] = ()
    excluded: tuple[Item, ...] = ()
    credits: tuple[Credit, ...] = ()
    transits: tuple[Transit, ...] = ()
    strategy: Strategy | None = None
    grace_days: int = 0
    person: bool = False
    late_before: bool = False
    new_customer: bool = False
    last_notice: LastNotice | None = None
    sent: tuple[SentStage, ...] = ()
    paused_until: date | None = None
    stop: str | None = None
    replied_on: date | None = None
    bounced: bool = False
    decision_open: bool = False
    bank_fresh: bool = True
    reachable: bool = True
    decided_on: date | None = None
    payment_run: PaymentRun | None = None
    last_contact: date | None = None
    broken: int = 0
    broken_on: date | None = None


class Action(str, Enum):
    """What a run does with a case, in the order in which people want to know."""

    NOTICE = "notice"  # send the stage
    TASK = "task"  # a person has to decide first
    WAIT = "wait"  # nothing today; the reason says until when
    STOP = "stop"  # nothing automatic until somebody lifts it
    NONE = "none"  # nothing is chaseable


# How a line stands on a notice; any other name is a part of ``Policy.apart``, which is
# shown and not claimed.
DUE = "due"  # the stage, or one below it, is due for this item
ALSO = "also"  # overdue, listed, keeps its level
COMING = "coming"  # not due yet: listed on a courtesy note
OVERDUE = (DUE, ALSO)
LISTED = (*OVERDUE, COMING)  # all that is asked for


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One item on a planned notice; ``moves_to`` is its own next stage.

    ``again`` says that the item had this stage before: a new round for it
    (after a returned payment, a later due date or the decision to carry on).
    """

    claim: Claim
    part: str
    moves_to: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code that models turn into words, and the values in it."""

    code: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one case on one day."""

    action: Action
    reason: Reason
    stage_key: int | None = None
    lines: tuple[NoticeLine, ...] = ()
    pay_by: date | None = None
    next_on: date | None = None
    claims: tuple[Claim, ...] = ()
