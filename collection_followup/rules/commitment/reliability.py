"""How far a debtor can be believed, by the promises that were judged.

Codes of reasons and the values they carry:

=================  ===========================================================
Code               Values
=================  ===========================================================
no_promise         (no values): nothing was judged yet
promises           kept, judged: how many, paid, promised: company currency
promises_kept      the same: all were kept, and all in time
promises_late_day  the same: late by one day on average
promises_late      the same and days: how late on average, at least two
=================  ===========================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..case.reasons import because
from ..ledger.facts import Currency, Reason
from ..ledger.money import compare, rounded

KEPT, JUDGED = "kept", ("kept", "partly", "broken")
RELIABILITY_CODES = (
    "no_promise",
    "promises",
    "promises_kept",
    "promises_late_day",
    "promises_late",
)
# one promise says nothing about the next
LEAST_JUDGED = 2


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment: amounts in company currency by the rate of the promised day."""

    state: str
    on: date
    amount: float
    paid: float
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reliability:
    """What can be said of a debtor; amounts in company currency.

    ``days_late`` is the average over the promises that were paid, in full or in
    part; early money counts as in time.
    """

    kept: int = 0
    judged: int = 0
    paid: float = 0.0
    promised: float = 0.0
    days_late: int = 0
    reliable: bool = False
    reason: Reason = Reason("no_promise")  # noqa: RUF009 frozen


def reliability(
    promises: Iterable[Promise], currency: Currency, share: float
) -> Reliability:
    """Sum up the promises of a debtor.

    Only kept, partly kept and broken ones are judged; postponed, cancelled and
    running ones say nothing. Reliable is who had at least two judged, and kept at
    least ``share`` (0 to 1) of them, by number and by money. Money paid above a
    promise does not make up for another. Raises ``ValueError`` for a currency
    without rounding. Source: issue 3.1 ("kept 3 of 5, 2 400 of 5 100, on average 4
    days late").
    """
    judged = [promise for promise in promises if promise.state in JUDGED]
    if not judged:
        return Reliability()
    kept, count = sum(promise.state == KEPT for promise in judged), len(judged)
    promised = rounded(sum(promise.amount for promise in judged), currency)
    paid = rounded(sum(_paid(promise) for promise in judged), currency)
    days = _days_late(judged)
    late = round(sum(days) / len(days)) if days else 0
    values = {"kept": kept, "judged": count, "paid": paid, "promised": promised}
    always = kept == count and not any(days)
    reason = _reason(late, always, values)
    enough = count >= LEAST_JUDGED and kept >= share * count - 1e-9
    return Reliability(
        kept=kept,
        judged=count,
        paid=paid,
        promised=promised,
        days_late=late,
        reliable=enough and compare(paid, share * promised, currency) >= 0,
        reason=reason,
    )


def _reason(late: int, always: bool, values: Mapping[str, float]) -> Reason:
    """Say it in words: late on average, always in time, or neither."""
    if late == 1:
        return because("promises_late_day", **values)
    if late > 1:
        return because("promises_late", **values, days=late)
    return because("promises_kept" if always else "promises", **values)


def _paid(promise: Promise) -> float:
    """Answer what counts of the money: a kept promise counts in full."""
    if promise.state == KEPT:
        return promise.amount
    return min(max(promise.paid, 0.0), promise.amount)


def _days_late(judged: Iterable[Promise]) -> list[int]:
    """List the calendar days from the promised to the paid day, of what was paid."""
    return [
        max((promise.paid_on - promise.on).days, 0)
        for promise in judged
        if promise.paid_on is not None
    ]
