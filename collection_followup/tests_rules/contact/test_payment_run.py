"""The debtor's payment run: its next day, its cut-off, when to ask for documents."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.contact.payment_run import cutoff_of, is_time_to_ask, month_days, next_run
from rules.ledger.calendar import WorkCalendar
from rules.ledger.facts import PaymentRun
from rules.strategy.clock import run_day
from rules_world import CALENDAR, day

# Thursday, 5 March 2026
THURSDAYS = PaymentRun(frozenset({3}))
OTHER_THURSDAYS = PaymentRun(frozenset({3}), weeks=2, anchor=day("03-03"))
EASTER = WorkCalendar(frozenset({day("04-02"), day("04-03"), day("04-06")}))


@pytest.mark.parametrize(
    ("start", "run", "expected"),
    [
        ("03-02", OTHER_THURSDAYS, "03-05"),
        ("03-05", OTHER_THURSDAYS, "03-05"),
        ("03-06", OTHER_THURSDAYS, "03-19"),  # not the week after
        ("02-20", OTHER_THURSDAYS, "03-05"),  # before the anchor, too
        ("02-16", OTHER_THURSDAYS, "02-19"),
        ("03-06", PaymentRun(frozenset({3}), weeks=2), "03-12"),  # no anchor
    ],
)
def test_every_other_week(start, run, expected):
    assert run_day(day(start), run) == day(expected)


@pytest.mark.parametrize(
    ("start", "run", "cutoff", "today", "expected"),
    [
        ("03-03", THURSDAYS, 0, None, "03-05"),
        ("03-03", THURSDAYS, 2, "03-03", "03-05"),  # the deadline is today
        ("03-04", THURSDAYS, 2, "03-04", "03-12"),  # it was yesterday
        ("03-04", OTHER_THURSDAYS, 2, "03-04", "03-19"),
        ("06-03", THURSDAYS, 2, "03-04", "06-04"),  # its deadline is far ahead
        ("03-04", None, 2, "03-04", "03-04"),
        ("03-07", None, 0, None, "03-09"),  # a Saturday
        ("03-07", PaymentRun(), 0, None, "03-09"),
        ("03-14", PaymentRun(month_days=frozenset({15})), 0, None, "03-16"),
        ("02-10", PaymentRun(month_days=frozenset({31})), 3, "02-10", "03-02"),
    ],
)
def test_the_next_run_that_can_be_made(start, run, cutoff, today, expected):
    found = next_run(day(start), run, CALENDAR, cutoff, today and day(today))
    assert found == day(expected)


def test_a_run_on_a_holiday_moves_on():
    assert next_run(day("04-01"), THURSDAYS, EASTER) == day("04-07")


def test_a_deadline_that_is_never_met_does_not_search_for_ever():
    found = next_run(day("03-02"), THURSDAYS, CALENDAR, 0, date(2090, 1, 1))
    assert found.weekday() == 3


@pytest.mark.parametrize(
    ("days", "expected"), [(0, "03-12"), (-2, "03-12"), (2, "03-10"), (4, "03-06")]
)
def test_the_cutoff_counts_working_days(days, expected):
    assert cutoff_of(day("03-12"), days, CALENDAR) == day(expected)


@pytest.mark.parametrize(
    ("today", "lead", "expected"),
    [
        ("03-06", 2, True),  # two working days before the 10th, over a weekend
        ("03-05", 2, False),
        ("03-10", 2, True),
        ("03-11", 2, False),  # too late for this run
        ("03-10", 0, True),
        ("03-09", 0, False),
    ],
)
def test_documents_are_asked_for_in_time(today, lead, expected):
    run_on = day("03-12")
    assert is_time_to_ask(run_on, 2, lead, day(today), CALENDAR) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15, 31", (15, 31)),
        ("31;15", (15, 31)),
        ("1. 15.", (1, 15)),
        ("15,15", (15,)),
        ("", ()),
        (" , ", ()),
    ],
)
def test_days_of_the_month_are_read(text, expected):
    assert month_days(text) == expected


@pytest.mark.parametrize("text", ["0", "32", "last", "15, x", "-3", "\u0663"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError):
        month_days(text)


WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(DAYS, WEEKDAYS, st.integers(1, 4), DAYS, st.integers(0, 10))
def test_a_run_lies_ahead_and_can_be_made(start, weekdays, weeks, anchor, cutoff):
    run = PaymentRun(weekdays, weeks=weeks, anchor=anchor)
    found = next_run(start, run, CALENDAR, cutoff, start)
    assert start <= found <= start + timedelta(days=70)
    assert CALENDAR.is_working(found)
    assert cutoff_of(found, cutoff, CALENDAR) >= start
