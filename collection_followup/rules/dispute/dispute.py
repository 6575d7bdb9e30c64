"""Disputes: which part of an item rests, until when, and when it is over.

A dispute is about a part of one item. Its answer is one of ``ANSWERS``: a
remedy of ours (credit note, replacement, correction, documents) or a decision
that the debtor has to pay. What follows from the answer and the ledger is
said here and nowhere else:

* while it is open or being mended the part rests up to its deadline, and some
  days longer, so that a person can act: never without an end;
* a credit note that was made for it closes it when it is posted and all of it
  stands against the document (or what stands there is as much as was contested);
  the debtor gets a pay-by date for what it left of the contested part;
* any other credit note of the document that was made since lowers what rests,
  from the day on which it is posted (``rules.dispute_credit``), and closes the
  dispute when what stands against the document is as much as was contested;
* a replacement, a correction or documents close it on the day on which they
  are done; a decision for us when its pay-by date has passed;
* in all these cases the part rests up to its own pay-by date. When nothing else of
  the item is chaseable the item then starts as a fresh one, else the part
  joins the rest at the level at which that stands;
* nothing of the item is open any more: it was paid, the dispute is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ..ledger.calendar import shifted
from ..ledger.facts import Currency
from ..ledger.money import compare, rounded

CREDIT_NOTE = "credit_note"
FOR_US = "for_us"
# what we owe the debtor is done on a day, and then the part is payable again
NOTED = ("replacement", "correction", "documents")
ANSWERS = (CREDIT_NOTE, *NOTED, FOR_US)
UNDECIDED = ("open", "remedy")
# so many of the smallest coins a credit note may miss because tax is rounded
COINS = 5


@dataclass(frozen=True, slots=True)
class Dispute:
    """A contested part of one item, as it stands.

    ``amount`` is in the currency of the item. ``pay_by`` is the day up to
    which the part rests after the answer, ``done_on`` the day on which what
    we owe was done. ``open`` is what the ledger shows as open of the item,
    None when the item is gone (its document was taken back). ``credit`` is
    the state of the credit note (``draft``, ``posted``, None for none or one
    that was cancelled), ``credit_total`` its total and ``matched`` how much
    of it stands against the document, both in the document's currency.
    ``note_key`` is its key. ``covered`` is what credit notes take off the
    contested part, ``stands`` what of that is matched already and ``notes`` the
    keys of those matched (``rules.dispute_credit``).
    """

    key: int
    item_key: int
    currency: Currency
    amount: float
    state: str
    deadline: date
    answer: str | None = None
    pay_by: date | None = None
    done_on: date | None = None
    open: float | None = 0.0
    credit: str | None = None
    credit_total: float = 0.0
    matched: float = 0.0
    move_key: int | None = None
    opened_at: datetime = datetime.min
    note_key: int | None = None
    covered: float = 0.0
    stands: float = 0.0
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of a dispute, and the code of what brought it about.

    ``outcome`` is one of ``ANSWERS``, ``paid`` or ``withdrawn``; None while
    the dispute runs.
    """

    state: str
    outcome: str | None = None


def rests_until(dispute: Dispute, days_after: int) -> date | None:
    """Answer the last day on which the contested part rests.

    ``days_after`` are the calendar days after the deadline which a manager
    has (setting). None when it does not rest at all. Never raises. Source:
    issue 3, "only the disputed part rests, with an end date".
    """
    if dispute.state in UNDECIDED:
        return shifted(dispute.deadline, max(days_after, 0))
    return None if dispute.state == "cancelled" else dispute.pay_by


def resting(
    disputes: Iterable[Dispute], open_amount: float, today: date, days_after: int
) -> float:
    """Sum the parts of one item that rest today, at most what is open of it.

    Amounts are in the currency of the item. Several disputes on one item add
    up. Raises ``ValueError`` for a currency without rounding. Source: issue
    3, section 3.
    """
    total = 0.0
    for dispute, amount in parts(disputes, open_amount, today, days_after):
        total = rounded(total + amount, dispute.currency)
    return total


def parts(
    disputes: Iterable[Dispute], open_amount: float, today: date, days_after: int
) -> list[tuple[Dispute, float]]:
    """List the disputes of which a part rests today, with that part.

    As ``resting``, which is their sum: where less is open than is contested, the
    first ones take it.
    """
    found, left = [], max(open_amount, 0.0)
    for dispute in disputes:
        until = rests_until(dispute, days_after)
        amount = min(_part(dispute), left)
        if until is not None and today <= until and amount > 0.0:
            found.append((dispute, amount))
            left = rounded(left - amount, dispute.currency)
    return found


