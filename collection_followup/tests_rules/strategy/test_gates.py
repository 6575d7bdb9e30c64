"""What keeps a case from any notice, and the reason that is given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rules.case.case import Case
from rules.ledger.facts import (
    Action,
    Credit,
    LastNotice,
    SentStage,
    Stage,
    Strategy,
    Transit,
)
from rules.strategy.gates import strategy_of
from rules_world import (
    CALENDAR,
    COURTESY,
    DUE,
    EUR,
    FIRST,
    FOURTH,
    POLICY,
    SECOND,
    STRATEGY,
    THIRD,
    USD,
    at,
    day,
    debtor,
    decided,
    invoice,
    values,
)

WAIT, TASK, STOP, NONE = Action.WAIT, Action.TASK, Action.STOP, Action.NONE


@pytest.mark.parametrize(
    ("facts", "action", "code", "next_on"),
    [
        ({"items": ()}, NONE, "nothing_open", None),
        ({"stop": "insolvency"}, STOP, "stopped", None),
        ({"decision_open": True}, WAIT, "decision_open", None),
        ({"replied_on": day("03-04")}, WAIT, "reply_unread", "03-11"),
        ({"replied_on": day("02-26")}, TASK, "reply_overdue", None),
        ({"bounced": True}, STOP, "bounced", None),
        ({"paused_until": day("03-05")}, WAIT, "paused", "03-06"),
        ({"paused_until": day("03-13")}, WAIT, "paused", "03-16"),
        # the day of the breach is the first of three working days for the call
        ({"broken_on": day("03-05")}, TASK, "promise_broken", "03-10"),
        ({"broken_on": day("03-03")}, TASK, "promise_broken", "03-06"),
        ({"broken_on": day("03-02")}, Action.NOTICE, "stage_due", "03-17"),
        (
            {"broken_on": day("03-05"), "strategy": None},
            TASK,
            "promise_broken",
            "03-10",
        ),
        (
            {"broken_on": day("03-05"), "paused_until": day("03-05")},
            WAIT,
            "paused",
            "03-06",
        ),
        ({"strategy": None}, WAIT, "no_strategy", None),
        ({"strategy": Strategy(1, ())}, WAIT, "no_stages", None),
        (
            {"strategy": replace(STRATEGY, confirmed=False)},
            WAIT,
            "strategy_unconfirmed",
            None,
        ),
        ({"bank_fresh": False}, WAIT, "bank_stale", "03-06"),
        ({"reachable": False}, TASK, "unreachable", None),
        ({"paused_until": day("03-04")}, Action.NOTICE, "stage_due", "03-17"),
        # the first of several is told
        ({"stop": "lawyer", "decision_open": True}, STOP, "stopped", None),
        ({"items": (), "stop": "lawyer"}, NONE, "nothing_open", None),
        ({"bounced": True, "replied_on": day("03-04")}, WAIT, "reply_unread", "03-11"),
    ],
)
def test_gates(facts, action, code, next_on):
    who = replace(debtor(invoice()), **facts)
    answer = decided(who, day("03-05"))
    assert (answer.action, answer.reason.code) == (action, code)
    assert answer.next_on == (next_on and day(next_on))
    assert len(answer.claims) == len(who.items)


def test_a_pause_ends_after_its_last_day_and_the_weekend_is_told_only_when_due():
    saturday = day("03-07")
    answer = decided(debtor(invoice()), saturday)
    assert answer.reason.code == "not_working_day"
    assert values(answer) == {"stage": FIRST, "day": saturday, "until": day("03-09")}
    waiting = debtor(invoice(level=at(FIRST, day("03-05"))))
    assert decided(waiting, saturday).reason.code == "stage_later"


def test_everything_rests():
    items = (
        invoice(1, 100.0, disputed=40.0),
        invoice(2, 100.0, promised=100.0, currency=USD),
        invoice(3, 50.0, paused=20.0),
    )
    who = debtor(
        *items,
        credits=(Credit(1, EUR, 60.0, DUE, (101,)),),
        transits=(Transit(1, "online", EUR, 30.0, DUE, (103,)),),
    )
    answer = decided(who, day("03-05"))
    assert (answer.action, answer.reason.code) == (NONE, "nothing_to_collect")
    assert dict(values(answer)["rests"]) == {
        "disputed": (("EUR", 40.0),),
        "promised": (("USD", 100.0),),
        "paused": (("EUR", 20.0),),
        "credited": (("EUR", 60.0),),
        "in_transit": (("EUR", 30.0),),
    }
    # the online payment of the 2nd counts up to the 7th, a Saturday
    assert answer.next_on == day("03-09")


def test_everything_is_left_out():
    who = debtor(invoice(1, skip_once=True), invoice(2, collected_by_us=True))
    answer = decided(who, day("03-05"))
    assert (answer.action, answer.reason.code) == (NONE, "left_out")
    assert values(answer) == {"skipped": 1, "collected": 1}


def test_money_in_transit_can_make_the_answer_change_sooner():
    half = (Transit(1, "payment", EUR, 600.0, day("02-25"), (101,)),)
    who = debtor(invoice(level=at(FIRST, day("03-05"))), transits=half)
    answer = decided(who, day("03-06"))
    assert (answer.reason.code, answer.next_on) == ("stage_later", day("03-09"))
    assert values(answer)["on"] == day("03-16")


def test_the_tempo_is_kept_and_told():
    last = LastNotice(day("03-10"), day("03-17"), 1)
    who = debtor(invoice(), last_notice=last)
    answer = decided(who, day("03-16"))
    assert (answer.action, answer.reason.code) == (WAIT, "tempo")
    assert values(answer) == {
        "stage": FIRST,
        "sent_on": day("03-10"),
        "pay_by": day("03-17"),
        "until": day("03-20"),
    }
    assert answer.next_on == day("03-20")
    assert decided(who, day("03-20")).action is Action.NOTICE


def test_the_tempo_of_a_level_that_came_without_a_notice():
    who = debtor(invoice(level=at(FIRST, day("03-13"))))
    answer = decided(who, day("03-16"))
    assert values(answer) == {
        "stage": SECOND,
        "sent_on": None,
        "pay_by": None,
        "until": day("03-20"),
    }


def test_stale_bank_data_let_a_courtesy_note_go_without_claims():
    items = (invoice(1, 90.0, day("02-16")), invoice(2, 2000.0))
    who = debtor(*items, bank_fresh=False, late_before=True)
    answer = decided(who, day("02-25"))
    assert (answer.action, answer.stage_key) == (Action.NOTICE, COURTESY)
    assert [line.claim.item.key for line in answer.lines] == [2]
    reminded = replace(items[0], open=900.0, open_company=900.0, level=at(FIRST))
    claimed = replace(who, items=(reminded, items[1]))
    assert decided(claimed, day("02-25")).reason.code == "bank_stale"


def test_a_private_person_is_not_written_to_sternly_by_itself():
    who = debtor(invoice(level=at(THIRD)), person=True)
    answer = decided(who, day("04-13"))
    assert (answer.action, answer.reason.code) == (TASK, "person")
    assert answer.stage_key == FOURTH
    mild = decided(debtor(invoice(level=at(SECOND)), person=True), day("04-13"))
    assert mild.action is Action.NOTICE


@pytest.mark.parametrize(
    ("sent_days", "expected"),
    [
        ((10, 20), Action.NOTICE),
        ((10, 20, 179), TASK),
        ((10, 20, 180), Action.NOTICE),
    ],
)
def test_a_stage_leaves_at_most_three_times_in_a_half_year(sent_days, expected):
    today = day("09-01")
    history = tuple(
        SentStage(FIRST, 1, today.fromordinal(today.toordinal() - days))
        for days in sent_days
    )
    who = debtor(invoice(), sent=history)
    assert decided(who, today).action is expected


def test_what_another_strategy_sent_counts_by_severity():
    today = day("04-13")
    old = SentStage(94, 4, day("01-13"))
    who = debtor(invoice(level=at(THIRD)), sent=(old,))
    assert decided(who, today).reason.code == "decide"
    since = replace(who, decided_on=day("01-14"))
    assert decided(since, today).action is Action.NOTICE
    assert decided(replace(who, decided_on=day("01-13")), today).action is TASK


def test_a_courtesy_note_that_was_sent_often_enough_is_passed_over():
    history = tuple(
        SentStage(COURTESY, 0, day(on)) for on in ("01-05", "01-12", "01-19")
    )
    who = debtor(invoice(), late_before=True, sent=history)
    answer = decided(who, day("02-25"))
    assert (answer.reason.code, answer.stage_key) == ("not_due", FIRST)


def test_the_first_reminder_is_never_among_the_sternest():
    short = Strategy(1, (Stage(1, 1, 5), Stage(2, 2, 20)))
    once = (SentStage(1, 1, day("02-02")),)
    assert decided(debtor(invoice(), strategy=short, sent=once), day("03-09")).stage_key
    twice = debtor(
        invoice(level=at(FIRST)),
        strategy=short,
        sent=(SentStage(2, 2, day("02-02")),),
    )
    assert decided(twice, day("03-25")).reason.code == "decide"
    free = replace(POLICY, sternest=0)
    assert decided(twice, day("03-25"), free).action is Action.NOTICE


def test_a_case_without_strategy_does_not_reach_its_stages():
    with pytest.raises(ValueError, match="without strategy"):
        strategy_of(Case(debtor(strategy=None), DUE, CALENDAR, POLICY))


def test_a_broken_promise_moves_no_level_and_the_due_step_is_one():
    """Promised away for a month: afterwards one step, the one that was due."""
    item = invoice(level=at(FIRST, day("03-05")))
    last = LastNotice(day("03-05"), day("03-12"), 1)
    who = debtor(item, last_notice=last, broken=1, broken_on=day("04-13"))
    for on in ("04-13", "04-14", "04-15"):
        answer = decided(who, day(on))
        assert (answer.action, answer.lines) == (TASK, ())
        assert answer.next_on == day("04-16")
    answer = decided(who, day("04-16"))
    assert (answer.action, answer.stage_key) == (Action.NOTICE, SECOND)
    assert [line.moves_to for line in answer.lines] == [SECOND]
    assert answer.lines[0].claim.item.level == item.level


def test_without_days_for_the_call_the_step_goes_on_at_once():
    who = debtor(invoice(), broken=1, broken_on=day("03-05"))
    answer = decided(who, day("03-05"), replace(POLICY, broken_days=0))
    assert answer.action is Action.NOTICE
