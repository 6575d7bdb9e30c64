"""When a debtor is held, by which causes, and what keeps a hold away."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hold_world import (
    ALL,
    PAY_BY,
    STAGE,
    TODAY,
    codes,
    judged,
    only,
    owed,
    why,
)
from rules.hold.hold import hardest, milder, rank
from rules.hold.hold_facts import KEPT_AWAY, HoldSettings
from rules_world import FOURTH, SECOND, THIRD, at, day


def test_held_from_the_day_after_the_pay_by_date():
    verdict = judged(owed())
    assert (verdict.effect, verdict.proposal, verdict.why_not) == ("cod", None, None)
    assert (verdict.amount, verdict.items) == (1000.0, (1,))
    (cause,) = verdict.causes
    assert (cause.code, cause.amount, cause.value) == ("stage", 1000.0, THIRD)
    before = judged(owed(), today=PAY_BY)
    assert (before.effect, why(before)) == (None, "pay_by_running")
    assert dict(before.why_not.values) == {"until": PAY_BY, "amount": 1000.0}


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"announced": None}, "unannounced"),
        ({"level": None}, "no_cause"),
        ({"level": at(SECOND)}, "no_cause"),
        ({"amount": 249.99}, "too_small"),
        ({"disputed": 1000.0}, "resting"),
        ({"due": TODAY}, "nothing_overdue"),
        ({"total_company": 30000.0, "amount": 40.0}, "nothing_overdue"),
        ({"collected_by_us": True}, "nothing_overdue"),
    ],
)
def test_what_does_not_count(item, reason):
    verdict = judged(owed(**item))
    assert (verdict.effect, verdict.causes, why(verdict)) == (None, (), reason)


def test_without_anything():
    assert why(judged()) == "nothing_overdue"
    assert why(judged(owed(), settings=HoldSettings())) == "off"


@pytest.mark.parametrize(
    ("amount", "sales", "held"),
    [
        (250.0, 0.0, True),
        (250.0, 5000.0, True),  # 5 percent are 250.00
        (250.0, 5000.2, False),  # 250.01
        (1000.0, 20000.0, True),
        (1000.0, 20001.0, False),
    ],
)
def test_both_minima(amount, sales, held):
    assert bool(judged(owed(amount=amount), sales=sales).effect) is held


def test_a_minimum_of_nothing_holds_nobody_for_nothing():
    settings = replace(only("amount", threshold=0.0), minimum=0.0)
    assert judged(owed(disputed=1000.0), settings=settings).effect is None
    assert judged(settings=settings).effect is None


def test_the_minimum_is_measured_on_the_items_of_the_cause():
    firm, mild = owed(1, 200.0), owed(2, 900.0, level=at(SECOND))
    assert judged(firm, mild).effect is None
    assert judged(firm, replace(mild, level=at(FOURTH))).effect == "cod"


def test_the_contested_part_is_left_out():
    assert judged(owed(disputed=749.0)).amount == 251.0
    assert judged(owed(disputed=751.0)).effect is None


def test_promised_parts_count_unless_the_debtor_is_reliable():
    item = owed(promised=900.0)
    assert judged(item).amount == 1000.0
    assert judged(item, reliable=True).effect is None
    assert judged(item, reliable=True, settings=replace(STAGE, believe=False)).effect
    all_of_it = judged(owed(promised=1000.0), reliable=True)
    assert why(all_of_it) == "resting"
    assert dict(all_of_it.why_not.values) == {"part": "promised", "amount": 1000.0}


@pytest.mark.parametrize(
    ("code", "items", "facts", "value"),
    [
        ("days", {"announced": PAY_BY}, {"today": day("05-01")}, 60),
        ("amount", {"amount": 5000.0}, {}, 0),
        ("share", {}, {"limit": 2000.0}, 50),
        ("broken", {"announced": None}, {"broken": 2, "broken_on": TODAY}, 2),
        ("returned", {"announced": None, "returned_on": TODAY}, {}, 1),
    ],
)
def test_each_cause_by_itself(code, items, facts, value):
    verdict = judged(owed(**items), settings=only(code), **facts)
    assert (verdict.effect, codes(verdict)) == ("prepay", [code])
    assert verdict.causes[0].value == value


@pytest.mark.parametrize(
    ("code", "items", "facts"),
    [
        ("days", {}, {"today": day("04-30")}),
        ("days", {"announced": None}, {"today": day("06-01")}),
        ("amount", {"amount": 4999.99}, {}),
        ("share", {}, {}),
        ("share", {}, {"limit": 0.0}),
        ("share", {}, {"limit": 2000.1}),
        ("broken", {}, {"broken": 1, "broken_on": TODAY}),
        ("broken", {}, {"broken": 2}),
        ("broken", {}, {"broken": 2, "broken_on": TODAY - timedelta(days=91)}),
        ("broken", {"amount": 200.0}, {"broken": 2, "broken_on": TODAY}),
        ("returned", {"returned_on": TODAY - timedelta(days=91)}, {}),
        ("returned", {}, {}),
    ],
)
def test_each_cause_below_its_threshold(code, items, facts):
    assert judged(owed(**items), settings=only(code), **facts).effect is None


def test_one_payment_of_two_items_comes_back_once():
    items = [owed(key, returned_on=TODAY) for key in (1, 2)]
    twice = only("returned", threshold=2)
    assert judged(*items, settings=twice).effect is None
    items[1] = owed(2, returned_on=TODAY - timedelta(days=90))
    assert judged(*items, settings=twice).causes[0].value == 2


def test_what_we_collect_counts_once_it_came_back():
    item = owed(collected_by_us=True, returned_on=TODAY, announced=None)
    assert judged(item, settings=only("returned")).effect == "prepay"


def test_all_causes_are_named_and_the_hardest_counts():
    items = (owed(1, 4000.0), owed(2, 1500.0, announced=None, returned_on=TODAY))
    facts = {"limit": 8000.0, "broken": 2, "broken_on": TODAY}
    verdict = judged(*items, settings=ALL, today=day("05-01"), **facts)
    assert codes(verdict) == ["stage", "days", "share", "broken", "returned"]
    assert verdict.effect == "block"
    # each item once, whatever it causes
    assert (verdict.amount, verdict.items) == (5500.0, (1, 2))


def test_exempt_comes_first():
    verdict = judged(owed(), exempt=True, manual="block", held="block")
    assert (verdict.effect, why(verdict)) == (None, "exempt")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"bank_fresh": False}, "bank_stale"),
        ({"grace_until": TODAY}, "grace"),
    ],
)
def test_brakes_keep_new_and_harder_holds_away(facts, reason):
    prepay = only("stage")
    new = judged(owed(), settings=prepay, **facts)
    assert (new.effect, why(new), codes(new)) == (None, reason, ["stage"])
    harder = judged(owed(), settings=prepay, held="cod", **facts)
    assert (harder.effect, why(harder)) == ("cod", reason)
    same = judged(owed(), settings=prepay, held="prepay", **facts)
    assert (same.effect, why(same)) == ("prepay", None)
    softer = judged(owed(), settings=prepay, held="block", **facts)
    assert (softer.effect, why(softer)) == ("prepay", None)
    assert judged(settings=prepay, held="prepay", **facts).effect is None


def test_grace_is_over_the_day_after():
    assert judged(owed(), grace_until=date(2026, 4, 9)).effect == "cod"


def test_private_persons_are_proposed():
    verdict = judged(owed(), person=True)
    assert (verdict.effect, verdict.proposal, verdict.why_not) == (None, "cod", None)
    held = judged(owed(), person=True, held="cod")
    assert (held.effect, held.proposal) == ("cod", None)
    harder = judged(owed(), person=True, held="cod", settings=only("stage"))
    assert (harder.effect, harder.proposal) == ("cod", "prepay")
    assert judged(owed(), person=True, bank_fresh=False).proposal is None


def test_set_by_hand():
    alone = judged(manual="prepay", settings=HoldSettings())
    assert (alone.effect, codes(alone), alone.amount) == ("prepay", ["manual"], 0.0)
    milder_causes = judged(owed(), manual="prepay", held="prepay")
    assert milder_causes.effect == "prepay"
    assert codes(milder_causes) == ["manual", "stage"]
    harder = judged(owed(), manual="cod", held="cod", settings=only("stage", "block"))
    assert harder.effect == "block"
    proposed = judged(
        owed(), manual="cod", held="cod", person=True, settings=only("stage", "block")
    )
    assert (proposed.effect, proposed.proposal) == ("cod", "block")


def test_effects_from_mild_to_hard():
    assert [rank(e) for e in (None, "cod", "prepay", "block")] == [0, 1, 2, 3]
    assert hardest(()) is None
    assert hardest((None, "prepay", "cod")) == "prepay"
    assert milder("cod", None) is None
    with pytest.raises(ValueError, match="not in tuple"):
        rank("harsh")


def test_no_value_is_named_twice():
    assert all(len(set(names)) == len(names) for names in KEPT_AWAY.values())
