"""Promises held against the money of their items."""

from __future__ import annotations

from dataclasses import replace

import pytest
from commitment_world import LAST, TERMS, item, one, promise, world
from rules.commitment import commitment
from rules.commitment.commitment import COMMITMENT_VALUES, deadline, judge, rests
from rules.commitment.commitment_facts import Part
from rules.ledger.calendar import WorkCalendar
from rules_world import CALENDAR, day


@pytest.mark.parametrize(
    ("promised", "grace", "expected"),
    [
        ("03-10", 0, "03-10"),
        ("03-10", 2, "03-12"),
        ("03-12", 2, "03-16"),  # over the weekend
        ("03-14", 0, "03-16"),  # a Saturday
        ("03-14", 1, "03-17"),
        ("03-10", -1, "03-10"),
    ],
)
def test_deadline(promised, grace, expected):
    terms = replace(TERMS, grace=grace)
    assert deadline(day(promised), CALENDAR, terms) == day(expected)


def test_a_holiday_moves_the_deadline():
    calendar = WorkCalendar(frozenset({day("04-03"), day("04-06")}))
    assert deadline(day("04-03"), calendar, TERMS) == day("04-09")


@pytest.mark.parametrize(
    ("monies", "today", "state", "code", "paid"),
    [
        ((), "03-02", "open", "promised", 0.0),
        ((), "03-12", "open", "promised", 0.0),
        ((), "03-13", "broken", "broken", 0.0),
        (((400.0, "03-05"),), "03-12", "open", "promised_rest", 400.0),
        (((400.0, "03-05"),), "03-13", "partly", "partly", 400.0),
        (((1000.0, "03-05"),), "03-05", "kept", "kept", 1000.0),
        (((1000.0, "03-12"),), "03-20", "kept", "kept", 1000.0),
        (((600.0, "03-05"), (400.0, "03-12")), "03-20", "kept", "kept", 1000.0),
        # matched after it was recorded, whatever the day on it
        (((1000.0, "02-20"),), "03-05", "kept", "kept", 1000.0),
        # too late: remembered, but not kept
        (((1000.0, "03-13"),), "03-13", "broken", "broken_late", 1000.0),
        (((300.0, "03-16"),), "03-20", "broken", "broken_rest", 300.0),
        (
            ((400.0, "03-05"), (600.0, "03-20")),
            "03-20",
            "partly",
            "partly_late",
            1000.0,
        ),
        (((400.0, "03-05"), (100.0, "03-20")), "03-20", "partly", "partly", 500.0),
        # within the tolerance: five euro and one percent, both
        (((995.0, "03-05"),), "03-20", "kept", "kept", 995.0),
        (((994.99, "03-05"),), "03-20", "partly", "partly", 994.99),
    ],
)
def test_states(monies, today, state, code, paid):
    verdict = one(promise(), item(*monies), today=today)
    assert (verdict.state, verdict.reason.code) == (state, code)
    assert (verdict.paid, verdict.deadline) == (paid, LAST)
    assert (verdict.broken_on is not None) == (state in ("broken", "partly"))


def test_the_tolerance_is_the_smaller_of_sum_and_share():
    small = promise(100.0, open_then=100.0)
    assert one(small, item((99.0, "03-05"), total=100.0)).state == "kept"
    assert one(small, item((98.99, "03-05"), total=100.0)).state == "open"
    strict = replace(TERMS, tolerance=0.0)
    verdict = one(small, item((99.99, "03-05"), total=100.0), terms=strict)
    assert verdict.state == "open"


def test_what_was_matched_before_is_no_part_of_it():
    late = item((400.0, "02-20"), (300.0, "03-05"))
    verdict = one(promise(600.0, open_then=600.0), late, today="03-13")
    assert (verdict.state, verdict.paid) == ("partly", 300.0)


def test_old_money_that_is_matched_anew_changes_nothing():
    """Matching goes in another order; the old 400 still belong to the past."""
    promised = promise(600.0, open_then=600.0)
    first = item((400.0, "02-20"), (600.0, "03-20"))
    again = item((600.0, "03-20"), (400.0, "02-20"))
    verdicts = {one(promised, found, today="03-23") for found in (first, again)}
    assert [(v.state, v.paid_on) for v in verdicts] == [("broken", day("03-20"))]


def test_a_payment_that_goes_away_reopens_or_breaks():
    kept = replace(promise(), state="kept")
    assert one(kept, item(), today="03-11").state == "open"
    broken = one(kept, item(), today="03-16")
    assert (broken.state, broken.broken_on) == ("broken", day("03-16"))


def test_money_booked_later_with_a_day_in_time_mends_it():
    broken = replace(promise(), state="broken", broken_on=day("03-13"))
    verdict = one(broken, item((1000.0, "03-12")), today="03-20")
    assert (verdict.state, verdict.broken_on) == ("kept", None)
    assert verdict.paid_on == day("03-12")


