"""What follows from a call: one table for each question that the caller asks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules import money
from rules.calendar import WorkCalendar
from rules.call import arrives_on, outcome, steps
from rules.call_check import PROBLEM_CODES, problems
from rules.call_facts import ANSWERS, Answers, ItemAnswer, Kind, OpenItem
from rules.call_spread import left_to_promise, spread
from rules_world import EUR, YEN

TODAY = date(2026, 4, 1)  # a Wednesday
CALENDAR = WorkCalendar()
OLD = OpenItem(1, EUR, 100.0, date(2026, 2, 1))
NEW = OpenItem(2, EUR, 50.0, date(2026, 3, 1))
COMING = OpenItem(3, EUR, 30.0, date(2026, 5, 1))
FOREIGN = OpenItem(4, YEN, 900.0, date(2026, 3, 5))
ITEMS = (NEW, OLD, COMING)


def call(outcome="reached", items=ITEMS, **said):
    return Answers(outcome, items=items, **said)


def told(answers):
    return [
        (step.kind.value, step.code, step.on, step.parts or step.keys)
        for step in steps(answers, TODAY, CALENDAR, 3)
    ]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(call(), [], id="reached, and nothing came of it"),
        pytest.param(
            call("not_there", next_on=date(2026, 4, 2)),
            [("task", "again", date(2026, 4, 2), ())],
            id="not there: call again",
        ),
        pytest.param(
            call("wrong_number"), [("repair", "wrong_number", None, ())], id="number"
        ),
        pytest.param(
            call("left_company", contact=True),
            [("repair", "left_company", None, ())],
            id="left",
        ),
        pytest.param(
            call("paid", sent_on=date(2026, 3, 31)),
            [
                ("promise", "sent", date(2026, 4, 3), ((1, 100.0), (2, 50.0))),
                ("task", "look", date(2026, 4, 3), ()),
            ],
            id="sent yesterday: three bank days",
        ),
        pytest.param(
            call("paid", sent_on=date(2026, 3, 2), sent_amount=120.0),
            [
                ("promise", "sent", date(2026, 4, 2), ((1, 100.0), (2, 20.0))),
                ("task", "look", date(2026, 4, 2), ()),
            ],
            id="sent a month ago: one day to look for it",
        ),
        pytest.param(
            call(sent_on=TODAY, sent_amount=100.0, pay_on=date(2026, 4, 10)),
            [
                ("promise", "sent", date(2026, 4, 6), ((1, 100.0),)),
                ("promise", "later", date(2026, 4, 10), ((2, 50.0),)),
                ("task", "look", date(2026, 4, 6), ()),
            ],
            id="a part was sent, the rest follows",
        ),
        pytest.param(
            call(sent_on=TODAY, pay_on=TODAY),
            [
                ("promise", "sent", date(2026, 4, 6), ((1, 100.0), (2, 50.0))),
                ("task", "look", date(2026, 4, 6), ()),
            ],
            id="everything was sent, nothing is left to promise",
        ),
        pytest.param(
            call("will_pay", pay_on=TODAY),
            [("promise", "today", TODAY, ((1, 100.0), (2, 50.0)))],
            id="today, everything overdue",
        ),
        pytest.param(
            call("will_pay", pay_on=date(2026, 4, 10), amount=170.0),
            [
                (
                    "promise",
                    "later",
                    date(2026, 4, 10),
                    ((1, 100.0), (2, 50.0), (3, 20.0)),
                )
            ],
            id="more than is overdue: what is coming, too",
        ),
        pytest.param(
            call("will_pay", next_on=date(2026, 4, 10)),
            [("promise", "later", date(2026, 4, 10), ((1, 100.0), (2, 50.0)))],
            id="will pay on the day of the next step",
        ),
        pytest.param(
            call("will_pay", pay_on=TODAY, next_on=date(2026, 4, 9)),
            [
                ("promise", "today", TODAY, ((1, 100.0), (2, 50.0))),
                ("task", "again", date(2026, 4, 9), ()),
            ],
            id="a promise and a call",
        ),
        pytest.param(
            call("will_pay", (OLD, FOREIGN), pay_on=date(2026, 4, 10)),
            [
                ("promise", "later", date(2026, 4, 10), ((1, 100.0),)),
                ("promise", "later", date(2026, 4, 10), ((4, 900.0),)),
            ],
            id="one promise for each currency",
        ),
        pytest.param(
            call("will_pay", (OLD, FOREIGN), pay_on=TODAY, currency="JPY"),
            [("promise", "today", TODAY, ((4, 900.0),))],
            id="only the chosen currency",
        ),
        pytest.param(call("refuses"), [], id="refuses"),
        pytest.param(call(no_money=True), [("plan", "no_money", None, ())], id="plan"),
        pytest.param(
            call(said=(ItemAnswer(1, "not_received"),)),
            [
                ("note", "not_received", None, (1,)),
                ("resend", "not_received", None, (1,)),
                ("task", "arrived", date(2026, 4, 6), (1,)),
            ],
            id="not received: a copy, and three working days",
        ),
        pytest.param(
            call(
                said=(
                    ItemAnswer(1, "in_check"),
                    ItemAnswer(2, "to_approve", on=date(2026, 4, 8), contact=True),
                    ItemAnswer(3, "approved", on=date(2026, 4, 2)),
                )
            ),
            [
                ("note", "in_check", None, (1,)),
                ("note", "to_approve", date(2026, 4, 8), (2,)),
                ("note", "approved", date(2026, 4, 2), (3,)),
                ("task", "approval", date(2026, 4, 2), (3,)),
                ("task", "approval", date(2026, 4, 8), (2, 1)),
            ],
            id="in their house: asked again on the day named, or in a week",
        ),
        pytest.param(
            call(
                items=(*ITEMS, FOREIGN),
                said=(
                    ItemAnswer(1, "scheduled", on=date(2026, 4, 15)),
                    ItemAnswer(4, "scheduled", on=date(2026, 4, 15)),
                    ItemAnswer(2, "scheduled", on=date(2026, 4, 8)),
                    ItemAnswer(9, "scheduled", on=date(2026, 4, 8)),
                ),
            ),
            [
                ("note", "scheduled", date(2026, 4, 15), (1,)),
                ("note", "scheduled", date(2026, 4, 15), (4,)),
                ("note", "scheduled", date(2026, 4, 8), (2,)),
                ("note", "scheduled", date(2026, 4, 8), (9,)),
                ("promise", "scheduled", date(2026, 4, 8), ((2, 50.0),)),
                ("promise", "scheduled", date(2026, 4, 15), ((1, 100.0),)),
                ("promise", "scheduled", date(2026, 4, 15), ((4, 900.0),)),
            ],
            id="scheduled: a promise for each day and currency",
        ),
        pytest.param(
            call(
                said=(ItemAnswer(1, "wrong", amount=40.0, reason=True),),
                pay_on=date(2026, 4, 7),
            ),
            [
                ("dispute", "wrong", None, ((1, 40.0),)),
                ("promise", "later", date(2026, 4, 7), ((1, 60.0), (2, 50.0))),
            ],
            id="a part is contested, the rest is promised",
        ),
        pytest.param(
            call(said=(ItemAnswer(1, "wrong", reason=True),), pay_on=date(2026, 4, 7)),
            [
                ("dispute", "wrong", None, ((1, 0.0),)),
                ("promise", "later", date(2026, 4, 7), ((2, 50.0),)),
            ],
            id="an item is contested, the other is promised",
        ),
    ],
)
def test_steps(answers, expected):
    assert not problems(answers, TODAY)
    assert told(answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (call("not_there", pay_on=TODAY), [("nobody_spoke", None)]),
        (call("not_there", sent_on=TODAY), [("nobody_spoke", None)]),
        (call("wrong_number", no_money=True), [("nobody_spoke", None)]),
        (
            call("left_company", said=(ItemAnswer(1, "in_check"),)),
            [("nobody_spoke", None), ("who_left", None)],
        ),
        (call("will_pay"), [("when", None)]),
        (
            call("will_pay", said=(ItemAnswer(1, "scheduled", on=TODAY),)),
            [],
        ),
        (call("paid", sent_on=date(2026, 4, 2)), [("sent_future", None)]),
        (call(pay_on=date(2026, 3, 31)), [("pay_past", None)]),
        (call(next_on=date(2026, 3, 31)), [("next_past", None)]),
        (
            call(items=(OLD, FOREIGN), pay_on=TODAY, amount=10.0),
            [("which_currency", None)],
        ),
        (call(items=(OLD, FOREIGN), pay_on=TODAY, amount=10.0, currency="EUR"), []),
        (call(items=(), pay_on=TODAY), [("nothing_left", None)]),
        (call(pay_on=TODAY, amount=180.01), [("too_much", None)]),
        (call(pay_on=TODAY, amount=180.0), []),
        (call(sent_on=TODAY, sent_amount=181.0), [("too_much", None)]),
        (
            call(sent_on=TODAY, sent_amount=100.0, pay_on=TODAY, amount=81.0),
            [("too_much", None)],
        ),
        (
            call(
                said=(
                    ItemAnswer(1, "scheduled"),
                    ItemAnswer(2, "in_check", on=date(2026, 3, 1)),
                    ItemAnswer(3, "to_approve"),
                )
            ),
            [("scheduled_when", 1), ("day_past", 2), ("who_approves", 3)],
        ),
        (
            call(said=(ItemAnswer(1, "wrong", amount=100.01),)),
            [("why_wrong", 1), ("contested_too_much", 1)],
        ),
        (call(said=(ItemAnswer(9, "approved"),)), []),
    ],
)
def test_problems(answers, expected):
    found = [(problem.code, problem.key) for problem in problems(answers, TODAY)]
    assert found == expected
    assert {code for code, _key in found} <= set(PROBLEM_CODES)


@pytest.mark.parametrize(
    ("sent_on", "bank_days", "expected"),
    [
        (date(2026, 4, 1), 3, date(2026, 4, 6)),
        (date(2026, 3, 31), 1, date(2026, 4, 2)),
        (date(2026, 1, 1), 3, date(2026, 4, 2)),
        (date(2026, 4, 1), 0, date(2026, 4, 2)),
    ],
)
def test_arrival(sent_on, bank_days, expected):
    assert arrives_on(sent_on, TODAY, CALENDAR, bank_days) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (call(), "reached"),
        (call(sent_on=TODAY), "paid"),
        (call(sent_on=TODAY, pay_on=TODAY), "will_pay"),
        (call(said=(ItemAnswer(1, "scheduled", on=TODAY),)), "will_pay"),
        (call("refuses", pay_on=TODAY), "refuses"),
        (call("not_there"), "not_there"),
    ],
)
def test_the_result_that_answers_show(answers, expected):
    assert outcome(answers) == expected


amounts = st.integers(0, 30000).map(lambda cents: cents / 100)
open_items = st.lists(
    st.tuples(amounts, st.dates(date(2026, 1, 1), date(2026, 6, 1))), max_size=6
).map(
    lambda rows: tuple(
        OpenItem(key, EUR, amount, due) for key, (amount, due) in enumerate(rows)
    )
)


@given(open_items, amounts)
def test_a_sum_is_put_on_items_and_nothing_is_lost(items, amount):
    items = left_to_promise(Answers("reached", items=items))
    parts, left, rest = spread(items, amount, TODAY)
    whole = sum(item.open for item in items)
    assert all(part > 0 for _key, part in parts)
    remaining = sum(item.open for item in left)
    assert money.compare(sum(p for _k, p in parts) + remaining, whole, EUR) == 0
    if amount:
        assert money.compare(sum(p for _k, p in parts) + rest, amount, EUR) == 0


@given(
    open_items,
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(ANSWERS)), max_size=4),
    st.booleans(),
)
def test_every_answer_leads_somewhere(items, said, pays):
    answers = Answers(
        "reached",
        items=items,
        said=tuple(
            ItemAnswer(key, answer, on=TODAY, contact=True, reason=True)
            for key, answer in dict(said).items()
        ),
        pay_on=TODAY if pays else None,
    )
    taken = steps(answers, TODAY, CALENDAR, 3)
    about = {key for step in taken for key in step.keys}
    assert about >= {one.key for one in answers.said}
    promised = [
        key for step in taken if step.kind is Kind.PROMISE for key, _part in step.parts
    ]
    assert len(promised) == len(set(promised))
