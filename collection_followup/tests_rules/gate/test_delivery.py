"""Which goods may leave, and what the driver collects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.gate.delivery import (
    NO_ORDER,
    CashOnDelivery,
    Shipment,
    may_leave,
    to_collect,
)
from rules.gate.gate import OPEN, Verdict
from rules.ledger.facts import Reason
from rules_world import EUR, YEN

NO = Verdict(False, Reason("held"), "block")
WHY = Verdict(False, Reason(NO_ORDER), "prepay")


@pytest.mark.parametrize(
    ("shipment", "expected"),
    [
        (Shipment(False, (NO,), "block"), OPEN),  # a return, a receipt
        (Shipment(True), OPEN),
        (Shipment(True, (OPEN,)), OPEN),
        (Shipment(True, (OPEN, NO)), NO),
        # to somebody whom the order does not name: the hold of the receiver decides
        (Shipment(True, (OPEN,), "prepay"), WHY),
        (Shipment(True, (OPEN,), "prepay", released=True), OPEN),
        (Shipment(True, (), "prepay"), WHY),
        (Shipment(True, (), "prepay", released=True), OPEN),
    ],
)
def test_may_leave(shipment: Shipment, expected: Verdict) -> None:
    assert may_leave(shipment) == expected


@pytest.mark.parametrize(
    ("cash", "expected"),
    [
        # 476.00 at once
        (CashOnDelivery(476.0, 0.0, 0.0, 476.0, 0.0, True), 476.0),
        # a first part, then the rest with the freight
        (CashOnDelivery(1000.0, 0.0, 0.0, 600.0, 50.0), 600.0),
        (CashOnDelivery(1000.0, 600.0, 600.0, 350.0, 50.0, True), 400.0),
        # 200 paid in advance count for what is delivered first
        (CashOnDelivery(1000.0, 200.0, 0.0, 600.0), 400.0),
        (CashOnDelivery(1000.0, 600.0, 600.0, 400.0, 0.0, True), 400.0),
        # what the first driver did not bring is not this one's matter
        (CashOnDelivery(1000.0, 0.0, 600.0, 400.0, 0.0, True), 400.0),
        # paid in full, or too much
        (CashOnDelivery(1000.0, 1000.0, 0.0, 1000.0, 0.0, True), 0.0),
        (CashOnDelivery(1000.0, 1500.0, 0.0, 1000.0, 0.0, True), 0.0),
        # a discount of 100 on the whole order
        (CashOnDelivery(900.0, 0.0, 0.0, 1000.0, -100.0, True), 900.0),
        (CashOnDelivery(900.0, 0.0, 0.0, 950.0, -100.0), 900.0),
    ],
)
def test_to_collect(cash: CashOnDelivery, expected: float) -> None:
    assert to_collect(cash, EUR) == expected


def test_rounded_as_the_currency_wants_it() -> None:
    assert to_collect(CashOnDelivery(100.0, 0.0, 0.0, 33.335), EUR) == 33.34
    assert to_collect(CashOnDelivery(100.0, 0.0, 0.0, 33.5), YEN) == 34.0


SUMS = st.floats(0.0, 10000.0).map(lambda value: round(value, 2))


@given(total=SUMS, paid=SUMS, before=SUMS, now=SUMS)
def test_never_more_than_it_is_worth_or_open(
    total: float, paid: float, before: float, now: float
) -> None:
    asked = to_collect(CashOnDelivery(total, paid, before, now), EUR)
    assert 0.0 <= asked <= now
    assert asked <= max(total - paid, 0.0) + 0.01
