"""Buckets by days overdue, and their sums."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.ledger.ageing import BOUNDS, aged, aged_company, aged_items, bucket, labels
from rules.ledger.money import compare
from rules_world import DUE, EUR, USD, day, invoice


def test_labels():
    assert labels() == ("current", "1-30", "31-60", "61-90", "91-180", "over 180")
    assert labels((7, 14)) == ("current", "1-7", "8-14", "over 14")
    assert labels(()) == ("current", "over 0")


@pytest.mark.parametrize(
    ("days", "place"),
    [(-9, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (90, 3), (180, 4), (181, 5)],
)
def test_bucket(days, place):
    assert bucket(DUE, DUE + timedelta(days=days)) == place


@pytest.mark.parametrize("bounds", [(0,), (-1, 5), (30, 30), (30, 20)])
def test_bounds_have_to_rise(bounds):
    for call in (
        lambda: labels(bounds),
        lambda: bucket(DUE, DUE, bounds),
        lambda: aged((), DUE, bounds),
    ):
        with pytest.raises(ValueError, match="rising"):
            call()


def test_sums_by_currency_and_in_company_currency():
    today = day("04-05")
    items = (
        invoice(1, 100.10, day("04-10")),
        invoice(2, 0.1, day("03-20")),
        invoice(3, 0.2, day("03-21")),
        invoice(4, 50.0, day("02-01"), currency=USD, open_company=45.0),
    )
    assert aged_items(items, today) == {
        "EUR": (100.1, 0.3, 0.0, 0.0, 0.0, 0.0),
        "USD": (0.0, 0.0, 0.0, 50.0, 0.0, 0.0),
    }
    assert aged_company(items, today, EUR) == (100.1, 0.3, 0.0, 45.0, 0.0, 0.0)
    assert aged_company((), today, EUR, (30,)) == (0.0, 0.0, 0.0)


@given(
    st.lists(
        st.tuples(
            st.integers(-400, 400).map(lambda n: DUE + timedelta(days=n)),
            st.just(EUR),
            st.integers(-(10**7), 10**7).map(lambda cents: cents / 100),
        )
    )
)
def test_the_buckets_add_up_to_the_whole(amounts):
    sums = aged(amounts, DUE)
    total = sum(amount for _due, _currency, amount in amounts)
    assert compare(sum(sums.get("EUR", ())), total, EUR) == 0
    assert all(len(row) == len(BOUNDS) + 2 for row in sums.values())
