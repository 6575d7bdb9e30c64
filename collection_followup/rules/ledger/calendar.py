"""Working days: when letters leave, and on which days money can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
# No country rests for so long; a longer search is a calendar without an end.
_LONGEST_REST = 400


def shifted(day: date, days: int) -> date:
    """Answer the date so many calendar days later (negative: earlier).

    Never raises: beyond the ends of time it answers the first or last date.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days on which the company's office and its bank work.

    ``holidays`` are dates, ``weekend`` weekdays (0 is Monday). Raises
    ``ValueError`` for a weekday that does not exist and for a week without
    any working day.
    """

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})

    def __post_init__(self) -> None:
        """Refuse a week that cannot be walked through."""
        if not self.weekend <= frozenset(range(7)):
            raise ValueError(f"weekdays are 0 to 6, not {sorted(self.weekend)}")
        if len(self.weekend) == 7:
            raise ValueError("a week without a working day has no next one")

    def is_working(self, day: date) -> bool:
        """Tell whether people work on ``day``."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def next_working(self, day: date) -> date:
        """Answer ``day`` itself when it is a working day, else the next one.

        Raises ``ValueError`` when no working day follows within 400 days or
        before the end of time. Source: BGB 193, usual in other countries too.
        """
        if day.weekday() not in self.weekend and day not in self.holidays:
            return day
        return self._walk(day, _DAY, 1)

    def add_working(self, day: date, n: int) -> date:
        """Answer the ``n``-th working day after ``day``, or before it.

        ``day`` itself is never counted; for 0 the answer is ``next_working``.
        Raises ``ValueError`` like ``next_working``.
        """
        if n == 0:
            return self.next_working(day)
        return self._walk(day, _DAY if n > 0 else -_DAY, abs(n))

    def working_days(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and including ``end``.

        Negative when ``end`` lies before ``start``: then ``end`` is counted
        and ``start`` is not, so that ``add_working`` leads back.
        """
        if end < start:
            return -self._count(end - _DAY, start - _DAY)
        return self._count(start, end)

    def _count(self, start: date, end: date) -> int:
        """Count the working days after start up to end: whole weeks, rest, holidays."""
        weeks, rest = divmod((end - start).days, 7)
        first = start.weekday() + 1
        days = weeks * (7 - len(self.weekend))
        days += sum((first + n) % 7 not in self.weekend for n in range(rest))
        return days - sum(
            start < holiday <= end and holiday.weekday() not in self.weekend
            for holiday in self.holidays
        )

    def _walk(self, day: date, step: timedelta, n: int) -> date:
        """Go from day to the n-th working day in a direction."""
        weekend, holidays = self.weekend, self.holidays
        rest = 0
        try:
            while n:
                day += step
                if day.weekday() not in weekend and day not in holidays:
                    n, rest = n - 1, 0
                elif (rest := rest + 1) > _LONGEST_REST:
                    raise ValueError(f"no working day in {_LONGEST_REST} days to {day}")
        except OverflowError:
            raise ValueError("the calendar ends before a working day") from None
        return day
