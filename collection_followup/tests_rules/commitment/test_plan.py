"""Payment plans: parts that add up, dates that can be paid on, approval, default."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.commitment.plan import (
    PLAN_CODES,
    RHYTHMS,
    Instalment,
    OpenItem,
    Terms,
    problem_of,
    schedule,
    split,
    wrong_schedule,
)
from rules.commitment.plan_standing import STANDING_CODES
from rules.ledger.calendar import WorkCalendar
from rules.ledger.facts import Currency, PaymentRun
from rules.ledger.money import of_steps, rounded, steps
from rules_world import CALENDAR, EUR, YEN

MONDAY = date(2026, 3, 2)
FRANC = Currency("CHF", 0.05)


def terms(total: float = 1000.0, **values) -> Terms:
    """Four monthly instalments from Monday, 2 March 2026."""
    return Terms(total, values.pop("currency", EUR), MONDAY, **{"count": 4, **values})


def told(parts) -> list[tuple[str, float]]:
    """Instalments as month-day and amount."""
    return [(f"{part.on:%m-%d}", part.amount) for part in parts]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            terms(),
            [("03-02", 250.0), ("04-02", 250.0), ("05-04", 250.0), ("06-02", 250.0)],
        ),
        (
            terms(100.0, count=3, rhythm="weekly"),
            [("03-02", 33.33), ("03-09", 33.33), ("03-16", 33.34)],
        ),
        (
            terms(0.1, count=4, rhythm="fortnightly"),  # not 3 3 3 1 cents and a bit
            [("03-02", 0.03), ("03-16", 0.03), ("03-30", 0.03), ("04-13", 0.01)],
        ),
        (
            terms(0.06, count=4, rhythm="weekly"),  # 2 2 2 0 would be no payment
            [("03-02", 0.01), ("03-09", 0.01), ("03-16", 0.01), ("03-23", 0.03)],
        ),
        (
            terms(1000.0, count=0, size=300.0, rhythm="weekly"),
            [("03-02", 300.0), ("03-09", 300.0), ("03-16", 300.0), ("03-23", 100.0)],
        ),
        (
            terms(10.0, count=3, currency=FRANC, rhythm="weekly"),
            [("03-02", 3.35), ("03-09", 3.35), ("03-16", 3.3)],
        ),
        (
            terms(100.0, count=3, currency=YEN, rhythm="weekly"),
            [("03-02", 33.0), ("03-09", 33.0), ("03-16", 34.0)],
        ),
        # the down payment takes the first date, the instalments follow
        (
            terms(1000.0, count=2, down_payment=400.0),
            [("03-02", 400.0), ("04-02", 300.0), ("05-04", 300.0)],
        ),
        # or has its own
        (
            terms(1000.0, count=2, down_payment=400.0, down_on=date(2026, 2, 20)),
            [("02-20", 400.0), ("03-02", 300.0), ("04-02", 300.0)],
        ),
        # the debtor pays on the 10th
        (
            terms(200.0, count=2, payment_run=PaymentRun(month_days=frozenset({10}))),
            [("03-10", 100.0), ("04-10", 100.0)],
        ),
        # a weekly plan of somebody who pays once a month
        (
            terms(
                200.0,
                count=2,
                rhythm="weekly",
                payment_run=PaymentRun(month_days=frozenset({10})),
            ),
            [("03-10", 100.0), ("04-10", 100.0)],
        ),
    ],
)
def test_schedule(asked, expected):
    assert told(schedule(asked, CALENDAR)) == expected


def test_the_last_of_a_month_stays_the_last():
    asked = replace(terms(300.0, count=3), first_on=date(2025, 12, 31))
    days = [part.on for part in schedule(asked, WorkCalendar(weekend=frozenset()))]
    assert days == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]


def test_holidays_are_no_pay_days():
    closed = WorkCalendar(frozenset({MONDAY, MONDAY + timedelta(days=1)}))
    assert schedule(terms(10.0, count=1), closed)[0].on == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (terms(), None),
        (terms(0.0), "no_total"),
        (terms(-5.0), "no_total"),
        (terms(0.001), "no_total"),
        (terms(100.0, down_payment=-1.0), "negative"),
        (terms(100.0, down_payment=100.0), "no_rest"),
        (terms(100.0, down_payment=5.0, down_on=MONDAY), "order"),
        (terms(100.0, count=0), "no_parts"),
        (terms(100.0, count=0, size=0.001), "no_parts"),
        (replace(terms(100.0), first_on=date.min), "ends"),
        (replace(terms(100.0), first_on=date.max), "ends"),
        (terms(0.03), "too_fine"),
        (terms(1e6, count=121), "endless"),
        (terms(1e6, count=0, size=0.01), "endless"),
    ],
)
def test_problems(asked, code):
    problem = problem_of(asked)
    assert (problem and problem.code) == code
    if problem:
        with pytest.raises(ValueError, match=code):
            schedule(asked, CALENDAR)


def test_unknown_rhythm():
    with pytest.raises(ValueError, match="yearly"):
        problem_of(terms(rhythm="yearly"))


def test_end_of_the_calendar():
    asked = replace(terms(10.0, count=2, rhythm="weekly"), first_on=date.max)
    with pytest.raises(ValueError, match="ends"):
        schedule(asked, CALENDAR)


RUNS = st.none() | st.builds(
    PaymentRun,
    st.frozensets(st.integers(0, 6), max_size=2),
    st.frozensets(st.integers(1, 31), max_size=2),
)
ASKED = st.builds(
    Terms,
    st.floats(0.01, 1e7),
    st.sampled_from([EUR, FRANC, YEN]),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.sampled_from(RHYTHMS),
    st.integers(0, 60),
    st.floats(0, 5000),
    st.just(0.0) | st.floats(0, 1e4),
    st.none(),
    RUNS,
)


@given(ASKED)
def test_parts_add_up_and_days_rise(asked):
    if problem_of(asked):
        return
    parts = schedule(asked, CALENDAR)
    sizes = [steps(part.amount, asked.currency) for part in parts]
    assert sum(sizes) == steps(asked.total, asked.currency)
    assert all(size > 0 for size in sizes)
    days = [part.on for part in parts]
    assert days == sorted(set(days))
    assert all(CALENDAR.is_working(day) for day in days)
    assert days[0] >= asked.first_on
    total = rounded(asked.total, asked.currency)
    assert wrong_schedule(parts, total, asked.currency, days[0]) is None


@given(
    st.lists(st.integers(1, 10_000), min_size=1, max_size=8),
    st.integers(1, 12),
    st.data(),
)
def test_every_cent_goes_to_an_item_oldest_first(sizes, count, data):
    items = [
        OpenItem(key, MONDAY - timedelta(data.draw(st.integers(0, 5))), cents / 100)
        for key, cents in enumerate(sizes)
    ]
    total = data.draw(st.integers(count, max(sum(sizes), count)))
    if total > sum(sizes):
        return
    parts = schedule(terms(total / 100, count=count, rhythm="weekly"), CALENDAR)
    shares = split(parts, items, EUR)
    order = [key for share in shares for key, _amount in share]
    wanted = sorted(items, key=lambda item: (item.due, item.key))
    ranks = {item.key: rank for rank, item in enumerate(wanted)}
    assert [ranks[key] for key in order] == sorted(ranks[key] for key in order)
    for part, share in zip(parts, shares, strict=True):
        assert sum(steps(amount, EUR) for _key, amount in share) == steps(
            part.amount, EUR
        )
    for item in items:
        got = sum(a for share in shares for key, a in share if key == item.key)
        assert steps(got, EUR) <= steps(item.amount, EUR)


def test_split_by_hand():
    parts = [Instalment(MONDAY, 150.0), Instalment(MONDAY, 100.0)]
    items = [
        OpenItem(1, MONDAY, 200.0),
        OpenItem(2, date(2026, 1, 2), 100.0),
        OpenItem(3, date(2025, 1, 2), 0.0),
    ]
    assert split(parts, items, EUR) == (((2, 100.0), (1, 50.0)), ((1, 100.0),))
    with pytest.raises(ValueError, match="less"):
        split(parts, items[1:], EUR)


@pytest.mark.parametrize(
    ("parts", "total", "code"),
    [
        ([(2, 50.0), (3, 50.0)], 100.0, None),
        ([(1, 50.0), (3, 50.0)], 100.0, "past"),
        ([(2, 0.0), (3, 100.0)], 100.0, "empty"),
        ([(3, 50.0), (2, 50.0)], 100.0, "order"),
        ([(2, 50.0), (2, 50.0)], 100.0, "order"),
        ([(2, 50.0), (3, 49.99)], 100.0, "sum"),
        ([], 100.0, "sum"),
    ],
)
def test_edited_instalments(parts, total, code):
    made = [Instalment(date(2026, 3, day), amount) for day, amount in parts]
    wrong = wrong_schedule(made, total, EUR, MONDAY)
    assert (wrong and wrong.code) == code


def test_smallest_sums_and_back():
    assert steps(2.675, EUR) == 268
    assert of_steps(268, EUR) == 2.68
    assert of_steps(3, Currency("IRR", 100.0)) == 300.0


def test_codes_are_listed():
    codes = PLAN_CODES + STANDING_CODES
    assert len(set(codes)) == len(codes)
