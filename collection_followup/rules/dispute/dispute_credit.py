"""Credit notes of a contested document: which of its disputes they settle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from ..ledger.money import rounded
from .dispute import Dispute, rests_until


@dataclass(frozen=True, slots=True)
class Note:
    """What a posted credit note takes, or will take, off a contested document.

    ``amount`` is in the currency of the document. ``item_key`` is the item that
    it is matched with, None while it waits to be matched.
    """

    key: int
    move_key: int
    amount: float
    made_at: datetime
    item_key: int | None = None


def with_notes(
    disputes: Iterable[Dispute], notes: Iterable[Note], today: date, days_after: int
) -> dict[int, Dispute]:
    """Answer the disputes by key, with what credit notes took off each.

    A credit note counts for the dispute that names it, else for those of its
    document that rest and are older than the note: first on the item with which
    it is matched, the oldest dispute first, each up to its amount. A note that
    was made before somebody contested is about something else. All disputes of
    a document have to be given. Amounts are in the currency of the document.
    Raises ``ValueError`` for a currency without rounding. Source: issue 10,
    "Credits and disputes".
    """
    found = {dispute.key: dispute for dispute in disputes}
    for note in sorted(notes, key=lambda note: (note.made_at, note.key)):
        left = note.amount
        takers = [
            dispute
            for dispute in found.values()
            if _takes(dispute, note, today, days_after)
        ]
        for dispute in sorted(takers, key=lambda taker: _order(taker, note)):
            taken = min(left, _missing(dispute))
            left = rounded(left - taken, dispute.currency)
            found[dispute.key] = _credited(dispute, note, taken)
    return found


def _takes(dispute: Dispute, note: Note, today: date, days_after: int) -> bool:
    """Tell whether a credit note may be about what is contested."""
    if dispute.note_key == note.key:
        return True
    if dispute.move_key != note.move_key or note.made_at < dispute.opened_at:
        return False
    if dispute.state == "closed" and note.key <= (dispute.note_key or 0):
        return True  # one of those that closed it
    until = rests_until(dispute, days_after)
    return until is not None and today <= until


def _order(dispute: Dispute, note: Note) -> tuple[bool, bool, int]:
    """Sort the dispute that names the note first, then its item, then by age."""
    return dispute.note_key != note.key, dispute.item_key != note.item_key, dispute.key


def _missing(dispute: Dispute) -> float:
    """Answer what no credit note has taken yet of what is contested."""
    return max(rounded(dispute.amount - dispute.covered, dispute.currency), 0.0)


def _credited(dispute: Dispute, note: Note, taken: float) -> Dispute:
    """Answer the dispute after a credit note took its share."""
    currency = dispute.currency
    covered = rounded(dispute.covered + taken, currency)
    if note.item_key is None:
        return replace(dispute, covered=covered)
    stands = rounded(dispute.stands + taken, currency)
    notes = (*dispute.notes, note.key) if taken > 0.0 else dispute.notes
    return replace(dispute, covered=covered, stands=stands, notes=notes)
