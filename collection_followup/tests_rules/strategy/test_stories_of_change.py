"""Stories in which something happens on the way, told by dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rules.ledger.facts import Action, Credit, Strategy, Transit
from rules_world import (
    DUE,
    EUR,
    FIFTH,
    FIRST,
    FOURTH,
    SECOND,
    STAGES,
    THIRD,
    at,
    becomes,
    bought,
    changed,
    day,
    debtor,
    invoice,
    lines,
    paid,
    values,
    walk,
)

START = day("02-02")


def test_money_on_account_for_the_other_invoice():
    # two invoices of 1 000; 1 000 arrive and name the younger one
    money = Credit(1, EUR, 1000.0, day("03-04"), (102,))
    who = debtor(invoice(1, 1000.0), invoice(2, 1000.0, DUE + timedelta(days=1)))
    changes = {day("03-04"): [becomes(credits=(money,))]}
    story = walk(who, START, day("03-20"), changes)
    assert story.told() == [("03-05", FIRST), ("03-17", SECOND)]
    assert lines(story.on("03-05")) == [(1, "due", FIRST)]
    # without a name it would have gone to the older one
    loose = {day("03-04"): [becomes(credits=(replace(money, names=()),))]}
    story = walk(who, START, day("03-20"), loose)
    assert story.told()[0] == ("03-06", FIRST)
    assert lines(story.on("03-06")) == [(2, "due", FIRST)]


def test_a_credit_note_after_the_third_stage():
    note = Credit(1, EUR, 1200.0, day("04-08"), (101,))
    who = debtor(invoice())
    changes = {day("04-08"): [becomes(credits=(note,))]}
    story = walk(who, START, day("06-30"), changes)
    assert story.told()[-1] == ("04-01", THIRD)
    assert story.on("04-08").action is Action.NONE
    assert values(story.on("04-08"))["rests"] == (("credited", (("EUR", 1200.0),)),)


def test_the_bank_is_stale():
    who = debtor(invoice(), bank_fresh=False)
    changes = {day("03-11"): [becomes(bank_fresh=True)]}
    story = walk(who, START, day("03-13"), changes)
    assert story.on("03-05").reason.code == "bank_stale"
    assert story.on("03-05").next_on == day("03-06")
    assert story.told() == [("03-11", FIRST)]


def test_the_strategy_is_edited_half_way():
    # new stages, the old ones archived: levels count by severity, and nothing
    # is sent before the dry run was confirmed
    new = Strategy(
        2,
        tuple(replace(stage, key=stage.key + 10) for stage in STAGES),
        confirmed=False,
    )
    changes = {
        day("03-20"): [becomes(strategy=new)],
        day("04-08"): [becomes(strategy=replace(new, confirmed=True))],
    }
    story = walk(debtor(invoice()), START, day("04-30"), changes)
    assert story.told() == [
        ("03-05", FIRST),
        ("03-17", SECOND),
        ("04-08", THIRD + 10),
        ("04-23", FOURTH + 10),
    ]
    assert story.on("04-01").reason.code == "strategy_unconfirmed"


def test_a_milder_strategy_counts_what_was_sent_before():
    mild = Strategy(3, (STAGES[1], STAGES[3]), min_gap=14)
    changes = {day("03-18"): [becomes(strategy=mild)]}
    story = walk(debtor(invoice()), START, day("04-30"), changes)
    # the second stage counts as the first one of the new strategy
    assert story.told() == [("03-05", FIRST), ("03-17", SECOND), ("04-01", THIRD)]
    assert story.tasks() == [("04-16", "ran_out")]


def test_a_payment_comes_back():
    back = day("03-25")
    changes = {
        day("03-20"): [paid(1)],
        back: [bought(invoice(level=at(SECOND, day("03-17"), DUE), returned_on=back))],
    }
    story = walk(debtor(invoice()), START, day("04-29"), changes)
    # a call first, a week of gap, its own letter once more, then the next
    assert story.tasks() == [("03-25", "returned")]
    assert story.told() == [
        ("03-05", FIRST),
        ("03-17", SECOND),
        ("04-01", SECOND),
        ("04-16", THIRD),
    ]
    assert story.on("04-01").reason.code == "again"
    assert story.on("04-01").lines[0].again


def test_the_due_date_is_extended():
    later = day("04-20")
    story = walk(
        debtor(invoice()), START, day("05-20"), {day("03-20"): [changed(1, due=later)]}
    )
    # back to the start: 23 April is three working days after the new date
    assert story.told() == [
        ("03-05", FIRST),
        ("03-17", SECOND),
        ("04-23", FIRST),
        ("05-05", SECOND),
        ("05-20", THIRD),
    ]
    assert story.on("04-23").lines[0].again
    assert story.on("05-20").lines[0].again is False


def test_a_debtor_who_replies():
    changes = {
        day("03-16"): [becomes(replied_on=day("03-16"))],
        day("03-25"): [becomes(replied_on=None)],
    }
    story = walk(debtor(invoice()), START, day("03-31"), changes)
    assert story.on("03-17").reason.code == "reply_unread"
    assert story.tasks() == [("03-23", "reply_overdue")]
    assert story.told() == [("03-05", FIRST), ("03-25", SECOND)]


def test_money_in_transit_is_believed_for_ten_days():
    money = Transit(1, "bank", EUR, 1200.0, day("03-04"))
    changes = {day("03-04"): [becomes(transits=(money,))]}
    story = walk(debtor(invoice()), START, day("03-31"), changes)
    waiting = story.on("03-05")
    assert waiting.action is Action.NONE
    assert waiting.next_on == day("03-16")  # the 15th is a Sunday
    assert story.told()[0] == ("03-16", FIRST)


def test_the_highest_items_are_paid_and_the_rest_keep_their_levels():
    who = debtor(invoice(), invoice(2, 800.0, day("03-23")))
    story = walk(who, START, day("05-31"), {day("04-17"): [paid(1)]})
    assert story.told() == [
        ("03-05", FIRST),
        ("03-17", SECOND),
        ("04-01", THIRD),
        ("04-16", FOURTH),
        ("04-30", THIRD),
    ]
    # the fourth stage was sent within the half year: a person decides
    assert story.tasks() == [("05-14", "decide")]
    levels = [decision for on, decision in story.days if decision.lines]
    assert lines(levels[2]) == [(1, "due", THIRD), (2, "due", FIRST)]
    assert lines(levels[3]) == [(1, "due", FOURTH), (2, "due", SECOND)]
    assert lines(levels[4]) == [(2, "due", THIRD)]


def test_after_carry_on_the_last_stage_comes_once_more():
    story = walk(debtor(invoice()), START, day("06-30"), answers=(14,))
    # 14 May + 14 days; pay by 8 June, three bank days
    assert story.told()[-2:] == [("05-01", FIFTH), ("05-28", FIFTH)]
    assert story.on("05-28").reason.code == "again"
    assert story.tasks() == [("05-14", "ran_out"), ("06-11", "ran_out")]
