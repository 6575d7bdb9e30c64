"""Promises in another currency than their items, and the tolerance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from commitment_world import item, one, promise
from rules.commitment.commitment_facts import Part, Rates
from rules_world import USD, day

RATES = Rates(
    {
        ("EUR", day("03-02")): 1.0,
        ("USD", day("03-02")): 1.25,
        ("EUR", day("03-09")): 1.0,
        ("USD", day("03-09")): 1.6,
    }
)


def test_another_currency_counts_by_the_rate_of_the_payment_day():
    """800 euro for 1 000 dollars; 960 dollars are 600 euro on the day they come."""
    promised = promise(800.0, parts=(Part(1, 1000.0, 1000.0),))
    dollars = item((960.0, "03-09"), currency=USD)
    verdict = one(promised, dollars, today="03-13", rates=RATES)
    assert (verdict.state, verdict.paid) == ("partly", 600.0)
    more = item((1280.0, "03-09"), total=1500.0, currency=USD)
    part = replace(promised, parts=(Part(1, 1000.0, 1500.0),))
    assert one(part, more, today="03-13", rates=RATES).state == "kept"


def test_an_item_paid_in_full_keeps_its_promise_whatever_the_rate():
    promised = promise(800.0, parts=(Part(1, 1000.0, 1000.0),))
    dollars = item((1000.0, "03-09"), currency=USD)
    verdict = one(promised, dollars, today="03-13", rates=RATES)
    assert (verdict.state, verdict.paid) == ("kept", 625.0)
    assert verdict.paid_on == day("03-09")


def test_items_in_two_currencies_share_the_sum():
    """300 euro are for the euro item; what is left for the dollars."""
    parts = (Part(1, 300.0, 300.0), Part(2, 500.0, 500.0))
    mixed = promise(700.0, parts=parts)
    euros = item((300.0, "03-09"), total=300.0)
    dollars = item((320.0, "03-09"), total=500.0, key=2, currency=USD)
    verdict = one(mixed, euros, dollars, today="03-10", rates=RATES)
    assert (verdict.state, verdict.paid) == ("open", 500.0)
    assert verdict.rests == ((2, 180.0),)


def test_the_tolerance_is_in_company_currency():
    dollars = replace(promise(1000.0), currency=USD)
    found = item((995.0, "03-09"), currency=USD)
    verdict = one(dollars, found, today="03-13", rates=RATES)
    assert verdict.state == "kept"  # five euro are 6.25 dollars
    assert one(dollars, item((993.74, "03-09"), currency=USD), rates=RATES).state == (
        "open"
    )


def test_a_rate_that_is_not_known_is_an_error():
    dollars = item((1000.0, "03-08"), currency=USD)
    with pytest.raises(ValueError, match="no rate of USD to EUR"):
        one(promise(), dollars, rates=RATES)
