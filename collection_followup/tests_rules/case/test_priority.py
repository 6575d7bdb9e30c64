"""Whom to call first, with every point explained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.case import priority
from rules.case.priority import Score, ScorePart, Standing, Weights
from rules_world import CALENDAR, DUE, day

RULES = {
    "amount": priority.much_owed,
    "age": priority.long_overdue,
    "stage": priority.sternly_reminded,
    "broken": priority.promises_broken,
    "silent": priority.not_contacted,
    "replied": priority.reply_waits,
    "returned": priority.payment_returned,
    "decision": priority.decision_due,
}


def score(standing, today, weights=None):
    """Score by all rules of the house."""
    rules = RULES.values()
    return priority.score(standing, today, CALENDAR, rules, weights or Weights())


def test_nothing_to_collect_is_nothing_to_do():
    assert score(Standing(oldest_due=DUE, severity=5), DUE) == Score(0)


def test_the_parts_are_told_the_greatest_first():
    standing = Standing(6000.0, DUE, severity=3, broken=1, replied=True)
    assert score(standing, day("04-20")) == Score(
        92,
        (
            ScorePart("amount", 20, 6000.0),
            ScorePart("replied", 20),
            ScorePart("age", 15, 49),
            ScorePart("silent", 15, 35),
            ScorePart("stage", 12, 3),
            ScorePart("broken", 10, 1),
        ),
    )


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ({"to_collect": 99.0}, 0),
        ({"to_collect": 100.0}, 5),
        ({"to_collect": 20000.0}, 30),
        ({"to_collect": 1.0, "broken": 9}, 30),
        ({"to_collect": 1.0, "returned": True, "decision_open": True}, 30),
        ({"to_collect": 1.0, "severity": -1}, 0),
    ],
)
def test_points(facts, points):
    assert score(Standing(**facts), DUE).points == points


@pytest.mark.parametrize(
    ("contact", "today", "expected"),
    [
        (None, "03-05", 0),  # three working days are not over
        (None, "03-06", 15),
        ("03-02", "03-06", 0),
        ("03-01", "03-06", 15),  # before the due date does not count
    ],
)
def test_nobody_spoke_to_the_debtor_in_time(contact, today, expected):
    standing = Standing(1.0, DUE, last_contact=contact and day(contact))
    weights = Weights(age=())
    assert score(standing, day(today), weights).points == expected


standings = st.builds(
    Standing,
    st.floats(0, 10**6),
    st.none() | st.dates(day("01-01"), day("12-31")),
    st.integers(0, 5),
    st.none() | st.dates(day("01-01"), day("12-31")),
    st.integers(0, 5),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(standings)
def test_the_sum_is_the_sum_of_its_parts(standing):
    found = score(standing, day("07-01"))
    assert found.points == sum(part.points for part in found.parts)
    assert all(part.code in RULES and part.points > 0 for part in found.parts)
