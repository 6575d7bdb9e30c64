"""Payment plans: instalments on dates that add up, and the items that they pay.

Amounts are in major units of the currency of the plan, dates are calendar dates of
the company. Codes of reasons and the values they carry, none of them ``None``:

==============  ==============================================================
Code            Values
==============  ==============================================================
no_total        (no values): nothing is to be paid
no_rest         down_payment, total: the down payment leaves nothing over
negative        (no values): the down payment is less than nothing
no_parts        (no values): neither number nor size of the instalments
ends            on: a first date that is a slip of the pen
too_fine        count, total: more instalments than smallest coins
endless         count, most: more instalments than ``MOST_PARTS``
past            on: an instalment lies before today
order           on: an instalment is not after the one before it
empty           on: an instalment is not about more than nothing
sum             total, sum: the instalments do not add up to the total
==============  ==============================================================
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ..case.reasons import because
from ..ledger.calendar import WorkCalendar, shifted
from ..ledger.facts import Currency, PaymentRun, Reason
from ..ledger.money import compare, of_steps, rounded, steps
from ..strategy.clock import run_day

WEEKLY, FORTNIGHTLY, MONTHLY = RHYTHMS = ("weekly", "fortnightly", "monthly")
_DAYS = {WEEKLY: 7, FORTNIGHTLY: 14}
# ten years of monthly instalments; more is a slip of the finger
MOST_PARTS = 120
YEARS = range(1970, 2200)
PLAN_CODES = (
    "no_total",
    "no_rest",
    "negative",
    "no_parts",
    "ends",
    "too_fine",
    "endless",
    "past",
    "order",
    "empty",
    "sum",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: ``count`` instalments, or as many of ``size`` as it takes.

    ``down_payment`` is paid on ``down_on`` (the first date when left out), before
    the instalments, which begin on ``first_on``. With a payment run they fall on
    the debtor's own pay days. ``count`` wins where both are given.
    """

    total: float
    currency: Currency
    first_on: date
    rhythm: str = MONTHLY
    count: int = 0
    size: float = 0.0
    down_payment: float = 0.0
    down_on: date | None = None
    payment_run: PaymentRun | None = None


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of a plan."""

    on: date
    amount: float


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item that the plan is about, with what of it is to be paid."""

    key: int
    due: date
    amount: float


def problem_of(terms: Terms) -> Reason | None:
    """Say why no schedule can be made of these terms, None when one can.

    Raises ``ValueError`` for a rhythm that does not exist and for a currency
    without rounding. Source: issue 3.1.
    """
    if terms.rhythm not in RHYTHMS:
        raise ValueError(f"unknown rhythm {terms.rhythm!r}")
    total, down = steps(terms.total, terms.currency), _down(terms)
    if total <= 0:
        return because("no_total")
    if down < 0:
        return because("negative")
    if down >= total:
        return because("no_rest", down_payment=terms.down_payment, total=terms.total)
    if down and terms.down_on is not None and terms.down_on >= terms.first_on:
        return because("order", on=terms.first_on)
    if terms.count <= 0 and steps(terms.size, terms.currency) <= 0:
        return because("no_parts")
    if terms.first_on.year not in YEARS:
        return because("ends", on=terms.first_on)
    return _problem_of_count(_count(terms), total - down, terms)


def schedule(terms: Terms, calendar: WorkCalendar) -> tuple[Instalment, ...]:
    """Answer the instalments of a plan; their sum is exactly the total.

    The last instalment takes what rounding leaves over. Dates that are no working
    days move to the next one, with a payment run to the debtor's next pay day; two
    never fall on the same day. Raises ``ValueError`` for terms with a problem (see
    ``problem_of``) and for a calendar without working days. Source: issue 3.1.
    """
    problem = problem_of(terms)
    if problem is not None:
        raise ValueError(f"no schedule: {problem.code}")
    currency, down = terms.currency, _down(terms)
    sizes = [down] if down else []
    sizes += _parts(steps(terms.total, currency) - down, _count(terms), terms)
    days = _days(terms, calendar, bool(down))
    return tuple(
        Instalment(day, of_steps(size, currency))
        for day, size in zip(days, sizes, strict=True)
    )


