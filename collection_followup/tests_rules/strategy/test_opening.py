"""Where debts that are already late begin."""

from __future__ import annotations

from datetime import date

import pytest
from rules.ledger.facts import Level, Strategy
from rules.strategy.opening import limitation_warning, opening_level
from rules_world import FIRST, FOURTH, SECOND, STAGES, STRATEGY, day

TOLD = day("02-02")


@pytest.mark.parametrize(
    ("days_late", "severity", "on", "expected"),
    [
        (0, None, None, None),
        (4, None, None, None),
        (5, None, None, Level(FIRST, 1)),  # three working days, at most five
        (14, None, None, Level(SECOND, 2)),
        (2000, None, None, Level(SECOND, 2)),  # never above the second
        (2000, 4, None, Level(SECOND, 2)),  # how, but not when
        (2000, None, TOLD, Level(SECOND, 2)),
        (2000, 4, TOLD, Level(FOURTH, 4, TOLD)),
        (30, 1, TOLD, Level(FIRST, 1, TOLD)),
        (30, 0, TOLD, None),
    ],
)
def test_opening_level(days_late, severity, on, expected):
    assert opening_level(days_late, STRATEGY, severity, on) == expected


def test_a_strategy_without_reminders_has_no_level_to_begin_with():
    assert opening_level(90, Strategy(1, STAGES[:1])) is None


@pytest.mark.parametrize(
    ("due", "today", "years", "expected"),
    [
        ("2024-03-02", "2026-03-02", 2, False),
        ("2024-03-01", "2026-03-02", 2, True),
        ("2026-02-28", "2028-02-29", 2, True),
        ("2024-02-29", "2026-02-28", 2, False),
        ("2024-02-29", "2026-03-01", 2, True),
        ("1990-01-01", "2026-03-02", 0, False),
    ],
)
def test_limitation_warning(due, today, years, expected):
    days = (date.fromisoformat(due), date.fromisoformat(today))
    assert limitation_warning(*days, years) is expected
