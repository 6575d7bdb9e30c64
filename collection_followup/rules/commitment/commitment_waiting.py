"""Money of a debtor that is there but not matched yet, and the promises it covers.

A promise that ran out is not broken while such money covers what is missing: the
accountant has it, not the debtor.

* It is what lowers the chaseable amount too: credits on the account for as long as
  they are open, money on its way for so many days.
* It came between the recording of the promise and its deadline, both days included:
  other money would not keep the promise when it is matched.
* What it names comes first, in the order of its names. A payment without an entry
  that names documents counts as theirs already; here is only what is left of it.
* Several promises share it, the oldest promised date first, each unit once. One
  that is not covered takes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from math import inf

from ..ledger.amounts import transit_end
from ..ledger.facts import Credit, Currency, Policy, Transit
from ..ledger.money import compare, rounded
from .commitment_facts import Promise, Waiting, World
from .commitment_sums import Sums


class Pool:
    """The waiting money of all debtors while promises take of it."""

    __slots__ = ("_left", "_monies", "_today")

    def __init__(self, world: World) -> None:
        """Begin with all the money that still counts on the day."""
        self._today = world.today
        found = [money for money in world.waiting if world.today <= money.until]
        self._monies = sorted(found, key=lambda money: (money.on, money.key))
        self._left = [money.amount for money in self._monies]

    def cover(
        self, promise: Promise, moves: Collection[int], sums: Sums, last: date
    ) -> float:
        """Take what is missing of a promise and answer how much it is.

        ``moves`` are its documents, ``last`` is its deadline. Nothing is taken and
        0 answered before it has passed, and where it is too little. In the currency
        of the promise. Raises ``ValueError`` for a currency without rounding.
        """
        if self._today <= last:
            return 0.0
        usable = {
            place: min(self._left[place], _free_for(money, moves))
            for place, money in enumerate(self._monies)
            if _suits(money, promise, last)
        }
        total = min(rounded(sum(usable.values()), promise.currency), sums.short)
        if compare(sums.in_time + total, sums.need, promise.currency) < 0:
            return 0.0
        missing = total
        # what names the documents first, then the oldest
        for place in sorted(usable, key=lambda p: not _own(self._monies[p], moves)):
            given = min(usable[place], missing)
            self._left[place] = rounded(self._left[place] - given, promise.currency)
            missing = rounded(missing - given, promise.currency)
        return total


def waiting_money(
    debtor: int,
    credits_: Iterable[Credit],
    transits: Iterable[Transit],
    opens: Mapping[int, tuple[Currency, float]],
    policy: Policy,
) -> list[Waiting]:
    """Say what money of a debtor waits to be matched, and how long it counts.

    ``opens`` are the open documents with their currency and what is open of each.
    What the debtor chose to pay online is none of it: nobody chooses what is promised.
    Raises ``ValueError`` for a currency without rounding. Source: house plan,
    chaseable amount 2 and 3.
    """
    found = [_waiting(debtor, credit, opens) for credit in credits_]
    for transit in transits:
        if transit.item:  # he chose it beside what he promised
            continue
        money = _waiting(debtor, transit, opens)
        money = replace(money, until=transit_end(transit, policy))
        if transit.kind == "payment":
            money = replace(money, amount=_free_for(money, ()), names=())
        found.append(money)
    return [money for money in found if money.amount > 0.0]


def _waiting(
    debtor: int,
    money: Credit | Transit,
    opens: Mapping[int, tuple[Currency, float]],
) -> Waiting:
    """Make waiting money with the documents that are open of those it names."""
    names = tuple(
        # how much it takes of another currency is not known: all of it
        (name, opens[name][1] if opens[name][0] == money.currency else inf)
        for name in money.names
        if name in opens
    )
    currency = money.currency
    return Waiting(
        money.key,
        debtor,
        currency,
        rounded(money.amount, currency),
        money.on,
        names=names,
    )


def _suits(money: Waiting, promise: Promise, last: date) -> bool:
    """Tell whether money can be what was promised: whose, in what, when."""
    return (
        money.debtor == promise.debtor
        and money.currency.code == promise.currency.code
        and promise.recorded_on <= money.on <= last
    )


def _own(money: Waiting, moves: Collection[int]) -> list[int]:
    """List the places of these documents among those that money names."""
    return [place for place, (move, _open) in enumerate(money.names) if move in moves]


def _free_for(money: Waiting, moves: Collection[int]) -> float:
    """Answer what is left for these documents after others that it names before."""
    own = _own(money, moves)
    before = money.names[: own[-1]] if own else money.names
    taken = sum(amount for move, amount in before if move not in moves)
    left = money.amount - taken
    return rounded(left, money.currency) if left > 0.0 else 0.0
