"""Answers that do not fit together are refused all at once; sums lose nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.interaction.call import steps
from rules.interaction.call_check import PROBLEM_CODES, problems
from rules.interaction.call_facts import ANSWERS, Answers, ItemAnswer, Kind, OpenItem
from rules.interaction.call_spread import left_to_promise, spread
from rules.ledger import money
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
        (call("voicemail", pay_on=TODAY), [("nobody_spoke", None)]),
        (call("disputes"), [("which_disputed", None)]),
        (call("disputes", said=(ItemAnswer(1, "wrong", reason=True),)), []),
        (call("calls_back", next_on=TODAY), []),
        (call("passed_on", said=(ItemAnswer(1, "in_check"),)), []),
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


# 9 660 are overdue, of which 7 720 are promised already
MOST = OpenItem(1, EUR, 7720.0, date(2026, 2, 1), asked=0.0)
REST = OpenItem(2, EUR, 1940.0, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("amount", "parts", "over"),
    [
        (0.0, ((2, 1940.0),), 0.0),  # nothing said: what is asked for
        (1000.0, ((2, 1000.0),), 0.0),
        (1940.0, ((2, 1940.0),), 0.0),
        (2000.0, ((1, 60.0), (2, 1940.0)), 0.0),  # more: of what is promised
        (9660.0, ((1, 7720.0), (2, 1940.0)), 0.0),
        (9700.0, ((1, 7720.0), (2, 1940.0)), 40.0),
    ],
)
def test_what_is_asked_for_comes_before_what_is_promised(amount, parts, over):
    found, left, rest = spread((MOST, REST), amount, TODAY)
    assert (found, rest) == (parts, over)
    whole = 9660.0 - sum(part for _key, part in parts)
    assert money.compare(sum(item.open for item in left), whole, EUR) == 0


def test_a_contested_part_is_not_asked_for():
    said = (ItemAnswer(2, "wrong", amount=40.0, reason=True),)
    answers = call(items=(MOST, REST), said=said)
    assert [(i.open, i.to_pay) for i in left_to_promise(answers)] == [
        (7720.0, 0.0),
        (1900.0, 1900.0),
    ]


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
