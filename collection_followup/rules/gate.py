"""May an order be confirmed, grow or be delivered, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of the gate: it lets through, or says why not.

    ``effect`` is that of the hold which speaks against it (``cod``, ``prepay``,
    ``block``) or ``limit`` when the credit limit does.
    """

    allowed: bool
    reason: Reason | None = None
    effect: str | None = None


OPEN = Verdict(True)
