"""What was asked for by a promise, what came, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..ledger.money import compare, rounded
from .commitment_facts import Promise, World
from .commitment_money import Piece


class Sums:
    """The sums of one promise, all in its currency."""

    __slots__ = ("asked", "currency", "in_time", "need", "paid", "pieces", "short")

    def __init__(
        self,
        promise: Promise,
        asked: float,
        pieces: Mapping[int, list[Piece]],
        last: date,
        world: World,
    ) -> None:
        """Add up the pieces of all items, in the currency of the promise."""
        currency = self.currency = promise.currency
        flat = [piece for found in pieces.values() for piece in found]
        self.pieces = pieces
        self.asked = rounded(asked, currency)
        slack = min(
            world.terms.share * asked,
            world.terms.in_currency(currency, promise.recorded_on, world.rates),
        )
        self.need = rounded(asked - slack, currency)
        timely = sum(piece.worth for piece in flat if piece.on <= last)
        self.in_time = rounded(timely, currency)
        self.paid = rounded(sum(piece.worth for piece in flat), currency)
        self.short = rounded(max(self.asked - self.paid, 0.0), currency)

    def paid_on(self, kept: bool) -> date | None:
        """Answer the day on which the sum was complete, None while it is not."""
        total, last = 0.0, None
        flat = [piece for found in self.pieces.values() for piece in found]
        for piece in sorted(flat, key=lambda piece: piece.on):
            total, last = total + piece.worth, piece.on
            if compare(total, self.need, self.currency) >= 0:
                return last
        return last if kept else None
