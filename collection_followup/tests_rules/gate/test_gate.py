"""The gate: who may buy, grow an order, and get his goods."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.gate.gate import (
    OPEN,
    GateFacts,
    Limit,
    Release,
    covering,
    is_paid,
    may_confirm,
    may_deliver,
    may_grow,
    may_owe,
    missing,
)
from rules.ledger.facts import Currency

EUR = Currency("EUR")
JPY = Currency("JPY", 1.0)
ORDER = GateFacts(key=7, currency=EUR, total=100.0, total_company=100.0, hold=3)
ROOM = Limit(limit=500.0, exposure=400.0, order=100.0, currency=EUR)
OVER = replace(ROOM, exposure=400.01)
SPENT = Release(2, "amount", amount=150.0, used=50.01)


@pytest.mark.parametrize(
    ("facts", "allowed", "code", "effect"),
    [
        ({}, True, None, None),
        ({"limit": ROOM}, True, None, None),
        ({"limit": OVER}, False, "gate_limit", "limit"),
        ({"limit": OVER, "paid": 100.0}, True, "gate_paid", None),
        ({"limit": OVER, "exempt": True}, True, "gate_exempt", None),
        ({"limit": OVER, "total": 0.0}, True, "gate_zero", None),
        ({"effect": "block"}, False, "gate_block", "block"),
        ({"effect": "block", "paid": 100.0}, False, "gate_block", "block"),
        ({"effect": "block", "total": 0.004}, True, "gate_zero", None),
        ({"effect": "block", "total": -5.0}, True, "gate_zero", None),
        ({"effect": "block", "exempt": True}, True, "gate_exempt", None),
        ({"effect": "prepay"}, False, "gate_prepay", "prepay"),
        ({"effect": "prepay", "paid": 99.99}, False, "gate_prepay", "prepay"),
        ({"effect": "prepay", "paid": 99.996}, True, "gate_paid", None),
        ({"effect": "cod"}, False, "gate_no_cod_term", "cod"),
        ({"effect": "cod", "cod_exists": True}, True, "gate_cod", "cod"),
        ({"effect": "cod", "cod_term": True}, True, "gate_cod", "cod"),
        ({"effect": "cod", "paid": 100.0}, True, "gate_paid", None),
        # cash on delivery uses no credit
        ({"effect": "cod", "cod_term": True, "limit": OVER}, True, "gate_cod", "cod"),
        ({"effect": "block", "limit": OVER}, False, "gate_block", "block"),
    ],
)
def test_may_confirm(facts, allowed, code, effect):
    verdict = may_confirm(replace(ORDER, **facts))
    assert (verdict.allowed, verdict.code, verdict.effect) == (allowed, code, effect)


def test_an_effect_that_nobody_knows():
    with pytest.raises(ValueError, match="siege"):
        may_confirm(replace(ORDER, effect="siege"))


def test_the_values_of_a_refusal():
    verdict = may_confirm(replace(ORDER, effect="prepay", paid=40.0))
    assert dict(verdict.reason.values) == {"hold": 3, "grown": None, "missing": 60.0}
    verdict = may_confirm(replace(ORDER, limit=OVER))
    assert dict(verdict.reason.values) == {"grown": None, "limit": 500.0, "over": 0.01}


@pytest.mark.parametrize(
    ("release", "total", "covered"),
    [
        (Release(1, "until"), 1e9, True),
        (Release(1, "order", order=7, amount=100.0), 100.0, True),
        (Release(1, "order", order=7, amount=100.0), 100.01, False),
        (Release(1, "order", order=8, amount=100.0), 100.0, False),
        (Release(1, "amount", amount=100.0), 100.0, True),
        (Release(1, "amount", amount=100.0, used=0.01), 100.0, False),
    ],
)
def test_what_a_release_covers(release, total, covered):
    facts = replace(ORDER, total_company=total, effect="block", releases=(release,))
    assert (covering(facts) == release) is covered
    assert may_confirm(facts).allowed is covered
    assert may_deliver(facts).allowed is covered


@pytest.mark.parametrize(
    ("total", "currency", "covered"),
    [(100.0, EUR, True), (100.01, EUR, False), (100.0, JPY, False)],
)
def test_one_order_is_released_in_its_own_currency(total, currency, covered):
    """The rate has moved: 100.00 are worth 120.00 by now, released at 110.00."""
    release = Release(1, "order", order=7, amount=110.0, total=100.0, currency=EUR.code)
    facts = replace(
        ORDER, total=total, currency=currency, total_company=120.0, releases=(release,)
    )
    assert (covering(facts) == release) is covered


def test_a_sum_is_used_last():
    whole = Release(1, "amount", amount=1000.0)
    order = Release(5, "order", order=7, amount=100.0)
    facts = replace(ORDER, releases=(whole, SPENT, order))
    assert covering(facts) == order
    assert covering(replace(facts, releases=(whole, SPENT))) == whole
    assert covering(replace(facts, releases=(SPENT,))) is None
    verdict = may_confirm(replace(facts, effect="block"))
    assert verdict.reason.values == (("release", 5),)


def test_releases_are_rounded_as_the_company_rounds():
    release = Release(1, "order", order=7, amount=100.0)
    facts = replace(ORDER, currency=JPY, total_company=100.4, releases=(release,))
    assert covering(facts) == release  # nothing else is known
    assert covering(replace(facts, company_currency=EUR)) is None


@pytest.mark.parametrize(
    ("grown", "allowed"), [(None, True), (0.0, True), (0.004, True), (0.01, False)]
)
def test_only_what_grew_is_asked(grown, allowed):
    facts = replace(ORDER, effect="block", grown=grown)
    verdict = may_grow(facts)
    assert verdict.allowed is allowed
    if not allowed:
        assert dict(verdict.reason.values)["grown"] == grown


@pytest.mark.parametrize(
    ("facts", "allowed", "code"),
    [
        ({}, True, None),
        ({"limit": OVER}, True, None),
        ({"effect": "block"}, False, "deliver_block"),
        ({"effect": "block", "paid": 100.0}, True, "gate_paid"),
        ({"effect": "block", "total": 0.0}, True, "gate_zero"),
        ({"effect": "block", "exempt": True}, True, "gate_exempt"),
        ({"effect": "prepay", "paid": 60.0}, False, "deliver_prepay"),
        ({"effect": "prepay", "cod_term": True}, False, "deliver_prepay"),
        ({"effect": "cod", "cod_exists": True}, False, "deliver_cod"),
        ({"effect": "cod", "cod_term": True}, True, "gate_cod"),
    ],
)
def test_may_deliver(facts, allowed, code):
    verdict = may_deliver(replace(ORDER, **facts))
    assert (verdict.allowed, verdict.code) == (allowed, code)


@pytest.mark.parametrize(
    ("facts", "allowed", "code", "effect"),
    [
        ({}, True, None, None),
        ({"limit": ROOM}, True, None, None),
        ({"limit": OVER}, False, "gate_limit", "limit"),
        ({"effect": "block"}, False, "gate_account", "block"),
        ({"effect": "prepay"}, False, "gate_account", "prepay"),
        # nothing is delivered later for which the cash could be taken
        ({"effect": "cod", "cod_term": True}, False, "gate_account", "cod"),
        ({"effect": "cod", "cod_exists": True}, False, "gate_account", "cod"),
        # paid at once, or money that goes back
        ({"effect": "block", "total": 0.0}, True, "gate_zero", None),
        ({"effect": "block", "total": -20.0}, True, "gate_zero", None),
        ({"effect": "block", "exempt": True}, True, "gate_exempt", None),
        ({"limit": OVER, "exempt": True}, True, "gate_exempt", None),
        (
            {"effect": "block", "releases": (Release(1, "amount", amount=100.0),)},
            True,
            "gate_released",
            None,
        ),
        # the hold is told, not the limit
        ({"effect": "cod", "limit": OVER}, False, "gate_account", "cod"),
    ],
)
def test_may_owe(facts, allowed, code, effect):
    verdict = may_owe(replace(ORDER, **facts))
    assert (verdict.allowed, verdict.code, verdict.effect) == (allowed, code, effect)


def test_what_would_be_owed_is_told():
    verdict = may_owe(replace(ORDER, effect="block", total=55.0))
    assert dict(verdict.reason.values) == {"hold": 3, "missing": 55.0}


def test_what_is_missing_before_the_goods_leave():
    verdict = may_deliver(replace(ORDER, effect="cod", paid=60.0))
    assert dict(verdict.reason.values) == {"hold": 3, "missing": 40.0}
    assert missing(replace(ORDER, paid=130.0)) == 0.0


AMOUNTS = st.floats(0.01, 1e6).map(lambda amount: round(amount, 2))
FACTS = st.builds(
    GateFacts,
    key=st.just(7),
    currency=st.just(EUR),
    total=AMOUNTS,
    total_company=AMOUNTS,
    effect=st.sampled_from([None, "cod", "prepay", "block"]),
    hold=st.just(3),
    paid=AMOUNTS | st.just(0.0),
    exempt=st.booleans(),
    cod_term=st.booleans(),
    cod_exists=st.booleans(),
    limit=st.none()
    | st.builds(
        Limit, limit=AMOUNTS, exposure=AMOUNTS, order=AMOUNTS, currency=st.just(EUR)
    ),
    grown=st.none() | AMOUNTS,
)
HARDNESS = [None, "cod", "prepay", "block"]


@given(FACTS)
def test_a_refusal_always_says_why(facts):
    for rule in (may_confirm, may_grow, may_deliver):
        verdict = rule(facts)
        assert verdict.allowed or (verdict.reason and verdict.effect)


@given(FACTS)
def test_money_never_closes_the_gate(facts):
    paid = replace(facts, paid=facts.total)
    assert is_paid(paid)
    for rule in (may_confirm, may_deliver):
        if rule(facts).allowed:
            assert rule(paid).allowed
    if facts.effect in ("cod", "prepay"):
        assert may_confirm(paid).allowed


@given(FACTS, st.sampled_from(HARDNESS))
def test_a_harder_hold_never_opens_the_gate(facts, effect):
    if HARDNESS.index(effect) < HARDNESS.index(facts.effect):
        return
    facts = replace(facts, limit=None)
    harder = replace(facts, effect=effect)
    for rule in (may_confirm, may_deliver):
        if rule(harder).allowed:
            assert rule(facts).allowed or facts.effect == "cod"


@given(FACTS)
def test_without_hold_and_limit_everything_is_open(facts):
    facts = replace(facts, effect=None, limit=None)
    assert may_confirm(facts) == may_grow(facts) == may_deliver(facts) == OPEN


@given(FACTS, AMOUNTS)
def test_more_exposure_never_opens_the_gate(facts, more):
    if facts.limit is None:
        return
    limit = replace(facts.limit, exposure=facts.limit.exposure + more)
    if not may_confirm(facts).allowed:
        assert not may_confirm(replace(facts, limit=limit)).allowed
