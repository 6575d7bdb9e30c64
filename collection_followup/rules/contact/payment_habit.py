"""On which days a debtor mostly pays, learned from what he paid before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..ledger.calendar import shifted

WEEKLY, FORTNIGHTLY, MONTHLY = "weekly", "fortnightly", "monthly"
# Fewer days say nothing; below this share it is no habit.
LEAST_DAYS = 4
LEAST_SHARE = 0.6
# A bank moves a payment over a weekend: so many days later is the same habit.
_SHIFT = 2
_END_OF_MONTH = 31


@dataclass(frozen=True, slots=True)
class Habit:
    """What a debtor mostly does.

    ``day`` is a weekday (0 is Monday) for ``weekly`` and ``fortnightly``, a day
    of the month for ``monthly`` (31: its end). ``share`` is the share of the
    ``payments`` days that fit (0 to 1), ``last`` the last one that fits.
    """

    kind: str
    day: int
    share: float
    payments: int
    last: date


def habit(days: Iterable[date]) -> Habit | None:
    """Answer on which days a debtor mostly pays, None when there is no habit.

    ``days`` are his payment days; several payments on a day count once. At
    least four days are needed, and six of ten have to fit. When a weekday and
    a day of the month both do, the one that fits more often is answered; the
    day of the month when they are even. No errors. Source: practice, b
    ("learn its weekly, fortnightly or monthly run").
    """
    known = sorted(set(days))
    if len(known) < LEAST_DAYS:
        return None
    by_month, by_week = _monthly(known), _weekly(known)
    found = by_month if by_month.share >= by_week.share else by_week
    return found if found.share >= LEAST_SHARE else None


def _weekly(days: Sequence[date]) -> Habit:
    """Find the weekday of most payments, and whether it is every other week."""
    counts = Counter(day.weekday() for day in days)
    weekday = max(counts, key=lambda key: (counts[key], -key))
    fitting = [day for day in days if day.weekday() == weekday]
    parities = {day.toordinal() // 7 % 2 for day in fitting}
    regular = len(parities) == 1 and len(fitting) >= LEAST_DAYS
    span = (fitting[-1] - fitting[0]).days
    # a payment every other week, not one now and then that happens to fit
    often = span <= 14 * 2 * (len(fitting) - 1)
    kind = FORTNIGHTLY if regular and often else WEEKLY
    return Habit(kind, weekday, len(fitting) / len(days), len(days), fitting[-1])


def _monthly(days: Sequence[date]) -> Habit:
    """Find the day of the month around which most payments lie."""
    fits = {
        wanted: [day for day in days if _is_near(day, wanted)]
        for wanted in range(1, _END_OF_MONTH + 1)
    }
    wanted = max(fits, key=lambda key: (len(fits[key]), key))
    fitting = fits[wanted]
    return Habit(MONTHLY, wanted, len(fitting) / len(days), len(days), fitting[-1])


def _is_near(day: date, wanted: int) -> bool:
    """Tell whether a payment on ``day`` fits a day of the month."""
    if wanted == _END_OF_MONTH:
        return shifted(day, _SHIFT + 1).month != day.month
    return 0 <= day.day - wanted <= _SHIFT
