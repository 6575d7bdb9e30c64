"""Payment plans: what needs approval, and when one is kept or in default.

Amounts are in major units of the currency of the plan, dates are calendar dates of
the company. Codes of reasons and the values they carry, none of them ``None``:

==============  ==============================================================
Code            Values
==============  ==============================================================
too_long        until, months, longest: needs approval
too_small       amount, smallest: needs approval
too_many        count, most: needs approval
kept            (no values): every instalment was kept
broken          on, amount, paid, left: the first broken instalment, and what
                comes back to be collected
running         on, amount: the next instalment
void            (no values): no instalment is left, all were replaced
==============  ==============================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..case.reasons import because
from ..ledger.calendar import WorkCalendar
from ..ledger.facts import Credit, Currency, Reason, Transit
from ..ledger.money import compare, rounded
from .plan import Instalment, months_on

STANDING_CODES = (
    "too_long",
    "too_small",
    "too_many",
    "kept",
    "broken",
    "running",
    "void",
)
BROKEN = ("partly", "broken")
GONE = ("postponed", "cancelled")


@dataclass(frozen=True, slots=True)
class PlanPolicy:
    """What needs no approval; 0 means no limit. ``smallest`` in plan currency."""

    longest_months: int = 0
    smallest: float = 0.0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment as the ledger has it; ``state`` is that of a commitment."""

    on: date
    state: str
    amount: float
    paid: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a plan stands: ``running``, ``kept``, ``defaulted`` or ``cancelled``."""

    state: str
    reason: Reason


def needs_approval(
    instalments: Sequence[Instalment],
    policy: PlanPolicy,
    today: date,
    currency: Currency,
) -> tuple[Reason, ...]:
    """Say why a person has to approve these instalments; nothing when nobody has to.

    The last instalment takes the rest and may be smaller than the policy's
    smallest. Raises ``ValueError`` for a currency without rounding. Source: issue
    3.1 ("longest, smallest, most instalments; approval above it").
    """
    if not instalments:
        return ()
    reasons = []
    last, count = instalments[-1].on, len(instalments)
    longest = policy.longest_months
    if longest > 0 and last > months_on(today, longest):
        months = (last.year - today.year) * 12 + last.month - today.month
        months += last.day > today.day
        reasons.append(because("too_long", until=last, months=months, longest=longest))
    least = min(part.amount for part in (instalments[:-1] or instalments))
    if policy.smallest > 0 and compare(least, policy.smallest, currency) < 0:
        reasons.append(because("too_small", amount=least, smallest=policy.smallest))
    if 0 < policy.most < count:
        reasons.append(because("too_many", count=count, most=policy.most))
    return tuple(reasons)


def judge(parts: Iterable[Part], currency: Currency) -> Outcome:
    """Say how a plan stands by how its instalments do.

    The default clause: the first instalment that is broken past its grace, or only
    partly kept, brings the whole back. Instalments that were replaced by another
    promise do not count. Raises ``ValueError`` for a currency without rounding.
    Source: issue 3.1.
    """
    counted = sorted(
        (part for part in parts if part.state not in GONE), key=lambda part: part.on
    )
    if not counted:
        return Outcome("cancelled", because("void"))
    broken = next((part for part in counted if part.state in BROKEN), None)
    if broken is not None:
        left = sum(part.amount - part.paid for part in counted if part.state != "kept")
        reason = because(
            "broken",
            on=broken.on,
            amount=broken.amount,
            paid=broken.paid,
            left=max(rounded(left, currency), 0.0),
        )
        return Outcome("defaulted", reason)
    coming = next((part for part in counted if part.state != "kept"), None)
    if coming is None:
        return Outcome("kept", because("kept"))
    return Outcome("running", because("running", on=coming.on, amount=coming.amount))


def reminder_day(
    on: date, days: int, started_on: date, calendar: WorkCalendar
) -> date | None:
    """Answer the day of the reminder of an instalment, None when there is none.

    ``days`` working days before the instalment. None without days, and when the
    plan started on that day or later: its agreement has just told the same. Raises
    ``ValueError`` for a calendar without working days. Source: issue 3.1 ("its own
    gentle reminders").
    """
    if days <= 0:
        return None
    day = calendar.add_working(on, -days)
    return day if day > started_on else None


def is_covered(
    amount: float,
    currency: Currency,
    credits_: Iterable[Credit],
    transits: Iterable[Transit],
) -> bool:
    """Tell whether money of the debtor that is not matched yet pays an amount.

    ``amount`` is in units of ``currency``; credits and money on its way in other
    currencies do not count. Raises ``ValueError`` for a currency without rounding.
    Source: house plan, chaseable amount 2 and 3.
    """
    money: list[Credit | Transit] = [*credits_, *transits]
    ready = sum(part.amount for part in money if part.currency == currency)
    return compare(ready, amount, currency) >= 0
