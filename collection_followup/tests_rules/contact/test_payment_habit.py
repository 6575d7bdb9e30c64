"""On which days a debtor mostly pays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.contact.payment_habit import habit

# a Thursday
START = date(2026, 1, 8)


def every(days, count, start=START):
    """So many days, so far apart."""
    return [start + timedelta(days=days * n) for n in range(count)]


def on(text):
    """Days of 2026."""
    return [date.fromisoformat(f"2026-{part}") for part in text.split()]


def told(found):
    """What a habit says, without the last day."""
    return found and (found.kind, found.day, round(found.share, 2), found.payments)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], None),
        (every(7, 3), None),  # too few
        ([START] * 9, None),  # one day only
        (every(7, 10), ("weekly", 3, 1.0, 10)),
        (every(14, 6), ("fortnightly", 3, 1.0, 6)),
        # six Thursdays of ten days: just a habit
        (every(7, 6) + every(7, 4, date(2026, 3, 2)), ("weekly", 3, 0.6, 10)),
        (every(7, 5) + every(7, 4, date(2026, 3, 2)), None),
        # now and then, always in an even week: nobody would say every other week
        (every(56, 4), ("weekly", 3, 1.0, 4)),
        # the 15th, moved over weekends
        (
            on("01-15 02-16 03-16 04-15 05-15 06-15"),
            ("monthly", 15, 1.0, 6),
        ),
        # the end of the month
        (
            on("01-30 02-27 03-31 04-30 05-06"),
            ("monthly", 31, 0.8, 5),
        ),
        (every(11, 20), None),  # whenever
    ],
)
def test_what_a_debtor_mostly_does(days, expected):
    assert told(habit(days)) == expected


def test_the_last_fitting_day_starts_the_count():
    days = [*every(14, 6), date(2026, 6, 1)]
    assert habit(days).last == START + timedelta(days=70)


@given(st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=60))
def test_a_habit_is_what_most_payments_are(days):
    found = habit(days)
    assert habit(reversed(days)) == found
    if found:
        assert found.share >= 0.6
        assert found.last in days
        assert found.payments == len(set(days))
