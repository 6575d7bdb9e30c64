"""How much of an order is paid: by money that waits, by invoices, and never twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.gate.gate_paid import Invoice, Money, paid
from rules.ledger.facts import Currency

EUR = Currency("EUR")


def money(amount, currency="EUR", *, sure=True):
    return Money(currency, amount, sure)


def invoice(amount, state="paid", total=None, still=0.0, currency="EUR"):
    total = abs(amount) if total is None else total
    return Invoice(currency, amount, total, still, state)


@pytest.mark.parametrize(
    ("ahead", "invoices", "expected", "certain"),
    [
        ([], [], 0.0, 0.0),
        ([money(100.0)], [], 100.0, 100.0),
        ([money(100.0, sure=False)], [], 100.0, 0.0),
        ([money(100.0, "USD")], [], 0.0, 0.0),
        ([money(70.0), money(900.0, "USD"), money(5.5)], [], 75.5, 75.5),
        # invoices: down payments and the others
        ([], [invoice(30.0)], 30.0, 30.0),
        ([], [invoice(30.0, "in_payment")], 30.0, 30.0),
        ([], [invoice(30.0, "not_paid", still=30.0)], 0.0, 0.0),
        ([], [invoice(30.0, "partial", still=20.0)], 10.0, 10.0),
        ([], [invoice(30.0, "partial", total=60.0, still=20.0)], 20.0, 20.0),
        ([], [invoice(30.0, "reversed")], 0.0, 0.0),
        ([], [invoice(0.0, "not_paid", total=0.0)], 0.0, 0.0),
        ([], [invoice(30.0, currency="USD")], 0.0, 0.0),
        ([], [invoice(30.0), invoice(-30.0, "not_paid", still=30.0)], 0.0, 0.0),
        ([], [invoice(30.0), invoice(70.0)], 100.0, 100.0),
        # a credit note takes back what its invoice got, no other money
        ([money(50.0)], [invoice(-30.0, "not_paid", still=30.0)], 50.0, 50.0),
        ([money(10.0), money(75.5)], [invoice(20.0)], 105.5, 105.5),
    ],
)
def test_paid(ahead, invoices, expected, certain):
    assert paid(EUR, ahead, invoices) == expected
    assert paid(EUR, ahead, invoices, certain=True) == certain


AMOUNTS = st.floats(0.0, 1e6).map(lambda amount: round(amount, 2))
AHEAD = st.lists(
    st.builds(
        Money,
        currency=st.sampled_from(["EUR", "USD"]),
        amount=AMOUNTS,
        sure=st.booleans(),
    ),
    max_size=4,
)


@given(AHEAD)
def test_never_more_than_was_paid_and_certain_is_no_more(ahead):
    all_of_it = sum(m.amount for m in ahead if m.currency == "EUR")
    assert paid(EUR, ahead, [], certain=True) >= 0.0
    assert paid(EUR, ahead, [], certain=True) <= paid(EUR, ahead, []) + 0.01
    assert paid(EUR, ahead, []) <= all_of_it + 0.01


@given(AHEAD, AMOUNTS)
def test_an_invoice_never_makes_it_less(ahead, amount):
    assert paid(EUR, ahead, [invoice(amount)]) >= paid(EUR, ahead, [])
