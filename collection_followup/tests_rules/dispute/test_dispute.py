"""Which part of an item rests because it is contested, and when that is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.dispute.dispute import (
    ANSWERS,
    Dispute,
    Verdict,
    free_amount,
    fresh_from,
    is_overdue,
    is_payable_again,
    judged,
    parts,
    resting,
    rests_until,
)
from rules_world import EUR, YEN, day

BASE = Dispute(1, 11, EUR, 300.0, "open", day("04-16"), open=1000.0)


def dispute(**values):
    return replace(BASE, **values)


@pytest.mark.parametrize(
    ("values", "days", "expected"),
    [
        ({}, 7, "04-23"),
        ({}, 0, "04-16"),
        ({}, -5, "04-16"),
        ({"state": "remedy"}, 7, "04-23"),
        ({"state": "for_us", "pay_by": day("05-04")}, 7, "05-04"),
        ({"state": "closed", "pay_by": day("05-04")}, 7, "05-04"),
        ({"state": "closed"}, 7, None),
        ({"state": "cancelled", "pay_by": day("05-04")}, 7, None),
    ],
)
def test_it_rests_with_an_end(values, days, expected):
    assert rests_until(dispute(**values), days) == (expected and day(expected))


@pytest.mark.parametrize(
    ("today", "open_amount", "expected"),
    [
        ("04-06", 1000.0, 300.0),
        ("04-16", 1000.0, 300.0),
        ("04-23", 1000.0, 300.0),  # the manager's days
        ("04-24", 1000.0, 0.0),
        ("04-06", 200.0, 200.0),  # part-paid meanwhile
        ("04-06", 0.0, 0.0),
        ("04-06", -5.0, 0.0),
    ],
)
def test_only_the_contested_part_rests(today, open_amount, expected):
    assert resting([BASE], open_amount, day(today), 7) == expected


def test_several_disputes_on_one_item_add_up():
    several = [
        dispute(amount=100.1),
        dispute(key=2, amount=200.2),
        dispute(key=3, amount=50.0, state="cancelled"),
        dispute(key=4, amount=70.0, state="for_us", pay_by=day("04-05")),
    ]
    assert resting(several, 1000.0, day("04-06"), 7) == 300.3
    assert free_amount(several, 1000.0, day("04-06"), 7) == 699.7
    assert free_amount(several, 250.0, day("04-06"), 7) == 0.0
    assert free_amount([], 250.0, day("04-06"), 7) == 250.0


NOTE = {"answer": "credit_note", "credit": "posted", "credit_total": 300.0}
GOODS = {"answer": "replacement"}


@pytest.mark.parametrize(
    ("values", "state", "outcome"),
    [
        ({}, "open", None),
        ({"open": 0.0}, "closed", "paid"),
        ({"open": 0.004}, "closed", "paid"),
        ({"open": None}, "cancelled", "withdrawn"),
        ({"state": "cancelled"}, "cancelled", None),
        ({"state": "closed"}, "open", None),  # the payment came back
        # a credit note: made, posted, matched, un-matched, deleted
        ({"answer": "credit_note", "credit": "draft"}, "remedy", None),
        ({**NOTE}, "remedy", None),
        ({**NOTE, "matched": 300.0}, "closed", "credit_note"),
        ({**NOTE, "matched": 299.99}, "remedy", None),
        ({**NOTE, "matched": 299.996}, "closed", "credit_note"),
        ({**NOTE, "credit": "draft", "matched": 300.0}, "remedy", None),
        ({**NOTE, "credit_total": 250.0, "matched": 250.0}, "closed", "credit_note"),
        ({**NOTE, "credit_total": 900.0, "matched": 300.0}, "closed", "credit_note"),
        ({**NOTE, "matched": 300.0, "open": 0.0}, "closed", "credit_note"),
        ({**NOTE, "state": "closed"}, "remedy", None),
        # credit notes that nobody made for it
        ({"covered": 300.0, "stands": 300.0, "notes": (7,)}, "closed", "credit_note"),
        ({"stands": 299.96, "answer": "replacement"}, "closed", "credit_note"),
        ({"stands": 299.94}, "open", None),
        ({"stands": 300.0, "open": 0.0}, "closed", "credit_note"),
        ({"covered": 300.0}, "open", None),  # not matched yet
        ({"answer": "credit_note"}, "open", None),
        ({"answer": "credit_note", "open": 0.0}, "closed", "paid"),
        # goods, a correction, documents: on the day
        ({**GOODS}, "remedy", None),
        ({**GOODS, "done_on": day("04-07")}, "remedy", None),
        ({**GOODS, "done_on": day("04-06")}, "closed", "replacement"),
        ({"answer": "correction", "done_on": day("04-01")}, "closed", "correction"),
        ({"answer": "documents", "done_on": day("04-06")}, "closed", "documents"),
        # decided for us
        ({"answer": "for_us", "pay_by": day("04-06")}, "for_us", None),
        ({"answer": "for_us", "pay_by": day("04-05")}, "closed", "for_us"),
        ({"answer": "for_us"}, "for_us", None),
        ({"answer": "for_us", "pay_by": day("04-20"), "open": 0.0}, "closed", "paid"),
    ],
)
def test_what_a_dispute_comes_to(values, state, outcome):
    assert judged(dispute(**values), day("04-06")) == Verdict(state, outcome)


STANDS = {**NOTE, "matched": 300.0, "stands": 300.0}
CREDITED = {
    **NOTE,
    "credit_total": 250.0,
    "matched": 250.0,
    "covered": 250.0,
    "stands": 250.0,
}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({**CREDITED}, True),
        ({**CREDITED, "credit_total": 250.0, "stands": 299.94}, True),
        ({**CREDITED, "credit_total": 250.0, "stands": 299.95}, False),  # tax
        ({**STANDS}, False),
        ({**STANDS, "credit_total": 900.0, "matched": 900.0}, False),
        ({**NOTE}, False),  # it does not stand against the document yet
        ({**GOODS, "done_on": day("04-06")}, True),
        ({**GOODS, "done_on": day("04-07")}, False),
        ({"answer": "for_us", "pay_by": day("04-05")}, False),
        ({"open": 0.0}, False),
    ],
)
def test_what_is_payable_after_all(values, expected):
    found = dispute(**values)
    assert is_payable_again(found, judged(found, day("04-06"))) is expected


def test_after_a_smaller_credit_note_the_difference_rests():
    values = {**CREDITED, "state": "closed", "pay_by": day("04-20")}
    assert resting([dispute(**values)], 750.0, day("04-20"), 7) == 50.0
    assert resting([dispute(**values)], 30.0, day("04-20"), 7) == 30.0
    assert resting([dispute(**values)], 750.0, day("04-21"), 7) == 0.0
    over = {**values, "credit_total": 900.0, "matched": 900.0, "covered": 300.0}
    assert resting([dispute(**over)], 100.0, day("04-20"), 7) == 0.0


@pytest.mark.parametrize(
    ("disputes", "open_amount", "expected"),
    [
        ([], 1000.0, None),
        ([{}], 300.0, None),  # not answered
        ([{"state": "for_us", "pay_by": day("04-20")}], 300.0, "04-20"),
        ([{"state": "closed", "pay_by": day("04-20")}], 300.0, "04-20"),
        ([{"state": "for_us", "pay_by": day("04-20")}], 1000.0, None),
        ([{"state": "for_us", "pay_by": day("04-20")}], 100.0, "04-20"),
        ([{"state": "for_us", "pay_by": day("04-20")}], 0.0, None),
        ([{"state": "for_us", "pay_by": day("04-05")}], 300.0, None),  # it is over
        ([{"state": "closed"}], 300.0, None),
        ([{"state": "for_us", "pay_by": day("04-20")}, {}], 600.0, "04-20"),
        (
            [
                {"state": "for_us", "pay_by": day("04-20")},
                {"state": "closed", "pay_by": day("04-27")},
            ],
            600.0,
            "04-27",
        ),
    ],
)
def test_when_an_item_starts_again(disputes, open_amount, expected):
    found = [dispute(key=n, **values) for n, values in enumerate(disputes)]
    on = fresh_from(found, open_amount, day("04-06"), 7)
    assert on == (expected and day(expected))


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        ("open", "04-16", False),
        ("open", "04-17", True),
        ("remedy", "04-17", True),
        ("for_us", "04-17", False),
        ("closed", "04-17", False),
    ],
)
def test_overdue(state, today, expected):
    assert is_overdue(dispute(state=state), day(today)) is expected


days = st.integers(-40, 40).map(lambda n: day("04-06") + timedelta(days=n))
disputes = st.builds(
    Dispute,
    key=st.integers(1, 9),
    item_key=st.just(11),
    currency=st.sampled_from([EUR, YEN]),
    amount=st.floats(0.01, 1e6),
    state=st.sampled_from(["open", "remedy", "for_us", "closed", "cancelled"]),
    deadline=days,
    answer=st.sampled_from([None, *ANSWERS]),
    pay_by=st.none() | days,
    done_on=st.none() | days,
    open=st.none() | st.floats(0.0, 1e6),
    credit=st.sampled_from([None, "draft", "posted"]),
    credit_total=st.floats(0.0, 1e6),
    matched=st.floats(0.0, 1e6),
    covered=st.floats(0.0, 1e6),
    stands=st.floats(0.0, 1e6),
)


@given(st.lists(disputes, max_size=4), st.floats(0.0, 1e6), days, st.integers(0, 30))
def test_nothing_rests_beyond_what_is_open(found, open_amount, today, after):
    found = [replace(one, currency=EUR) for one in found]
    rest = resting(found, open_amount, today, after)
    free = free_amount(found, open_amount, today, after)
    assert 0.0 <= rest <= open_amount
    assert 0.0 <= free <= open_amount + 0.01
    # whatever nobody answers, one day it is asked for again
    last = max((rests_until(one, after) or today for one in found), default=today)
    assert resting(found, open_amount, last + timedelta(days=1), after) == 0


@given(disputes, days)
def test_a_verdict_stands_until_something_changes(one, today):
    verdict = judged(one, today)
    assert judged(replace(one, state=verdict.state), today) == (
        Verdict("cancelled") if verdict.state == "cancelled" else verdict
    )
    assert (verdict.outcome is not None) <= (verdict.state in ("closed", "cancelled"))


@given(st.lists(disputes, min_size=1, max_size=4), st.floats(0.0, 1e6), days)
def test_a_fresh_start_is_never_in_the_past(found, open_amount, today):
    found = [replace(one, currency=EUR) for one in found]
    on = fresh_from(found, open_amount, today, 7)
    assert on is None or on >= today


def test_which_disputes_rest_and_how_much_of_each():
    """Where less is open than is contested the first ones take it."""
    first, second = dispute(amount=400.0), dispute(key=2, amount=950.5)
    over = dispute(key=3, state="closed", pay_by=day("04-01"))
    found = [first, over, second]
    assert parts(found, 2000.0, day("04-06"), 7) == [(first, 400.0), (second, 950.5)]
    assert parts(found, 500.0, day("04-06"), 7) == [(first, 400.0), (second, 100.0)]
    assert parts(found, 400.0, day("04-06"), 7) == [(first, 400.0)]
    assert parts(found, 0.0, day("04-06"), 7) == []
