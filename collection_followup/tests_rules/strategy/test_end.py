"""The end of the ladder: a person decides, and what comes after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rules.ledger.facts import Action, LastNotice, SentStage, Stage, Strategy
from rules_world import (
    COURTESY,
    FIFTH,
    FIRST,
    FOURTH,
    POLICY,
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

TODAY = day("06-01")
GENTLE = Strategy(7, STAGES[:3])
LIGHT = replace(
    STRATEGY,
    stages=tuple(
        replace(s, minimum=500.0 if s.severity > 2 else s.minimum) for s in STAGES
    ),
)


def test_the_last_stage_has_until_its_pay_by_date_and_the_bank_days():
    who = debtor(
        invoice(level=at(FIFTH, day("05-01"))),
        last_notice=LastNotice(day("05-01"), day("05-11"), 5),
    )
    running = decided(who, day("05-13"))
    assert (running.action, running.reason.code) == (Action.WAIT, "pay_by_running")
    assert running.next_on == day("05-14")
    over = decided(who, day("05-14"))
    assert (over.action, over.reason.code) == (Action.TASK, "ran_out")
    assert values(over) == {"stage": FIFTH, "since": day("05-14"), "amount": 1200.0}
    stale = decided(replace(who, bank_fresh=False), day("05-14"))
    assert stale.reason.code == "bank_stale"


@pytest.mark.parametrize(
    ("sent_on", "today", "code"),
    [
        ("05-20", "06-03", "pay_by_running"),  # pay by 1 June (30 May: Saturday)
        ("05-20", "06-04", "ran_out"),
        (None, "06-01", "ran_out"),
    ],
)
def test_a_level_that_was_set_by_hand_counts_from_its_day(sent_on, today, code):
    level = at(FIFTH, sent_on and day(sent_on))
    assert decided(debtor(invoice(level=level)), day(today)).reason.code == code


def test_a_new_item_waits_while_the_last_stage_still_works():
    who = debtor(
        invoice(level=at(FIFTH, day("05-26"))),
        invoice(2, 300.0, day("05-18")),
        last_notice=LastNotice(day("05-26"), day("06-05"), 5),
    )
    assert decided(who, TODAY).reason.code == "pay_by_running"
    assert decided(who, day("06-10")).reason.code == "ran_out"


def test_a_trifle_at_the_last_stage_does_not_keep_others_waiting():
    trifle = invoice(1, 12.0, level=at(FIFTH, day("04-01")))
    alone = debtor(trifle)
    assert decided(alone, TODAY).reason.code == "ran_out"
    both = debtor(trifle, invoice(2, 300.0, day("05-18")))
    answer = decided(both, TODAY)
    assert (answer.action, answer.stage_key) == (Action.NOTICE, FIRST)
    later = debtor(trifle, invoice(2, 300.0, day("06-08")))
    assert decided(later, TODAY).reason.code == "stage_later"


def test_a_debt_too_light_for_the_stages_above_ends_early():
    heavy = debtor(invoice(1, 300.0, level=at(SECOND, day("03-17"))), strategy=LIGHT)
    answer = decided(heavy, TODAY)
    assert (answer.action, answer.reason.code) == (Action.TASK, "ran_out")
    light = debtor(invoice(1, 12.0, level=at(SECOND, day("03-17"))), strategy=LIGHT)
    answer = decided(light, TODAY)
    assert (answer.action, answer.reason.code) == (Action.WAIT, "too_small")
    assert values(answer) == {"minimum": 500.0, "amount": 12.0}
    new = invoice(2, 300.0, day("06-08"))
    with_new = replace(heavy, items=(*heavy.items, new))
    assert decided(with_new, TODAY).reason.code == "stage_later"


def test_a_debt_that_no_stage_asks_for_waits_with_its_reason():
    dear = Strategy(7, (Stage(1, 1, 3, minimum=500.0), Stage(2, 2, 20, minimum=300.0)))
    answer = decided(debtor(invoice(1, 200.0), strategy=dear), TODAY)
    assert values(answer) == {"minimum": 300.0, "amount": 200.0}
    courtesy = Strategy(7, STAGES[:1])
    answer = decided(debtor(invoice(), strategy=courtesy, late_before=True), TODAY)
    assert answer.reason.code == "too_small"
    assert values(answer)["minimum"] is None or values(answer)["minimum"] == 1000.0
    new_only = Strategy(7, (replace(STAGES[1], condition="late_or_new"),))
    answer = decided(debtor(invoice(), strategy=new_only), TODAY)
    assert values(answer) == {"minimum": None, "amount": 1200.0}


def test_a_courtesy_note_is_not_the_end_of_anything():
    short = Strategy(7, (STAGES[0], replace(STAGES[1], minimum=5000.0)))
    noted = invoice(level=at(COURTESY, day("02-25")))
    who = debtor(noted, strategy=short, decided_on=day("05-01"))
    assert decided(who, TODAY).reason.code == "too_small"
    back = replace(noted, returned_on=day("05-11"))
    answer = decided(debtor(back), TODAY)
    assert lines(answer) == [(1, "due", FIRST)]


def test_small_remainders_stay_where_they_are():
    stern = invoice(1, 12.0, total_company=600.0, level=at(FOURTH, day("04-16")))
    answer = decided(debtor(stern, decided_on=day("05-01")), TODAY)
    assert (answer.action, answer.reason.code) == (Action.WAIT, "small_remainder")
    assert values(answer) == {"amount": 12.0}
    back = replace(stern, returned_on=day("05-11"))
    assert decided(debtor(back), TODAY).reason.code == "small_remainder"
    mixed = debtor(stern, invoice(2, 12.0, level=at(THIRD, day("04-16"))))
    assert decided(mixed, TODAY).reason.code == "too_small"


def test_carry_on_repeats_the_last_stage_and_lets_the_counting_start_anew():
    history = (SentStage(FIFTH, 5, day("05-01")),)
    who = debtor(
        invoice(level=at(FIFTH, day("05-01"))),
        sent=history,
        last_notice=LastNotice(day("05-01"), day("05-11"), 5),
        decided_on=day("05-28"),
    )
    answer = decided(who, day("05-28"))
    assert (answer.stage_key, answer.reason.code) == (FIFTH, "again")
    assert answer.lines[0].again
    assert decided(replace(who, decided_on=None), day("05-28")).reason.code == "ran_out"
    level = at(FIFTH)
    unknown = replace(who, items=(invoice(level=level),))
    assert decided(unknown, day("05-28")).reason.code == "again"
    after = replace(who, items=(invoice(level=at(FIFTH, day("05-28"))),))
    assert decided(after, day("06-30")).reason.code == "ran_out"


def test_carry_on_does_not_repeat_anything_for_a_trifle():
    trifle = invoice(1, 12.0, level=at(THIRD, day("04-01")))
    who = debtor(trifle, decided_on=day("05-01"))
    assert decided(who, TODAY).reason.code == "too_small"


@pytest.mark.parametrize(
    ("sent_on", "stage", "again"),
    [
        ("03-17", SECOND, True),  # its own letter once more
        (None, SECOND, True),
        ("05-04", THIRD, False),  # that letter was sent: up it goes
        ("04-20", THIRD, False),
    ],
)
def test_a_returned_payment_brings_its_own_letter_not_the_next_stage(
    sent_on, stage, again
):
    level = at(SECOND, sent_on and day(sent_on))
    item = invoice(level=level, returned_on=day("04-20"))
    answer = decided(debtor(item), TODAY)
    assert answer.stage_key == stage
    assert answer.lines[0].again is again


def test_a_returned_payment_asks_for_a_call_first_for_as_long_as_the_gap():
    item = invoice(level=at(SECOND, day("03-17")), returned_on=day("05-25"))
    answer = decided(debtor(item), day("05-31"))
    assert (answer.action, answer.reason.code) == (Action.TASK, "returned")
    assert values(answer) == {
        "item": 1,
        "move": 101,
        "returned_on": day("05-25"),
        "until": TODAY,
    }
    assert answer.next_on == TODAY
    assert decided(debtor(item), TODAY).action is Action.NOTICE
    never = debtor(replace(item, level=None))
    assert decided(never, TODAY).stage_key == FIRST


def test_a_strategy_without_a_sternest_stage_repeats_up_to_the_limit():
    free = replace(POLICY, sternest=0)
    who = debtor(invoice(level=at(SECOND, day("03-17"))), strategy=GENTLE)
    assert decided(who, TODAY, free).reason.code == "ran_out"


def test_carry_on_repeats_where_the_ladder_ended_early_and_for_a_trifle_at_its_end():
    answered = {"decided_on": day("05-28")}
    heavy = invoice(1, 300.0, level=at(SECOND, day("03-17")))
    answer = decided(debtor(heavy, strategy=LIGHT, **answered), TODAY)
    assert (answer.stage_key, answer.reason.code) == (SECOND, "again")
    trifle = invoice(1, 12.0, level=at(FIFTH, day("05-01")))
    answer = decided(debtor(trifle, **answered), TODAY)
    assert (answer.stage_key, answer.reason.code) == (FIFTH, "again")


def test_a_strategy_may_begin_with_its_first_reminder():
    plain = Strategy(8, STAGES[1:3])
    who = debtor(invoice(), strategy=plain)
    assert decided(who, TODAY).stage_key == FIRST
    assert decided(replace(who, bank_fresh=False), TODAY).reason.code == "bank_stale"
    back = invoice(level=at(FIRST, day("04-01")), returned_on=day("05-04"))
    assert decided(debtor(back, strategy=plain), TODAY).reason.code == "again"
    trifle = invoice(2, 12.0, level=at(SECOND, day("04-01")))
    both = replace(who, items=(*who.items, trifle))
    assert lines(decided(both, TODAY)) == [(1, "due", FIRST), (2, "also", None)]
