"""Reliability in numbers that can be checked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.commitment.reliability import (
    RELIABILITY_CODES,
    Promise,
    Reliability,
    reliability,
)
from rules_world import EUR

DAY = date(2026, 3, 2)


def promise(state: str, amount: float, paid: float = 0.0, late: int | None = None):
    """A promise for 2 March, paid so many days after it."""
    on = None if late is None else DAY + timedelta(days=late)
    return Promise(state, DAY, amount, paid, on)


STORY = (
    promise("kept", 1000.0, 1000.0, 8),
    promise("kept", 500.0, 500.0, 4),
    promise("kept", 600.0, 600.0, -3),
    promise("partly", 1000.0, 300.0, 4),
    promise("broken", 2000.0),
    promise("postponed", 9000.0),
    promise("cancelled", 9000.0),
    promise("open", 9000.0),
    promise("to_approve", 9000.0),
)


def test_the_sentence_of_the_plan():
    """Kept 3 of 5, 2 400 of 5 100, on average 4 days late: (8 + 4 + 0 + 4) / 4."""
    found = reliability(STORY, EUR, 0.7)
    assert (found.kept, found.judged) == (3, 5)
    assert (found.paid, found.promised) == (2400.0, 5100.0)
    assert found.days_late == 4
    assert not found.reliable
    assert found.reason.code == "promises_late"
    assert dict(found.reason.values)["days"] == 4


def test_one_day_is_a_day():
    """(2 + 0) / 2 days: its own sentence, without a number of days."""
    found = reliability(
        [promise("kept", 10.0, 10.0, 2), promise("kept", 10.0, 10.0, 0)], EUR, 0.7
    )
    assert (found.days_late, found.reason.code) == (1, "promises_late_day")
    assert "days" not in dict(found.reason.values)


def test_nothing_judged():
    assert reliability([promise("open", 10.0)], EUR, 0.7) == Reliability()


@pytest.mark.parametrize(
    ("promises", "reliable"),
    [
        ([promise("kept", 10.0, 10.0, 0)], False),  # one says nothing
        ([promise("kept", 10.0, 10.0, 0)] * 2, True),
        ([promise("kept", 10.0, 10.0, 0)] * 7 + [promise("broken", 10.0)] * 3, True),
        ([promise("kept", 10.0, 10.0, 0)] * 6 + [promise("broken", 10.0)] * 4, False),
        # by number yes, by money no
        ([promise("kept", 10.0, 10.0, 0)] * 9 + [promise("broken", 100.0)], False),
        # by money yes, by number no
        ([promise("kept", 900.0, 900.0, 0), promise("broken", 1.0)], False),
    ],
)
def test_reliable(promises, reliable):
    assert reliability(promises, EUR, 0.7).reliable is reliable


def test_in_time_has_no_days():
    found = reliability([promise("kept", 10.0, 10.0, 0)] * 2, EUR, 0.7)
    assert found.reason.code == "promises_kept"
    assert "days" not in dict(found.reason.values)


@pytest.mark.parametrize(
    "promises",
    [
        [promise("broken", 3000.0)],  # nothing came: that is not "always in time"
        [promise("partly", 7400.0, 4000.0), promise("kept", 10.0, 10.0, 0)],
        # a day late once is forgotten by the average, but it was not "always"
        [promise("kept", 10.0, 10.0, 1)] + [promise("kept", 10.0, 10.0, 0)] * 2,
    ],
)
def test_who_did_not_keep_all_in_time_is_not_praised(promises):
    assert reliability(promises, EUR, 0.7).reason.code == "promises"


def test_money_above_a_promise_does_not_count_for_another():
    found = reliability(
        [promise("partly", 100.0, 500.0, 1), promise("broken", 100.0, -3.0)], EUR, 0.7
    )
    assert found.paid == 100.0


@given(
    st.lists(
        st.builds(
            promise,
            st.sampled_from(["kept", "partly", "broken", "open", "postponed"]),
            st.floats(0.01, 1e6),
            st.floats(0, 1e6),
            st.none() | st.integers(-50, 50),
        )
    ),
    st.floats(0, 1),
)
def test_sums_stay_in_bounds(promises, share):
    found = reliability(promises, EUR, share)
    assert 0 <= found.kept <= found.judged <= len(promises)
    assert found.paid <= found.promised + 0.005
    assert found.days_late >= 0
    assert found.reason.code in RELIABILITY_CODES
