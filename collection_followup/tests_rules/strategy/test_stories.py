"""Stories of the house plan, told by dates; every list was made by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from rules.ledger.calendar import WorkCalendar
from rules.ledger.facts import Action
from rules_world import (
    COURTESY,
    DUE,
    FIFTH,
    FIRST,
    FOURTH,
    POLICY,
    SECOND,
    STRATEGY,
    THIRD,
    USD,
    at,
    bought,
    day,
    debtor,
    invoice,
    lines,
    paid,
    values,
    walk,
)

START = day("02-02")


def test_one_invoice_ignored_for_ninety_days():
    # 5 March: three working days late; then pay-by plus three bank days each
    # time, later than the delay; the fifth waits for day 60, a Friday.
    story = walk(debtor(invoice()), START, DUE + timedelta(days=90))
    assert story.told() == [
        ("03-05", FIRST),
        ("03-17", SECOND),
        ("04-01", THIRD),
        ("04-16", FOURTH),
        ("05-01", FIFTH),
    ]
    # pay by 11 May and three bank days
    assert story.tasks() == [("05-14", "ran_out")]
    assert story.on("05-15").reason.code == "decision_open"
    assert story.on("05-31").action is Action.WAIT


def test_the_same_over_easter_and_may_day():
    holidays = frozenset({day("04-03"), day("04-06"), day("05-01"), day("05-14")})
    story = walk(
        debtor(invoice()),
        START,
        DUE + timedelta(days=90),
        calendar=WorkCalendar(holidays),
    )
    # 1 April + 10 days is Saturday the 11th, so the 13th; the 16th follows
    # without a holiday; day 60 is May Day, so that Monday the 4th is next:
    # pay by Thursday the 14th, Ascension: Friday the 15th, 20 May.
    assert story.told() == [
        ("03-05", FIRST),
        ("03-17", SECOND),
        ("04-01", THIRD),
        ("04-16", FOURTH),
        ("05-04", FIFTH),
    ]
    assert story.tasks() == [("05-20", "ran_out")]


def test_a_large_invoice_of_a_new_customer_gets_a_courtesy_note():
    story = walk(debtor(invoice(), new_customer=True), START, day("03-20"))
    # five days before Monday the 2nd; the reminder follows a week after it
    assert story.told() == [("02-25", COURTESY), ("03-05", FIRST), ("03-17", SECOND)]
    note = story.on("02-25")
    assert note.pay_by is None
    assert lines(note) == [(1, "coming", COURTESY)]
    assert values(note)["due"] == DUE


def test_the_courtesy_note_needs_its_condition_and_its_minimum():
    for who in (
        debtor(invoice()),
        debtor(invoice(amount=999.99), late_before=True),
    ):
        assert walk(who, START, DUE).told() == []


def weekly_buyer():
    """Thirty invoices of 500, one a week, each paid fifty days late."""
    changes: dict[date, list] = {}
    for week in range(30):
        due = DUE + timedelta(days=7 * week)
        new = bought(invoice(week + 1, 500.0, due))
        changes.setdefault(due - timedelta(days=30), []).append(new)
        changes.setdefault(due + timedelta(days=50), []).append(paid(week + 1))
    return changes


def test_thirty_weekly_invoices_each_paid_fifty_days_late():
    # The debtor climbs once, then the items that follow ride along; what asks
    # for the fourth stage a second time is decided by a person. The manager
    # says "carry on" to the first decision, the second stays open.
    end = DUE + timedelta(days=290)
    story = walk(debtor(), day("01-31"), end, weekly_buyer(), answers=(14,))
    assert story.told() == [
        ("03-05", FIRST),
        ("03-17", SECOND),
        ("04-01", THIRD),
        ("04-16", FOURTH),
        ("04-30", THIRD),
        ("05-14", THIRD),
        ("06-11", THIRD),
        ("06-25", THIRD),
        ("07-09", THIRD),
        ("07-23", FOURTH),
    ]
    assert story.tasks() == [("05-28", "decide"), ("08-06", "decide")]


def test_thirty_weekly_invoices_when_every_decision_is_to_carry_on():
    end = DUE + timedelta(days=290)
    story = walk(debtor(), day("01-31"), end, weekly_buyer(), answers=(14,) * 20)
    told = story.told()
    assert len(told) == 15
    rounds = Counter()
    for on, stage in told:
        round_ = sum(on >= answered for answered in ("06-11", "08-20", "10-29"))
        rounds[round_, stage] += 1
    assert max(rounds.values()) == 3
    assert all(n == 1 for (_, stage), n in rounds.items() if stage >= FOURTH)


def test_thirty_weekly_invoices_that_nobody_decides_about():
    end = DUE + timedelta(days=290)
    assert len(walk(debtor(), day("01-31"), end, weekly_buyer()).told()) == 6


def test_an_old_remainder_never_meets_a_stern_stage():
    # 12 of 600 are left since winter; large new items come and are paid late
    old = invoice(1, 12.0, day("01-05"), total_company=600.0)
    changes = {
        day("03-01"): [bought(invoice(2, 9000.0, day("04-06")))],
        day("05-25"): [paid(2)],
    }
    story = walk(debtor(old), day("01-01"), day("08-31"), changes)
    assert story.told() == [
        ("01-08", FIRST),  # the remainder alone
        ("04-09", FIRST),  # the large item
        ("04-21", SECOND),
        ("05-06", THIRD),
        ("05-21", FOURTH),
    ]
    for on, decision in story.days:
        for line in decision.lines:
            if line.claim.item.key == 1:
                assert line.moves_to in (None, FIRST)
                assert on < day("02-01") or line.part == "also"
    assert story.on("08-31").reason.code == "small_remainder"
    assert story.tasks() == []


def test_a_whole_invoice_of_twelve_euro_never_meets_the_sternest_stages():
    story = walk(debtor(invoice(1, 12.0)), START, day("12-31"))
    assert story.told() == [("03-05", FIRST), ("03-17", SECOND), ("04-01", THIRD)]
    assert story.on("12-31").reason.code == "too_small"
    assert values(story.on("12-31")) == {"minimum": 50.0, "amount": 12.0}


def test_an_old_trifle_does_not_spoil_the_first_reminder_of_a_large_item():
    old = invoice(1, 12.0, day("01-05"))
    new = invoice(2, 9000.0, day("05-04"))
    story = walk(debtor(old, new), day("01-01"), day("05-08"))
    assert story.told() == [
        ("01-08", FIRST),
        ("01-20", SECOND),
        ("02-04", THIRD),
        ("05-07", FIRST),
    ]
    assert lines(story.on("05-07")) == [(1, "also", None), (2, "due", FIRST)]


def test_three_instalments_of_one_invoice():
    parts = [
        invoice(key, 400.0, due, move_key=7, issued=day("02-02"))
        for key, due in ((1, day("03-02")), (2, day("04-01")), (3, day("05-01")))
    ]
    parts = [replace(part, total_company=400.0) for part in parts]
    story = walk(debtor(*parts), START, day("05-10"))
    assert story.told() == [
        ("03-05", FIRST),
        ("03-17", SECOND),
        ("04-01", THIRD),
        ("04-16", FOURTH),
        ("05-01", FIFTH),
    ]
    assert lines(story.on("04-01")) == [(1, "due", THIRD)]
    assert lines(story.on("04-16")) == [(1, "due", FOURTH), (2, "due", FIRST)]
    # 15 April would be day 14 of the second; it is not due itself on 1 May
    assert lines(story.on("05-01")) == [(1, "due", FIFTH), (2, "due", SECOND)]


def test_no_run_for_three_weeks():
    closed = {day("03-05") + timedelta(days=n) for n in range(21)}
    story = walk(debtor(invoice()), START, day("04-09"), closed=closed)
    # one notice catches up, the next keeps its distance: 2 April and three days
    assert story.told() == [("03-26", FIRST), ("04-07", SECOND)]


def test_two_currencies_on_one_notice():
    dollars = invoice(2, 700.0, DUE, currency=USD, open_company=650.0)
    euro = invoice(3, 50.0, DUE + timedelta(days=1))
    story = walk(debtor(dollars, euro, invoice()), START, day("03-05"))
    assert lines(story.on("03-05")) == [
        (1, "due", FIRST),
        (3, "also", None),
        (2, "due", FIRST),
    ]


def test_a_private_person_is_left_to_people_above_the_third_stage():
    story = walk(debtor(invoice(), person=True), START, day("05-31"))
    assert story.told() == [("03-05", FIRST), ("03-17", SECOND), ("04-01", THIRD)]
    assert story.tasks() == [("04-16", "person")]
    assert values(story.on("04-16")) == {"stage": FOURTH, "severity": 4}


def test_five_year_old_debt_starts_with_the_level_that_was_set():
    old = invoice(1, 1200.0, date(2021, 3, 1), level=at(SECOND))
    story = walk(debtor(old), START, day("02-28"))
    assert story.told() == [("02-02", THIRD), ("02-17", FOURTH)]


def test_the_plan_speaks_of_a_policy_that_can_be_stricter():
    policy = replace(POLICY, repeat_most=1)
    who = debtor(invoice(), invoice(2, 800.0, day("03-16")))
    changes = {day("03-06"): [paid(1)]}
    story = walk(who, START, day("04-30"), changes, policy=policy)
    assert story.told() == [("03-05", FIRST)]
    assert story.tasks() == [("03-19", "decide")]
    assert values(story.on("03-19")) == {
        "stage": FIRST,
        "times": 1,
        "most": 1,
        "window": 180,
    }
    assert STRATEGY.min_gap == 7
