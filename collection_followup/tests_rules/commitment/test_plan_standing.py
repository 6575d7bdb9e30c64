"""Payment plans: what needs approval, when one is kept or in default, reminders."""

from __future__ import annotations

from datetime import date

import pytest
from rules.commitment.plan import Instalment, Terms, schedule
from rules.commitment.plan_standing import (
    Part,
    PlanPolicy,
    is_covered,
    judge,
    needs_approval,
    reminder_day,
)
from rules.ledger.calendar import WorkCalendar
from rules.ledger.facts import Credit, Transit
from rules_world import CALENDAR, EUR, YEN

MONDAY = date(2026, 3, 2)


def terms(total: float = 1000.0, **values) -> Terms:
    """Four monthly instalments from Monday, 2 March 2026."""
    return Terms(total, EUR, MONDAY, **{"count": 4, **values})


POLICY = PlanPolicy(longest_months=3, smallest=50.0, most=4)


@pytest.mark.parametrize(
    ("asked", "policy", "codes"),
    [
        (terms(), POLICY, []),  # the last on 2 June: three months to the day
        (terms(count=5), POLICY, ["too_long", "too_many"]),
        (terms(count=5), PlanPolicy(), []),
        (terms(100.0), POLICY, ["too_small"]),
        (terms(170.0, count=0, size=50.0), POLICY, []),  # the last is the rest
        (terms(40.0, count=1), POLICY, ["too_small"]),
    ],
)
def test_policy(asked, policy, codes):
    parts = schedule(asked, WorkCalendar(weekend=frozenset()))
    found = needs_approval(parts, policy, MONDAY, EUR)
    assert [reason.code for reason in found] == codes


def test_policy_counts_begun_months():
    policy = PlanPolicy(longest_months=1)
    for day, months in ((3, 2), (2, 1)):
        parts = [Instalment(date(2026, 4, day), 10.0)]
        found = needs_approval(parts, policy, MONDAY, EUR)
        said = [dict(reason.values)["months"] for reason in found]
        assert said == ([months] if months > 1 else [])
    assert needs_approval([], policy, MONDAY, EUR) == ()


def part(day: int, state: str, paid: float = 0.0) -> Part:
    return Part(date(2026, 3, day), state, 100.0, paid)


@pytest.mark.parametrize(
    ("parts", "state", "code"),
    [
        ([part(2, "open"), part(9, "open")], "running", "running"),
        ([part(2, "kept", 100.0), part(9, "open")], "running", "running"),
        ([part(2, "kept", 100.0), part(9, "kept", 100.0)], "kept", "kept"),
        ([part(2, "kept", 100.0), part(9, "postponed")], "kept", "kept"),
        ([part(2, "postponed"), part(9, "cancelled")], "cancelled", "void"),
        ([], "cancelled", "void"),
        ([part(9, "open"), part(2, "broken", 20.0)], "defaulted", "broken"),
        ([part(2, "partly", 20.0), part(9, "open")], "defaulted", "broken"),
    ],
)
def test_judge(parts, state, code):
    outcome = judge(parts, EUR)
    assert (outcome.state, outcome.reason.code) == (state, code)


def test_default_says_what_comes_back():
    """100 kept, 100 with 20 paid broken, 100 with 5 in advance open: 175 are left."""
    parts = [part(16, "open", 5.0), part(9, "broken", 20.0), part(2, "kept", 100.0)]
    values = dict(judge(parts, EUR).reason.values)
    assert values == {
        "on": date(2026, 3, 9),
        "amount": 100.0,
        "paid": 20.0,
        "left": 175.0,
    }


@pytest.mark.parametrize(
    ("days", "started", "expected"),
    [
        (3, "2026-03-01", "2026-03-10"),  # Friday 13 March, less three working days
        (5, "2026-03-01", "2026-03-06"),  # over a weekend
        (0, "2026-03-01", None),
        (3, "2026-03-10", None),  # the agreement has just said so
        (3, "2026-03-09", "2026-03-10"),
    ],
)
def test_day_of_the_reminder(days, started, expected):
    day = reminder_day(date(2026, 3, 13), days, date.fromisoformat(started), CALENDAR)
    assert day == (date.fromisoformat(expected) if expected else None)


def test_money_that_lies_ready():
    credit = Credit(1, EUR, 60.0, MONDAY)
    transit = Transit(2, "bank", EUR, 40.0, MONDAY)
    foreign = Transit(3, "bank", YEN, 4000.0, MONDAY)
    assert is_covered(100.0, EUR, [credit], [transit])
    assert not is_covered(100.0, EUR, [credit], [foreign])
    assert not is_covered(100.01, EUR, [credit], [transit])
