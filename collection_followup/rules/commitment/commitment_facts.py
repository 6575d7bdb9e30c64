"""What may be known when a promise is judged, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..ledger.calendar import WorkCalendar
from ..ledger.facts import Currency, Reason
from ..ledger.money import rounded

# while a promise is in one of these its part of the items rests
RUNNING = ("to_approve", "open")


@dataclass(frozen=True, slots=True)
class Rates:
    """How many units of a currency one unit of company money was worth.

    ``known`` is keyed by currency code and day; the company's own currency
    stands in it too.
    """

    known: Mapping[tuple[str, date], float] = field(default_factory=dict)

    def factor(self, source: Currency, target: Currency, day: date) -> float:
        """Answer the worth of one unit of ``source`` in ``target`` on a day.

        Raises ``ValueError`` for a day on which a rate is not known or zero.
        """
        if source.code == target.code:
            return 1.0
        rates = [self.known.get((money.code, day), 0.0) for money in (source, target)]
        if not all(rate > 0.0 for rate in rates):
            raise ValueError(f"no rate of {source.code} to {target.code} on {day}")
        return rates[1] / rates[0]


@dataclass(frozen=True, slots=True)
class Money:
    """Money that was matched with an item: its amount and its value day."""

    amount: float
    on: date


@dataclass(frozen=True, slots=True)
class ItemMoney:
    """One receivable line with the money that was matched with it.

    Amounts are in the currency of the item; ``total`` is what it was once.
    ``move`` and ``due`` say which payments without an entry concern it. ``apart`` is
    what the debtor chose to pay beside his promises: of the money from that day on so
    much keeps none of them.
    """

    key: int
    currency: Currency
    total: float
    monies: tuple[Money, ...] = ()
    move: int = 0
    due: date = date.min
    apart: tuple[Money, ...] = ()

    @property
    def open(self) -> float:
        """Answer what no money was matched with, never less than nothing."""
        paid = sum(money.amount for money in self.monies)
        return max(rounded(self.total - paid, self.currency), 0.0)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A payment that is believed in but has no entry in the ledger.

    ``names`` are the keys of the documents that it was registered for, ``item`` is
    the one of theirs that the debtor chose himself, 0 where he did not.
    """

    key: int
    currency: Currency
    amount: float
    on: date
    names: tuple[int, ...]
    item: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Money of a debtor that is there but not matched with any document yet.

    ``until`` is the last day on which it counts: money on its way is not believed
    in for ever. ``names`` are the open documents that it names, in the order of its
    preference, with what is open of each in the currency of the money.
    """

    key: int
    debtor: int
    currency: Currency
    amount: float
    on: date
    until: date = date.max
    names: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The part of an item that is promised, and what was open of it then.

    Amounts are in the currency of the item. What was matched by then has a value
    day up to ``until``.
    """

    item: int
    amount: float
    open_then: float
    until: date = date.max

    def old_money(self, item: ItemMoney) -> float:
        """Answer how much of the money of the item was there before the promise.

        Never more than has a value day so old: a payment may have come back, and a
        document may have been corrected since.
        """
        early = sum(money.amount for money in item.monies if money.on <= self.until)
        return rounded(min(item.total - self.open_then, early), item.currency)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to pay ``amount`` of ``currency`` by ``due``.

    ``state`` and ``broken_on`` are what the last judgement answered. ``debtor`` says
    whose waiting money it may be.
    """

    key: int
    currency: Currency
    amount: float
    due: date
    recorded_on: date
    parts: tuple[Part, ...]
    state: str = "open"
    broken_on: date | None = None
    debtor: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """How exact a promise has to be kept.

    What is missing is forgiven when it is not above ``tolerance`` (company
    currency) and not above ``share`` of the sum. ``grace`` counts working
    days after the promised one.
    """

    tolerance: float = 0.0
    share: float = 0.0
    grace: int = 0
    currency: Currency = field(default_factory=lambda: Currency("EUR"))

    def in_currency(self, target: Currency, day: date, rates: Rates) -> float:
        """Answer the tolerance in another currency, by the rate of a day.

        Raises ``ValueError`` for a day without a rate.
        """
        if not self.tolerance > 0.0 or not self.share > 0.0:
            return 0.0
        return self.tolerance * rates.factor(self.currency, target, day)


@dataclass(frozen=True, slots=True)
class World:
    """The day of the judgement, and what is true for all promises on it.

    ``fresh`` says whether the bank data can be believed, ``waiting`` is the money
    of the debtors that nobody has matched yet.
    """

    today: date
    calendar: WorkCalendar
    terms: Terms
    rates: Rates = field(default_factory=Rates)
    fresh: bool = True
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a promise stands: its state with the reason, and what came when.

    ``paid`` is in the currency of the promise, late money included.
    ``paid_on`` is the day on which the sum was complete. ``rests`` are what
    is still promised of each item, in the currency of the item.
    """

    key: int
    state: str
    reason: Reason
    deadline: date
    paid: float = 0.0
    paid_on: date | None = None
    broken_on: date | None = None
    rests: tuple[tuple[int, float], ...] = ()