def judged(dispute: Dispute, today: date) -> Verdict:
    """Answer the state of a dispute by its answer and by the ledger.

    What was cancelled stays so. Raises ``ValueError`` for a currency without
    rounding. Source: issue 3, "when the remedy is done the dispute closes
    itself".
    """
    if dispute.state == "cancelled":
        return Verdict("cancelled")
    if dispute.open is None:
        return Verdict("cancelled", "withdrawn")
    if _is_credited(dispute):
        return Verdict("closed", CREDIT_NOTE)
    if dispute.answer in NOTED and _is_done(dispute, today):
        return Verdict("closed", dispute.answer)
    if compare(dispute.open, 0.0, dispute.currency) <= 0:
        return Verdict("closed", "paid")
    return _running(dispute, today)


def is_payable_again(dispute: Dispute, verdict: Verdict) -> bool:
    """Tell whether something of the contested part has to be paid after all.

    After what we mended the debtor owes the part; after a credit note over less
    than was contested he owes the difference, unless that is only what taxes do
    not allow. Raises ``ValueError`` for a currency without rounding. Source: issue
    3, "the debtor is told with its own pay-by date".
    """
    if verdict.outcome != CREDIT_NOTE:
        return verdict.state == "closed" and verdict.outcome in NOTED
    return not _is_all(dispute, dispute.stands)


def fresh_from(
    disputes: Iterable[Dispute], open_amount: float, today: date, days_after: int
) -> date | None:
    """Answer the day from which an item counts as a fresh one, None for none.

    That is the latest pay-by date of its contested parts that were answered
    and still rest, when the parts that rest cover all that is open: nothing
    else of the item is chaseable. Raises ``ValueError`` for a currency
    without rounding. Source: issue 3, "afterwards it starts as a fresh item".
    """
    found = list(disputes)
    days = [
        d.pay_by
        for d in found
        if d.state in ("for_us", "closed") and d.pay_by and today <= d.pay_by
    ]
    if not days or not open_amount > 0.0:
        return None
    rest = resting(found, open_amount, today, days_after)
    currency = found[0].currency
    return max(days) if compare(open_amount, rest, currency) <= 0 else None


def free_amount(
    disputes: Iterable[Dispute], open_amount: float, today: date, days_after: int
) -> float:
    """Answer how much of an item can still be contested.

    What is open less what rests already, in the currency of the item, never
    negative. Raises ``ValueError`` for a currency without rounding.
    """
    found = list(disputes)
    rest = resting(found, open_amount, today, days_after)
    left = max(open_amount - rest, 0.0)
    return rounded(left, found[0].currency) if found else left


def is_overdue(dispute: Dispute, today: date) -> bool:
    """Tell whether the deadline passed and nothing was decided.

    It then goes to the manager of its owner. No errors. Source: issue 3,
    "overdue ones go to the owner's manager".
    """
    return dispute.state in UNDECIDED and today > dispute.deadline


def _part(dispute: Dispute) -> float:
    """Answer the contested part without what credit notes took off it."""
    return max(rounded(dispute.amount - dispute.covered, dispute.currency), 0.0)


def _is_credited(dispute: Dispute) -> bool:
    """Tell whether its credit note, or others as much, stand against the document."""
    if dispute.stands > 0.0 and _is_all(dispute, dispute.stands):
        return True
    if dispute.answer != CREDIT_NOTE or dispute.credit != "posted":
        return False
    enough = min(dispute.amount, dispute.credit_total)
    stands = dispute.matched > 0.0
    return stands and compare(dispute.matched, enough, dispute.currency) >= 0


def _is_all(dispute: Dispute, amount: float) -> bool:
    """Tell whether an amount is what was contested, but for what taxes allow."""
    most = COINS * dispute.currency.rounding
    return compare(dispute.amount - amount, most, dispute.currency) <= 0


def _is_done(dispute: Dispute, today: date) -> bool:
    """Tell whether what we owed was done by today."""
    return dispute.done_on is not None and dispute.done_on <= today


def _running(dispute: Dispute, today: date) -> Verdict:
    """Answer the state of a dispute that the ledger does not end."""
    if dispute.answer == FOR_US:
        if dispute.pay_by is not None and today > dispute.pay_by:
            return Verdict("closed", FOR_US)
        return Verdict("for_us")
    if dispute.answer == CREDIT_NOTE and dispute.credit is None:
        return Verdict("open")
    return Verdict("open" if dispute.answer is None else "remedy")