def wrong_schedule(
    instalments: Sequence[Instalment], total: float, currency: Currency, today: date
) -> Reason | None:
    """Say what is wrong with instalments that a person has edited, None if nothing.

    Raises ``ValueError`` for a currency without rounding. Source: issue 3.1.
    """
    for part in instalments:
        if part.on < today:
            return because("past", on=part.on)
        if steps(part.amount, currency) <= 0:
            return because("empty", on=part.on)
    for earlier, later in pairwise(instalments):
        if later.on <= earlier.on:
            return because("order", on=later.on)
    paid = rounded(sum(part.amount for part in instalments), currency)
    if compare(paid, total, currency):
        return because("sum", total=total, sum=paid)
    return None


def split(
    instalments: Iterable[Instalment], items: Iterable[OpenItem], currency: Currency
) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Share the instalments out over the items, the oldest due date first.

    Answers, for each instalment, the keys of items and how much of each it pays.
    Raises ``ValueError`` when the items are worth less than the instalments.
    Source: issue 3.1 ("oldest").
    """
    queue = sorted(items, key=lambda item: (item.due, item.key))
    left = [[item.key, steps(item.amount, currency)] for item in queue]
    shares = []
    for part in instalments:
        todo, share = steps(part.amount, currency), []
        while todo > 0:
            if not left:
                raise ValueError("the items are worth less than the instalments")
            key, amount = left[0]
            taken = min(amount, todo)
            todo, left[0][1] = todo - taken, amount - taken
            if taken > 0:
                share.append((key, of_steps(taken, currency)))
            if left[0][1] <= 0:
                del left[0]
        shares.append(tuple(share))
    return tuple(shares)


def _down(terms: Terms) -> int:
    """Count the smallest sums in the down payment."""
    return steps(terms.down_payment, terms.currency)


def _count(terms: Terms) -> int:
    """Count the instalments without the down payment."""
    if terms.count > 0:
        return terms.count
    rest = steps(terms.total, terms.currency) - _down(terms)
    return -(-rest // steps(terms.size, terms.currency))


def _problem_of_count(count: int, rest: int, terms: Terms) -> Reason | None:
    """Say why the rest cannot be paid in so many instalments."""
    if count > MOST_PARTS:
        return because("endless", count=count, most=MOST_PARTS)
    if count > rest:
        return because("too_fine", count=count, total=of_steps(rest, terms.currency))
    return None


def _parts(rest: int, count: int, terms: Terms) -> list[int]:
    """Cut a sum in smallest sums into instalments; the last takes what is over."""
    if terms.count > 0:
        size = (2 * rest + count) // (2 * count)  # the nearest
        if size * (count - 1) >= rest:
            size = rest // count
    else:
        size = steps(terms.size, terms.currency)
    return [size] * (count - 1) + [rest - size * (count - 1)]


def _days(terms: Terms, calendar: WorkCalendar, has_down: bool) -> list[date]:
    """Answer the days of the instalments, the down payment first."""
    wanted = [_nth(terms, number) for number in range(_count(terms) + has_down)]
    if has_down and terms.down_on is not None:
        wanted = [terms.down_on, *wanted[:-1]]
    days: list[date] = []
    for day in wanted:
        if days and day <= days[-1]:
            day = shifted(days[-1], 1)
        days.append(_payable(day, terms.payment_run, calendar))
    return days


def _payable(day: date, run: PaymentRun | None, calendar: WorkCalendar) -> date:
    """Move a day to the debtor's next pay day and to a working day."""
    return calendar.next_working(day if run is None else run_day(day, run))


def _nth(terms: Terms, number: int) -> date:
    """Answer the day of an instalment, counted from 0, before it is moved."""
    if terms.rhythm == MONTHLY:
        return months_on(terms.first_on, number)
    return shifted(terms.first_on, number * _DAYS[terms.rhythm])


def months_on(day: date, months: int) -> date:
    """Answer the same day so many months later, the last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
