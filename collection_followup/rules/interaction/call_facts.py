"""What a caller was told, and what may follow from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from ..ledger.facts import Currency
from ..ledger.money import rounded

# Somebody at the debtor heard what we had to say.
TALKED = (
    "reached",
    "refuses",
    "will_pay",
    "paid",
    "disputes",
    "calls_back",
    "passed_on",
)
# The number or the person is of no more use.
LOST = ("wrong_number", "left_company")

# What can be said of one invoice. ``wrong`` opens a dispute, ``scheduled`` is a
# promise for a day, ``not_received`` brings another copy, the rest is asked again.
ANSWERS = (
    "not_received",
    "in_check",
    "to_approve",
    "approved",
    "scheduled",
    "wrong",
)
ASK_AGAIN = ("in_check", "to_approve", "approved")


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One open item: what is open of it without the contested part, and since when.

    ``asked`` is what is asked for of it now: not what is promised already, credited
    or on its way; all that is open where it is None. Amounts are in units of
    ``currency``, not negative.
    """

    key: int
    currency: Currency
    open: float
    due: date
    asked: float | None = None

    @property
    def to_pay(self) -> float:
        """Answer what is asked for of the item."""
        return self.open if self.asked is None else min(self.asked, self.open)

    def less(self, amount: float) -> OpenItem:
        """Answer the item without an amount, of what is asked for first.

        Raises ``ValueError`` for a currency that cannot be rounded.
        """
        asked = max(rounded(self.to_pay - amount, self.currency), 0.0)
        left = max(rounded(self.open - amount, self.currency), 0.0)
        return replace(self, open=left, asked=asked)


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What was said of one item.

    ``answer`` is one of ``ANSWERS``; ``on`` the day on which it is paid
    (scheduled) or on which to ask again; ``amount`` the contested part in the
    currency of the item, 0 for all of it. ``contact`` tells whether a person
    was named, ``reason`` whether a reason was.
    """

    key: int
    answer: str
    on: date | None = None
    amount: float = 0.0
    contact: bool = False
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that a call brought.

    ``sent_on`` is the day on which they say to have paid, ``sent_amount`` how
    much of ``currency`` (a code; none: of the only one there is). ``pay_on`` and
    ``amount`` are the same for what they are going to pay; 0 means all that is
    asked for. ``no_money`` tells that they cannot pay at once. ``next_on`` is the
    day on which to call again. ``contact`` tells whether we know who spoke.
    """

    outcome: str
    items: tuple[OpenItem, ...] = ()
    said: tuple[ItemAnswer, ...] = ()
    sent_on: date | None = None
    sent_amount: float = 0.0
    pay_on: date | None = None
    amount: float = 0.0
    currency: str | None = None
    no_money: bool = False
    next_on: date | None = None
    contact: bool = False


class Kind(str, Enum):
    """What a step does."""

    REPAIR = "repair"  # find the right number or person
    NOTE = "note"  # keep what was said of items
    DISPUTE = "dispute"  # open a dispute on an item
    RESEND = "resend"  # send copies of items
    PROMISE = "promise"  # record a commitment
    PLAN = "plan"  # offer a payment plan
    TASK = "task"  # call, ask or look on a day


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that follows from a call, and why.

    ``code`` is the reason, ``on`` the day of it, ``parts`` the items with the
    amounts of a promise or dispute in the currency of each, ``keys`` the items
    that a note, a copy or a task is about.
    """

    kind: Kind
    code: str
    on: date | None = None
    parts: tuple[tuple[int, float], ...] = ()
    keys: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not fit together in the answers, and at which item."""

    code: str
    key: int | None = None
