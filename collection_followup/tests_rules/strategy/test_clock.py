"""When an item is late and a stage is due for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from rules.ledger.calendar import WorkCalendar
from rules.ledger.facts import LastNotice, PaymentRun, Stage
from rules.strategy.clock import (
    clock_start,
    days_late,
    payable_on,
    rest_end,
    run_day,
    stage_on,
    tempo_end,
)
from rules_world import CALENDAR, POLICY, STAGES, day, debtor, invoice

EASTER = WorkCalendar(frozenset({day("04-03"), day("04-06")}))


@pytest.mark.parametrize(
    ("due", "issued", "posted", "expected"),
    [
        ("03-02", "01-31", None, "03-02"),
        ("03-07", "02-05", None, "03-09"),  # a Saturday
        ("04-03", "03-04", None, "04-07"),  # Good Friday
        ("03-02", "01-31", "02-10", "03-12"),  # thirty days from posting
        ("03-02", "01-31", "01-31", "03-02"),
        ("03-02", "01-31", "01-20", "03-02"),  # posted before: nothing changes
        ("03-02", None, "03-04", "03-04"),  # the term is not known
        ("03-02", "03-10", "03-11", "03-11"),  # due before it was issued
    ],
)
def test_the_last_day_to_pay(due, issued, posted, expected):
    item = invoice(
        due=day(due),
        issued=issued and day(issued),
        posted_on=posted and day(posted),
    )
    assert payable_on(item, EASTER) == day(expected)


@pytest.mark.parametrize(
    ("fresh_from", "posted", "expected"),
    [
        ("04-20", None, "04-20"),
        ("04-18", None, "04-20"),  # a Saturday
        ("02-20", None, "03-02"),  # never earlier than its due date
        ("03-10", "02-15", "03-17"),  # the later of both
    ],
)
def test_a_decided_dispute_starts_the_clock_anew(fresh_from, posted, expected):
    item = invoice(fresh_from=day(fresh_from), posted_on=posted and day(posted))
    assert payable_on(item, CALENDAR) == day(expected)


@pytest.mark.parametrize("due", [date.min, date.max])
def test_a_mistyped_year_stops_nothing(due):
    item = replace(invoice(), due=due, issued=due, posted_on=due)
    start = clock_start(payable_on(item, CALENDAR), CALENDAR, 90)
    for stage in STAGES:
        assert stage_on(stage, start, start, CALENDAR).year in (1, 2, 9990)


@pytest.mark.parametrize(
    ("grace", "run", "expected"),
    [
        (0, None, "03-02"),
        (10, None, "03-12"),
        (-3, None, "03-02"),
        (0, PaymentRun(frozenset({4})), "03-06"),
        (0, PaymentRun(frozenset({0})), "03-02"),
        (10, PaymentRun(frozenset({4})), "03-12"),  # the later of both
        (0, PaymentRun(month_days=frozenset({15})), "03-16"),  # a Sunday
        (0, PaymentRun(month_days=frozenset({10, 25})), "03-10"),
        (0, PaymentRun(), "03-02"),
    ],
)
def test_the_clock_waits_for_grace_or_the_payment_run(grace, run, expected):
    assert clock_start(day("03-02"), CALENDAR, grace, run) == day(expected)
    late = days_late(invoice(), day("03-20"), CALENDAR, grace, run)
    assert late == (day("03-20") - day(expected)).days


def test_a_month_that_is_too_short_pays_on_its_last_day():
    run = PaymentRun(month_days=frozenset({31}))
    assert run_day(day("02-10"), run) == day("02-28")
    assert run_day(day("03-01"), run) == day("03-31")
    assert run_day(day("03-01"), PaymentRun(month_days=frozenset({1}))) == day("03-01")


@pytest.mark.parametrize(
    ("stage", "due", "start", "expected"),
    [
        (Stage(1, 0, -5), "03-02", "03-12", "02-25"),  # grace does not count here
        (Stage(1, 0, -3, working_days=True), "03-02", "03-02", "02-25"),
        (Stage(1, 1, 3, working_days=True), "03-05", "03-05", "03-10"),
        (Stage(1, 1, 3), "03-05", "03-05", "03-08"),
        (Stage(1, 1, 3), "03-02", "03-12", "03-15"),
        (Stage(1, 1, 0), "03-02", "03-02", "03-03"),  # never on the due date
        (Stage(1, 1, 0, working_days=True), "03-02", "03-02", "03-03"),
        (Stage(1, 1, 0), "03-02", "03-12", "03-12"),
    ],
)
def test_when_a_stage_is_due(stage, due, start, expected):
    assert stage_on(stage, day(due), day(start), CALENDAR) == day(expected)


@pytest.mark.parametrize(
    ("sent", "pay_by", "gap", "bank_days", "expected"),
    [
        ("03-02", "03-09", 7, 3, "03-12"),
        ("03-02", "03-06", 7, 3, "03-11"),  # over the weekend
        ("03-02", None, 7, 3, "03-09"),
        ("03-02", "03-03", 30, 3, "04-01"),
        ("03-02", None, -5, 3, "03-02"),
        ("03-02", "03-09", 7, 0, "03-10"),  # never on the pay-by date itself
    ],
)
def test_the_distance_between_two_notices(sent, pay_by, gap, bank_days, expected):
    policy = replace(POLICY, bank_days=bank_days)
    by = pay_by and day(pay_by)
    assert rest_end(day(sent), by, gap, CALENDAR, policy) == day(expected)


def test_the_tempo_knows_levels_that_came_without_a_notice():
    who = debtor(last_notice=LastNotice(day("03-02"), day("03-09"), 1))
    assert tempo_end(debtor(), 7, CALENDAR, POLICY) is None
    assert tempo_end(who, 7, CALENDAR, POLICY) == day("03-12")
    later = [None, day("03-10"), day("03-01")]
    assert tempo_end(who, 7, CALENDAR, POLICY, later) == day("03-17")
