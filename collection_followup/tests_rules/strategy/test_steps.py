"""The next stage of an item, what a notice lists, and what carries a stage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rules.ledger.facts import Action, Level, SentStage, Stage, Strategy
from rules.strategy.ladder import item_index, level_index
from rules.strategy.stage import stage_of
from rules_world import (
    COURTESY,
    DUE,
    FIFTH,
    FIRST,
    FOURTH,
    SECOND,
    STAGES,
    STRATEGY,
    THIRD,
    at,
    day,
    debtor,
    decided,
    invoice,
    lines,
    values,
)


def strategy(**minima):
    """The usual strategy with minimum amounts, by severity."""
    stages = [
        replace(stage, minimum=minima.get(f"s{stage.severity}", stage.minimum))
        for stage in STAGES
    ]
    return replace(STRATEGY, stages=tuple(stages))


@pytest.mark.parametrize(
    ("level", "today", "expected"),
    [
        (None, "03-03", None),
        (None, "03-05", FIRST),
        (None, "06-30", FIRST),  # months late, and still one step
        (COURTESY, "03-05", FIRST),
        (FIRST, "03-13", None),
        (FIRST, "03-16", SECOND),
        (FIRST, "06-30", SECOND),
        (SECOND, "03-30", THIRD),
        (THIRD, "04-13", FOURTH),
        (FOURTH, "05-01", FIFTH),
        (FOURTH, "04-30", None),
    ],
)
def test_one_step_and_never_more(level, today, expected):
    item = invoice(level=level and at(level))
    answer = decided(debtor(item), day(today))
    assert answer.action is (Action.NOTICE if expected else Action.WAIT)
    if expected:
        assert lines(answer) == [(1, "due", expected)]


def test_a_stage_that_is_not_due_yet_is_not_jumped():
    # fourteen working days come after eighteen calendar days
    odd = Strategy(
        1, (STAGES[1], replace(STAGES[2], delay=28), replace(STAGES[3], delay=18))
    )
    answer = decided(debtor(invoice(level=at(FIRST)), strategy=odd), day("03-23"))
    assert (answer.action, answer.next_on) == (Action.WAIT, day("03-30"))


def test_stages_below_their_minimum_are_passed_over():
    item = invoice(1, 400.0, level=at(FIRST))
    who = debtor(item, strategy=strategy(s2=500.0))
    assert decided(who, day("03-16")).reason.code == "stage_later"
    assert decided(who, day("03-30")).stage_key == THIRD


def test_a_minimum_is_measured_on_what_stands_there_not_on_the_total():
    old = invoice(1, 60.0, level=at(SECOND))
    new = invoice(2, 9000.0, day("03-25"))
    who = debtor(old, new, strategy=strategy(s3=100.0, s4=100.0, s5=100.0))
    answer = decided(who, day("03-30"))
    # the large item is due for its first reminder and carries no third stage
    assert (answer.stage_key, answer.reason.code) == (SECOND, "raised")
    both = replace(who, items=(old, invoice(2, 60.0, level=at(SECOND))))
    assert decided(both, day("03-30")).stage_key == THIRD
    above = replace(who, items=(old, invoice(2, 60.0, level=at(THIRD))))
    assert decided(above, day("03-30")).stage_key == THIRD


def test_a_stage_that_nothing_can_carry_is_never_announced():
    who = debtor(
        invoice(1, 60.0, level=at(FIRST)), strategy=strategy(s2=100.0, s3=100.0)
    )
    answer = decided(who, day("03-10"))
    assert (answer.stage_key, answer.next_on) == (FOURTH, day("04-13"))


def test_one_notice_lists_everything_that_is_overdue():
    items = (
        invoice(1, level=at(SECOND)),
        invoice(2, 300.0, day("03-12"), level=at(FIRST)),
        invoice(3, 200.0, day("03-24")),
        invoice(4, 100.0, day("03-26")),
        invoice(5, 900.0, day("04-20")),
        invoice(6, 70.0, day("03-20"), disputed=70.0),
        invoice(7, 70.0, day("03-20"), promised=30.0),
        invoice(8, 70.0, day("03-20"), skip_once=True),
        invoice(9, 70.0, day("03-20"), collected_by_us=True, disputed=10.0),
        invoice(10, 70.0, day("04-20"), disputed=10.0),
        invoice(11, 70.0, day("03-20"), paused=70.0),
    )
    answer = decided(debtor(*items), day("03-30"))
    assert answer.stage_key == THIRD
    assert lines(answer) == [
        (1, "due", THIRD),
        (2, "due", SECOND),
        (7, "due", FIRST),
        (3, "due", FIRST),
        (4, "also", None),
        (6, "disputed", None),
        (7, "promised", None),
    ]
    assert answer.pay_by == day("04-09")
    assert values(answer) == {
        "stage": THIRD,
        "item": 1,
        "move": 101,
        "days_late": 28,
        "times": 0,
    }


def test_items_collected_by_us_are_chased_once_the_collection_failed():
    item = invoice(collected_by_us=True)
    who = debtor(item)
    assert decided(who, day("03-30")).reason.code == "left_out"
    failed = replace(who, items=(replace(item, returned_on=day("03-20")),))
    assert decided(failed, day("03-30")).stage_key == FIRST


def test_a_courtesy_note_lists_what_comes_and_what_is_overdue():
    items = (
        invoice(1, 800.0),
        invoice(2, 700.0, day("03-03")),
        invoice(3, 700.0, day("03-12")),
        invoice(4, 90.0, day("02-24")),
    )
    answer = decided(debtor(*items, late_before=True), day("02-26"))
    assert answer.reason.code == "courtesy"
    assert lines(answer) == [
        (4, "also", None),
        (1, "coming", COURTESY),
        (2, "coming", COURTESY),
    ]


def test_nothing_below_the_stage_of_what_is_still_to_be_chased():
    old = invoice(1, level=at(SECOND, day("03-17")))
    new = invoice(2, 300.0, day("03-20"))
    answer = decided(debtor(old, new), day("03-25"))
    assert answer.reason.code == "standing"
    assert values(answer) == {"stage": FIRST, "level": SECOND, "until": day("03-30")}
    assert answer.next_on == day("03-30")
    assert lines(decided(debtor(old, new), day("03-30"))) == [
        (1, "due", THIRD),
        (2, "due", FIRST),
    ]


def test_what_cannot_move_on_takes_the_newer_items_along():
    old = invoice(1, 60.0, level=at(SECOND))
    new = invoice(2, 300.0, day("03-20"))
    who = debtor(old, new, strategy=strategy(s3=100.0, s4=100.0, s5=100.0))
    answer = decided(who, day("03-25"))
    assert (answer.stage_key, answer.reason.code) == (SECOND, "raised")
    assert values(answer) == {"stage": SECOND, "due_stage": FIRST, "times": 0}
    assert lines(answer) == [(1, "also", None), (2, "due", FIRST)]


def test_a_courtesy_note_is_not_raised_to_a_claim():
    old = invoice(1, 60.0, level=at(SECOND))
    new = invoice(2, 3000.0, day("03-27"))
    who = debtor(
        old, new, strategy=strategy(s3=100.0, s4=100.0, s5=100.0), late_before=True
    )
    answer = decided(who, day("03-25"))
    assert answer.reason.code == "standing"
    assert answer.next_on == day("03-30")


@pytest.mark.parametrize(
    ("key", "severity", "expected"),
    [(FIRST, 1, 1), (FIRST, 5, 1), (99, 0, 0), (99, 3, 3), (99, 9, 5), (99, -1, -1)],
)
def test_a_level_of_another_strategy_counts_by_its_severity(key, severity, expected):
    assert level_index(STRATEGY, Level(key, severity)) == expected
    assert level_index(STRATEGY, None) == -1


def test_a_later_due_date_takes_the_level_away_an_earlier_one_does_not():
    level = at(SECOND, day("03-17"), DUE)
    assert item_index(STRATEGY, invoice(level=level)) == 2
    assert item_index(STRATEGY, invoice(due=day("03-01"), level=level)) == 2
    assert item_index(STRATEGY, invoice(due=day("03-03"), level=level)) == -1
    unknown = at(SECOND, day("03-17"))
    assert item_index(STRATEGY, invoice(due=day("03-03"), level=unknown)) == 2


def test_the_stage_of_a_debtor_is_the_highest_of_what_is_to_be_chased():
    items = (
        invoice(1, level=at(FOURTH), disputed=1200.0),
        invoice(2, level=at(SECOND)),
        invoice(3),
    )
    who = debtor(*items)
    found = decided(who, DUE).claims
    assert stage_of(who, found).key == SECOND
    assert stage_of(debtor(items[2]), found[2:]) is None
    assert stage_of(replace(who, strategy=None), found) is None
    assert stage_of(debtor(), ()) is None


def test_an_item_that_is_not_late_yet_is_not_given_its_stage_again():
    # posted late: the full term ends on 12 March, after the first reminder
    early = {"posted_on": day("02-10")}
    back = invoice(level=at(FIRST, day("02-26")), returned_on=day("03-02"), **early)
    last = invoice(level=at(FIFTH, day("02-05")), **early)
    for item in (back, last):
        answer = decided(debtor(item, decided_on=day("03-01")), day("03-12"))
        assert (answer.action, answer.reason.code) == (Action.WAIT, "not_due")
        assert answer.next_on == day("03-13")
        answer = decided(debtor(item, decided_on=day("03-01")), day("03-13"))
        assert (answer.action, answer.reason.code) == (Action.NOTICE, "again")


def test_what_is_reminded_but_not_late_does_not_raise_a_notice():
    reminded = invoice(2, due=day("03-07"), level=at(FIFTH, day("03-01")))
    answer = decided(debtor(invoice(), reminded), day("03-09"))
    assert (answer.action, answer.stage_key) == (Action.NOTICE, FIRST)
    assert lines(answer) == [(1, "due", FIRST)]


def test_what_waits_below_can_reach_the_stage_before_the_rest_moves_on():
    items = (
        invoice(1, due=day("02-25")),
        invoice(2, level=at(FIRST, day("03-01"))),
        invoice(3, level=at(SECOND, day("03-01"))),
    )
    answer = decided(debtor(*items), day("03-09"))
    assert (answer.reason.code, answer.next_on) == ("standing", day("03-16"))
    answer = decided(debtor(*items), day("03-16"))
    assert lines(answer) == [(1, "due", FIRST), (2, "due", SECOND), (3, "also", None)]


def test_a_courtesy_note_counts_as_the_stage_of_a_debtor():
    who = debtor(invoice(level=at(COURTESY)))
    assert stage_of(who, decided(who, DUE).claims).key == COURTESY


def test_a_reminder_on_the_first_late_day_is_a_claim_like_the_others():
    prompt = Strategy(1, (Stage(FIRST, 1, 0), *STAGES[2:]))
    who = debtor(invoice(), strategy=prompt)
    assert decided(who, DUE).reason.code == "not_due"
    assert lines(decided(who, day("03-03"))) == [(1, "due", FIRST)]
    often = tuple(SentStage(FIRST, 1, day(f"02-0{n}")) for n in (2, 3, 4))
    assert decided(replace(who, sent=often), day("03-03")).reason.code == "decide"


def test_parts_of_what_is_due_today_are_not_shown():
    today = invoice(2, 300.0, day("03-05"), disputed=30.0)
    assert lines(decided(debtor(invoice(), today), day("03-05"))) == [(1, "due", FIRST)]


def test_the_same_stage_after_an_extension_is_said_to_be_again():
    item = invoice(level=at(FIRST, day("02-12"), day("02-09")))
    assert decided(debtor(item), day("03-05")).lines[0].again


def test_noise_does_not_decide_about_a_minimum():
    # 0.1 + 0.7 is stored as 0.7999999999999999
    pennies = (invoice(1, 0.1), invoice(2, 0.7))
    who = debtor(*pennies, strategy=strategy(s1=0.8))
    assert decided(who, day("03-05")).stage_key == FIRST
