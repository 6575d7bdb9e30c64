"""Money is rounded half up, as the ledger does it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.ledger.facts import Currency
from rules.ledger.money import compare, is_zero, rounded
from rules_world import EUR, YEN

FRANC = Currency("CHF", 0.05)
DINAR = Currency("KWD", 0.001)
RIAL = Currency("IRR", 100.0)


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (2.675, EUR, 2.68),  # stored as 2.67499999999999982
        (-2.675, EUR, -2.68),
        (1.005, EUR, 1.01),
        (0.1 + 0.2, EUR, 0.3),
        (0.0, EUR, 0.0),
        (1e-9, EUR, 0.0),
        (-1e-9, EUR, 0.0),
        (1234567.885, EUR, 1234567.89),
        (99999999999.99, EUR, 99999999999.99),
        (0.5, YEN, 1.0),
        (-0.5, YEN, -1.0),
        (1e15, YEN, 1e15),
        (1.024, FRANC, 1.0),
        (1.025, FRANC, 1.05),
        (0.0005, DINAR, 0.001),
        (149.0, RIAL, 100.0),
        (150.0, RIAL, 200.0),
    ],
)
def test_rounded(amount, currency, expected):
    assert rounded(amount, currency) == expected


@given(st.integers(-(10**9), 10**9))
def test_halves_go_away_from_zero(cents):
    half = Decimal(cents) / 100 + (
        Decimal("0.005") if cents >= 0 else Decimal("-0.005")
    )
    exact = half.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert rounded(float(half), EUR) == float(exact)


@given(st.floats(-1e12, 1e12), st.sampled_from([EUR, YEN, FRANC, DINAR, RIAL]))
def test_rounding_twice_changes_nothing(amount, currency):
    once = rounded(amount, currency)
    assert rounded(once, currency) == once
    assert abs(once - amount) <= currency.rounding * 0.5 + abs(amount) * 1e-14


@pytest.mark.parametrize(
    ("left", "right", "currency", "expected"),
    [
        (0.1 + 0.2, 0.3, EUR, 0),
        (10.0, 10.004, EUR, 0),
        (10.0, 10.005, EUR, -1),
        (10.01, 10.0, EUR, 1),
        (10.4, 10.0, YEN, 0),
        (-1.0, 1.0, EUR, -1),
    ],
)
def test_compare(left, right, currency, expected):
    assert compare(left, right, currency) == expected
    assert compare(right, left, currency) == -expected


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (0.004, EUR, True),
        (-0.004, EUR, True),
        (0.005, EUR, False),
        (0.4, YEN, True),
        (0.1 + 0.2 - 0.3, EUR, True),
    ],
)
def test_is_zero(amount, currency, expected):
    assert is_zero(amount, currency) is expected


@pytest.mark.parametrize("rounding", [0.0, -0.01, float("nan")])
def test_a_currency_has_a_smallest_sum(rounding):
    with pytest.raises(ValueError, match="cannot be rounded"):
        rounded(1.0, Currency("XXX", rounding))


@pytest.mark.parametrize("amount", [float("nan"), float("inf")])
def test_an_amount_is_a_number(amount):
    with pytest.raises((ValueError, OverflowError)):
        rounded(amount, EUR)
