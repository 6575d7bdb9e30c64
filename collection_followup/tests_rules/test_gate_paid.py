"""How much of an order is paid: online, by invoices, and never twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.facts import Currency
from rules.gate_paid import Booked, Invoice, Online, paid

EUR = Currency("EUR")


def online(amount, state="done", **values):
    return Online(values.pop("currency", "EUR"), amount, state, **values)


def invoice(amount, state="paid", total=None, still=0.0, currency="EUR"):
    total = abs(amount) if total is None else total
    return Invoice(currency, amount, total, still, state)


@pytest.mark.parametrize(
    ("payments", "invoices", "expected", "certain"),
    [
        ([], [], 0.0, 0.0),
        ([online(100.0)], [], 100.0, 100.0),
        ([online(100.0, "authorized")], [], 100.0, 0.0),
        ([online(100.0, "pending"), online(5.0, "error")], [], 0.0, 0.0),
        ([online(100.0, currency="USD")], [], 0.0, 0.0),
        ([online(100.0, refunded=30.0)], [], 70.0, 70.0),
        ([online(100.0, refunded=130.0)], [], 0.0, 0.0),
        ([online(150.0, others=50.0)], [], 100.0, 100.0),
        ([online(50.0, others=80.0)], [], 0.0, 0.0),
        ([online(50.0, others=-80.0)], [], 50.0, 50.0),
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
        # the same money settles an invoice
        ([online(30.0, invoiced=True)], [invoice(30.0)], 30.0, 30.0),
        ([online(50.0, invoiced=True)], [invoice(30.0)], 50.0, 50.0),
        ([online(30.0, invoiced=True)], [invoice(30.0), invoice(70.0)], 100.0, 100.0),
        ([online(30.0)], [invoice(30.0)], 60.0, 60.0),
    ],
)
def test_paid(payments, invoices, expected, certain):
    assert paid(EUR, payments, invoices) == expected
    assert paid(EUR, payments, invoices, certain=True) == certain


@pytest.mark.parametrize("certain", [False, True])
def test_booked_for_the_order(certain):
    booked = [Booked("EUR", 70.0), Booked("USD", 900.0), Booked("EUR", 5.5)]
    found = paid(EUR, [online(10.0)], [invoice(20.0)], booked, certain)
    assert found == 105.5  # 10 online, 20 invoiced, 75.50 booked


AMOUNTS = st.floats(0.0, 1e6).map(lambda amount: round(amount, 2))
PAYMENTS = st.lists(
    st.builds(
        Online,
        currency=st.sampled_from(["EUR", "USD"]),
        amount=AMOUNTS,
        state=st.sampled_from(["pending", "authorized", "done", "cancel"]),
        refunded=AMOUNTS,
        others=AMOUNTS,
        invoiced=st.booleans(),
    ),
    max_size=4,
)


@given(PAYMENTS)
def test_never_more_than_was_paid_and_certain_is_no_more(payments):
    all_of_it = sum(p.amount for p in payments if p.currency == "EUR")
    assert paid(EUR, payments, [], certain=True) >= -0.01
    assert paid(EUR, payments, [], certain=True) <= paid(EUR, payments, []) + 0.01
    assert paid(EUR, payments, []) <= all_of_it + 0.01


@given(PAYMENTS, AMOUNTS)
def test_an_invoice_never_makes_it_less(payments, amount):
    assert paid(EUR, payments, [invoice(amount)]) >= paid(EUR, payments, [])
