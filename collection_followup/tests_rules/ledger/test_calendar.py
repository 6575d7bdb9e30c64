"""Working days, also where there are none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.ledger.calendar import WorkCalendar, shifted
from rules_world import CALENDAR, day

EASTER = WorkCalendar(frozenset({day("04-03"), day("04-06")}))
SUNDAYS = WorkCalendar(weekend=frozenset({6}))
GULF = WorkCalendar(weekend=frozenset({4, 5}))

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
calendars = st.builds(
    WorkCalendar,
    st.frozensets(days, max_size=40),
    st.frozensets(st.integers(0, 6), max_size=6),
)


@pytest.mark.parametrize(
    ("calendar", "asked", "expected"),
    [
        (CALENDAR, "03-02", "03-02"),
        (CALENDAR, "03-07", "03-09"),
        (CALENDAR, "03-08", "03-09"),
        (EASTER, "04-03", "04-07"),
        (SUNDAYS, "03-07", "03-07"),
        (SUNDAYS, "03-08", "03-09"),
        (GULF, "03-06", "03-08"),
    ],
)
def test_next_working(calendar, asked, expected):
    assert calendar.next_working(day(asked)) == day(expected)


@pytest.mark.parametrize(
    ("calendar", "start", "n", "expected"),
    [
        (CALENDAR, "03-02", 3, "03-05"),
        (CALENDAR, "03-05", 3, "03-10"),
        (CALENDAR, "03-07", 1, "03-09"),
        (CALENDAR, "03-07", 0, "03-09"),
        (CALENDAR, "03-04", 0, "03-04"),
        (CALENDAR, "03-09", -1, "03-06"),
        (CALENDAR, "03-08", -1, "03-06"),
        (CALENDAR, "03-02", -5, "02-23"),
        (EASTER, "04-02", 1, "04-07"),
        (EASTER, "04-07", -1, "04-02"),
    ],
)
def test_add_working(calendar, start, n, expected):
    assert calendar.add_working(day(start), n) == day(expected)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("03-02", "03-05", 3),
        ("03-02", "03-02", 0),
        ("03-06", "03-08", 0),
        ("03-06", "03-09", 1),
        ("03-05", "03-02", -3),
        ("03-09", "03-06", -1),
        ("04-02", "04-07", 1),
    ],
)
def test_working_days(start, end, expected):
    assert EASTER.working_days(day(start), day(end)) == expected


@given(calendars, days, st.integers(-60, 60).filter(bool))
def test_counting_leads_back(calendar, start, n):
    end = calendar.add_working(start, n)
    assert calendar.is_working(end)
    assert calendar.working_days(start, end) == n


@given(calendars, days)
def test_the_next_working_day_is_the_first_one(calendar, start):
    found = calendar.next_working(start)
    between = [start + timedelta(n) for n in range((found - start).days)]
    assert calendar.is_working(found)
    assert not any(calendar.is_working(day) for day in between)


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="without a working day"):
        WorkCalendar(weekend=frozenset(range(7)))


def test_a_weekday_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="0 to 6"):
        WorkCalendar(weekend=frozenset({7}))


def test_a_year_of_holidays_is_refused_and_ends():
    start = date(2026, 1, 1)
    closed = WorkCalendar(frozenset(start + timedelta(n) for n in range(500)))
    with pytest.raises(ValueError, match="no working day"):
        closed.next_working(start)
    with pytest.raises(ValueError, match="no working day"):
        closed.add_working(start + timedelta(450), -1)


def test_the_end_of_time_is_an_error_of_its_own():
    with pytest.raises(ValueError, match="calendar ends"):
        WorkCalendar(weekend=frozenset({4})).next_working(date.max)
    with pytest.raises(ValueError, match="calendar ends"):
        CALENDAR.add_working(date.min, -1)


def test_shifted_stops_at_the_ends_of_time():
    assert shifted(day("03-02"), -5) == day("02-25")
    assert shifted(date.max, 1) == date.max
    assert shifted(date.min, -1) == date.min
    assert shifted(day("03-02"), 10**12) == date.max
