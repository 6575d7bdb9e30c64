"""Money that names documents in another currency belongs to them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.ledger.facts import Credit, Currency, Transit
from rules.ledger.foreign import Owed, as_given, in_currency_of_documents
from rules_world import EUR, YEN, day

USD = Currency("USD", 0.01)
ON = day("03-10")
# one euro is 1.25 dollars or 160 yen
RATES = {"EUR": 1.0, "USD": 1.25, "JPY": 160.0}
OWED = {
    1: Owed(EUR, 500.0),
    2: Owed(USD, 1000.0),
    3: Owed(USD, 200.0),
    4: Owed(YEN, 16000.0),
}


def line(amount, *names, given=0.0):
    """A bank line in euro, perhaps with what it was in dollars."""
    return Transit(9, "bank", EUR, amount, ON, names, given, USD if given else None)


def cut(money):
    parts = in_currency_of_documents(money, OWED, RATES)
    return [(part.currency.code, part.amount, part.names) for part in parts]


@pytest.mark.parametrize(
    ("money", "expected"),
    [
        # nothing in another currency is named
        (line(800.0), [("EUR", 800.0, ())]),
        (line(800.0, 1), [("EUR", 800.0, (1,))]),
        (line(800.0, 8), [("EUR", 800.0, (8,))]),  # settled meanwhile
        # by the rate of the day, but for what the bank took
        (line(800.0, 2), [("USD", 1000.0, (2,))]),
        (line(780.0, 2), [("USD", 1000.0, (2,))]),
        (line(820.0, 2), [("USD", 1000.0, (2,))]),
        (line(400.0, 2), [("USD", 500.0, (2,))]),
        (line(759.0, 2), [("USD", 948.75, (2,))]),
        (line(1000.0, 2), [("EUR", 200.0, ()), ("USD", 1000.0, (2,))]),
        (line(960.0, 2, 3), [("USD", 1200.0, (2, 3))]),
        (line(100.0, 4), [("JPY", 16000.0, (4,))]),
        (line(900.0, 2, 4), [("USD", 1000.0, (2,)), ("JPY", 16000.0, (4,))]),
        # its own currency first
        (line(1300.0, 2, 1), [("EUR", 500.0, (1,)), ("USD", 1000.0, (2,))]),
        (line(300.0, 2, 1), [("EUR", 300.0, (1,))]),
        # as the bank gives it: to the cent, all of it
        (line(790.0, 2, given=990.0), [("USD", 990.0, (2,))]),
        (line(790.0, 3, given=990.0), [("USD", 990.0, (3,))]),
        (line(750.0, 2, 1, given=900.0), [("EUR", 500.0, (1,)), ("USD", 300.0, (2,))]),
        (line(100.0, 4, given=125.0), [("JPY", 16000.0, (4,))]),
    ],
)
def test_where_it_goes(money, expected):
    assert cut(money) == expected


def test_a_credit_on_account_goes_the_same_way():
    credit = Credit(7, EUR, 800.0, ON, (2,))
    assert in_currency_of_documents(credit, OWED, RATES) == [
        replace(credit, currency=USD, amount=1000.0)
    ]


def test_without_a_name_it_is_what_the_bank_gives():
    money = line(800.0, given=1000.0)
    assert as_given(money, frozenset({"EUR", "USD"})).currency == USD
    assert as_given(money, frozenset({"EUR", "USD"})).amount == 1000.0
    assert as_given(money, frozenset({"EUR"})) == money
    assert as_given(line(800.0), frozenset({"USD"})) == line(800.0)


@given(st.floats(0.01, 1e5), st.lists(st.sampled_from([1, 2, 3, 4, 8]), unique=True))
def test_no_part_is_worth_more_than_the_money_and_the_banks_share(amount, names):
    parts = in_currency_of_documents(line(round(amount, 2), *names), OWED, RATES)
    worth = sum(part.amount / RATES[part.currency.code] for part in parts)
    assert worth <= round(amount, 2) / 0.95**3 + 0.03
    assert all(part.amount > 0.0 for part in parts)
