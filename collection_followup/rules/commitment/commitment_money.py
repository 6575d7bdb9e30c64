"""The money of items in the order in which it counts, and who takes it.

The money of an item is a line from nothing to all that came, cut where the
value day changes. A promise takes stretches of it from the point on that was
reached when it was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from ..ledger.facts import Currency
from ..ledger.money import rounded
from .commitment_facts import ItemMoney, Money, Part, Rates, Transfer


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the money of an item that a promise took.

    ``start`` and ``end`` are in the currency of the item, ``worth`` is in
    that of the promise.
    """

    start: float
    end: float
    on: date
    worth: float

    @property
    def amount(self) -> float:
        """Answer the length of the stretch."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Taken:
    """The pieces that one promise took of an item, and its deadline."""

    deadline: date
    pieces: Sequence[Piece]


def exclusive(others: Iterable[Taken], recorded_on: date) -> list[Piece]:
    """Pick what older promises keep from one that was recorded on a day.

    A promise that had run out by then keeps what it got in time only.
    """
    return [
        piece
        for taken in others
        for piece in taken.pieces
        if taken.deadline >= recorded_on or piece.on <= taken.deadline
    ]


def take(
    item: ItemMoney,
    part: Part,
    cap: float,
    target: Currency,
    used: Sequence[Piece],
    rates: Rates,
) -> list[Piece]:
    """Take money of an item for a promise, the oldest value day first.

    ``cap`` is the most that the part may get, in the currency ``target`` of
    the promise. What was no longer open when it was recorded is left out, and
    so is what others ``used``. Raises ``ValueError`` for a missing rate.
    """
    old = part.old_money(item)
    pieces, left = [], cap
    for start, end, on in _free(item, old, used):
        if left <= 0.0:
            break
        factor = rates.factor(item.currency, target, on)
        worth = min(rounded((end - start) * factor, target), left)
        end = min(end, start + left / factor)
        pieces.append(Piece(start, end, on, worth))
        left = rounded(left - worth, target)
    return pieces


def with_transfers(
    items: Sequence[ItemMoney], transfers: Iterable[Transfer], rates: Rates
) -> tuple[ItemMoney, ...]:
    """Give payments without an entry to the items that they name.

    Each to the named items that are still open, the chosen one and then the oldest
    due date first; what is left of it belongs to none. Raises ``ValueError`` for a
    missing rate. Source: house plan, both payment worlds.
    """
    known = {item.key: item for item in items}
    for transfer in sorted(transfers, key=lambda t: (t.on, t.key)):
        left = transfer.amount
        named = [item for item in known.values() if item.move in transfer.names]
        for item in sorted(named, key=partial(_turn, transfer)):
            factor = rates.factor(transfer.currency, item.currency, transfer.on)
            given = min(rounded(left * factor, item.currency), item.open)
            if given <= 0.0:
                continue
            left = rounded(left - given / factor, transfer.currency)
            monies = (*item.monies, Money(given, transfer.on))
            known[item.key] = replace(item, monies=monies)
    return tuple(known.values())


def _turn(transfer: Transfer, item: ItemMoney) -> tuple[bool, date, int]:
    """Sort the item first that the debtor chose, then the oldest due date."""
    return item.key != transfer.item, item.due, item.key


def _free(
    item: ItemMoney, old: float, used: Sequence[Piece]
) -> list[tuple[float, float, date]]:
    """List the stretches of money that nobody has, from a point on."""
    free = []
    for start, end, on in _stretches(item):
        cursor = max(start, old)
        for piece in sorted(used, key=lambda piece: piece.start):
            if piece.end <= cursor or piece.start >= end:
                continue
            if piece.start > cursor:
                free.append((cursor, piece.start, on))
            cursor = piece.end
        if cursor < end:
            free.append((cursor, end, on))
    return [
        (start, end, on)
        for start, end, on in free
        if rounded(end - start, item.currency) > 0.0
    ]


def _stretches(item: ItemMoney) -> list[tuple[float, float, date]]:
    """Lay the money of an item on a line, by value day.

    Where the debtor paid beside his promises, the line has a gap.
    """
    stretches, reached, beside = [], 0.0, 0.0
    apart = sorted(item.apart, key=lambda money: money.on)
    for money in sorted(item.monies, key=lambda money: money.on):
        while apart and apart[0].on <= money.on:
            beside += apart.pop(0).amount
        end = rounded(reached + money.amount, item.currency)
        gap = min(money.amount, beside)
        beside -= gap
        stretches.append((reached, rounded(end - gap, item.currency), money.on))
        reached = end
    return stretches