def test_the_day_of_the_breach_stays():
    broken = replace(promise(), state="broken", broken_on=day("03-13"))
    verdict = one(broken, item((400.0, "03-11")), today="03-20")
    assert (verdict.state, verdict.broken_on) == ("partly", day("03-13"))


def test_how_many_days_late():
    verdict = one(promise(), item((1000.0, "03-16")), today="03-16")
    assert dict(verdict.reason.values)["days"] == 6
    assert verdict.paid_on == day("03-16")


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("open", "open", "bank_stale"),
        ("kept", "open", "bank_stale"),
        ("to_approve", "to_approve", "bank_stale"),
        ("broken", "broken", "broken"),
    ],
)
def test_with_old_bank_data_nothing_becomes_broken(before, after, code):
    verdict = one(replace(promise(), state=before), item(), today="03-13", fresh=False)
    assert (verdict.state, verdict.reason.code) == (after, code)
    assert verdict.rests == ()


def test_what_waits_for_approval_is_judged_like_the_others():
    asked = replace(promise(), state="to_approve")
    assert one(asked, item()).state == "to_approve"
    assert one(asked, item((1000.0, "03-04"))).state == "kept"
    assert one(asked, item(), today="03-13").state == "broken"


def test_without_documents_there_is_nothing_to_keep():
    verdict = one(promise(), item(key=2))
    assert (verdict.state, verdict.reason.code) == ("cancelled", "withdrawn")
    two = replace(
        promise(1500.0), parts=(Part(1, 1000.0, 1000.0), Part(3, 500.0, 500.0))
    )
    assert one(two, item((1000.0, "03-05"))).state == "kept"


def test_money_goes_to_the_promise_for_the_earlier_day():
    early = promise(300.0, key=2, due="03-10")
    late = promise(700.0, key=1, due="03-24")
    verdicts = judge([late, early], [item((400.0, "03-09"))], world("03-10"))
    assert [(v.key, v.state, v.paid) for v in verdicts] == [
        (2, "kept", 300.0),
        (1, "open", 100.0),
    ]


def test_instalments_on_one_day_are_paid_in_their_order():
    first, second = promise(500.0, key=1), promise(500.0, key=2)
    verdicts = judge([second, first], [item((500.0, "03-09"))], world())
    assert [(v.key, v.state) for v in verdicts] == [(1, "kept"), (2, "open")]


def test_a_missed_instalment_eats_the_money_of_the_next_one():
    first = promise(500.0, key=1)
    second = promise(500.0, key=2, due="04-10")
    verdicts = judge([first, second], [item((500.0, "04-09"))], world("04-20"))
    assert [(v.state, v.reason.code) for v in verdicts] == [
        ("broken", "broken_late"),
        ("broken", "broken"),
    ]


def test_a_new_promise_after_a_broken_one_gets_the_late_money():
    broken = promise(1000.0, key=1)
    newer = promise(900.0, key=2, due="04-01", recorded="03-16", open_then=900.0)
    found = item((100.0, "03-11"), (900.0, "03-31"))
    verdicts = judge([broken, newer], [found], world("04-02"))
    assert [(v.state, v.paid) for v in verdicts] == [
        ("partly", 1000.0),
        ("kept", 900.0),
    ]


def test_a_promise_of_several_items_is_kept_when_all_came():
    parts = (Part(1, 1000.0, 1000.0), Part(2, 500.0, 800.0))
    two = replace(promise(1500.0), parts=parts)
    first = item((1000.0, "03-04"))
    # 800 of the second item were open: the first 200 are no part of it
    second = item((200.0, "03-01"), (500.0, "03-06"), key=2)
    assert one(two, first, item(key=2)).paid == 1000.0
    verdict = one(two, first, second)
    assert (verdict.state, verdict.paid_on) == ("kept", day("03-06"))


def test_money_above_a_part_is_not_counted_twice():
    parts = (Part(1, 400.0, 1000.0), Part(2, 600.0, 1000.0))
    two = replace(promise(1000.0), parts=parts)
    assert one(two, item((1000.0, "03-04")), item(key=2)).paid == 400.0


def test_what_rests():
    found = [item((300.0, "03-09")), item(key=2, total=50.0), item(key=3)]
    parts = (Part(1, 600.0, 1000.0), Part(2, 80.0, 80.0))
    both = replace(promise(680.0), parts=parts)
    other = promise(300.0, key=2, due="03-20")
    verdicts = judge([both, other], found, world())
    # of 600 came 300; the second item has only 50 left; 300 more of the first
    assert rests(verdicts, found) == {1: 600.0, 2: 50.0}
    over = judge([both], found, world("03-13"))
    assert rests(over, found) == {}


def test_every_code_has_its_values_in_the_table():
    rows = commitment.__doc__
    for code, names in COMMITMENT_VALUES.items():
        row = next(line for line in rows.splitlines() if line.startswith(code + " "))
        for name in names:
            assert name in row, (code, name)
