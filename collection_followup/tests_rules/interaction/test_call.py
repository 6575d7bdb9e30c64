"""What follows from a call: one table for each question that the caller asks."""

from __future__ import annotations

from datetime import date

import pytest
from rules.interaction.call import arrives_on, outcome, steps
from rules.interaction.call_check import problems
from rules.interaction.call_facts import Answers, ItemAnswer, OpenItem
from rules.ledger.calendar import WorkCalendar
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
            call("paid", (COMING,), sent_on=TODAY),
            [("task", "look", date(2026, 4, 6), ())],
            id="sent, and nothing is overdue: look for it",
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
        (call(said=(ItemAnswer(1, "wrong", reason=True),)), "disputes"),
        (call(said=(ItemAnswer(1, "in_check"),)), "reached"),
        (call("refuses", pay_on=TODAY), "refuses"),
        (call("not_there"), "not_there"),
    ],
)
def test_the_result_that_answers_show(answers, expected):
    assert outcome(answers) == expected
