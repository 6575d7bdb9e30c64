"""What may be chased, in the order of the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from rules.ledger.amounts import (
    bank_is_fresh,
    believed_since,
    believed_until,
    claims,
    is_small_remainder,
    to_collect_by_currency,
    transit_end,
)
from rules.ledger.facts import Claim, Credit, Transit
from rules_world import DUE, EUR, POLICY, USD, YEN, day, invoice, resting

TODAY = day("03-10")


def chased(items, credits=(), transits=(), today=TODAY):
    """What is to be chased of each item."""
    return [c.to_collect for c in claims(items, credits, transits, today, POLICY)]


def credit(amount, *names, on=DUE, key=1, currency=EUR):
    """Money that is not matched."""
    return Credit(key, currency, amount, on, names)


def transit(amount, *names, on=DUE, kind="payment", key=1, currency=EUR):
    """Money on its way."""
    return Transit(key, kind, currency, amount, on, names)


OLD = invoice(1, 100.0, day("03-02"))
MIDDLE = invoice(2, 100.0, day("03-05"))
LATER = invoice(3, 100.0, day("03-20"))
THREE = (OLD, MIDDLE, LATER)


def test_parts_rest_in_the_order_of_the_plan_and_never_more_than_open():
    item = resting(OLD, disputed=60.0, promised=30.0, paused=30.0)
    (claim,) = claims((item,), (credit(50.0),), (), TODAY, POLICY)
    assert claim == Claim(
        item, 0.0, 0.0, (("disputed", 60.0), ("promised", 30.0), ("paused", 10.0))
    )


def test_which_credit_lowers_which_item():
    money = (credit(30.0, 102, key=7), credit(150.0, key=8, on=day("03-04")))
    assert [c.credits for c in claims(THREE, money, (), TODAY, POLICY)] == [
        ((8, 100.0),),
        ((7, 30.0), (8, 50.0)),
        (),
    ]
    moving = claims(THREE, (), (transit(30.0),), TODAY, POLICY)
    assert moving[0].part("in_transit") == 30.0
    assert moving[0].credits == ()


@pytest.mark.parametrize(
    ("money", "expected"),
    [
        ((), [100.0, 100.0, 100.0]),
        ((credit(30.0),), [70.0, 100.0, 100.0]),
        ((credit(130.0),), [0.0, 70.0, 100.0]),
        ((credit(500.0),), [0.0, 0.0, 100.0]),  # what is not due is not touched
        ((credit(30.0, 102),), [100.0, 70.0, 100.0]),
        ((credit(130.0, 102),), [70.0, 0.0, 100.0]),  # the rest: oldest overdue
        ((credit(30.0, 103),), [100.0, 100.0, 70.0]),  # named, though not due
        ((credit(150.0, 103, 102),), [100.0, 50.0, 0.0]),
        ((credit(30.0, 999),), [70.0, 100.0, 100.0]),
        ((credit(30.0, currency=USD),), [100.0, 100.0, 100.0]),
        ((credit(30.0, 101, currency=USD),), [100.0, 100.0, 100.0]),
        ((credit(0.0), credit(-5.0, key=2)), [100.0, 100.0, 100.0]),
        # who names an invoice comes before who does not, whatever the dates
        (
            (credit(100.0, on=day("01-01")), credit(100.0, 101, key=2)),
            [0.0, 0.0, 100.0],
        ),
    ],
)
def test_credits_and_money_in_transit_find_their_items(money, expected):
    assert chased(THREE, money) == expected
    assert chased(tuple(reversed(THREE)), money) == expected[::-1]
    moving = [
        transit(m.amount, *m.names, key=m.key, currency=m.currency) for m in money
    ]
    assert chased(THREE, (), moving) == expected


def test_credits_come_before_money_in_transit():
    one, two, _three = claims(THREE, (credit(60.0),), (transit(60.0),), TODAY, POLICY)
    assert (one.part("credited"), one.part("in_transit"), one.to_collect) == (
        60.0,
        40.0,
        0.0,
    )
    assert (two.part("credited"), two.part("in_transit"), two.to_collect) == (
        0.0,
        20.0,
        80.0,
    )


def test_what_is_due_today_is_not_overdue():
    assert chased((LATER,), (credit(30.0),), today=day("03-20")) == [100.0]
    assert chased((LATER,), (credit(30.0),), today=day("03-21")) == [70.0]


@pytest.mark.parametrize("kind", ["payment", "bank", "online"])
def test_what_is_believed_is_the_same_from_both_ends(kind):
    for age in range(-40, 41):
        on = TODAY - timedelta(days=age)
        believed = believed_until(kind, on, POLICY) >= TODAY
        assert believed is (on >= believed_since(kind, TODAY, POLICY))


def test_two_instalments_of_one_move_are_paid_oldest_first():
    first = replace(OLD, move_key=9)
    second = replace(LATER, move_key=9)
    assert chased((second, first), (credit(120.0, 9),)) == [80.0, 0.0]


@pytest.mark.parametrize(
    ("kind", "days", "counts"),
    [
        ("payment", 10, True),
        ("payment", 11, False),
        ("bank", 10, True),
        ("bank", 11, False),
        ("online", 5, True),
        ("online", 6, False),
        ("payment", -30, True),  # a cheque with a later date
    ],
)
def test_money_in_transit_is_believed_for_some_days(kind, days, counts):
    money = transit(100.0, kind=kind, on=TODAY - timedelta(days=days))
    assert chased((OLD,), (), (money,)) == [0.0 if counts else 100.0]
    assert (transit_end(money, POLICY) >= TODAY) is counts


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (invoice(1, 90.0, currency=USD, open_company=81.37), 81.37),
        (invoice(1, 90.0, currency=USD, open_company=81.37, disputed=30.0), 54.25),
        (invoice(1, 90.0, currency=USD, open_company=81.37, disputed=90.0), 0.0),
        (invoice(1, 9000.0, currency=YEN, open_company=55.55, disputed=1.0), 55.54),
        (invoice(1, 100.0, open_company=100.004), 100.0),
        (invoice(1, 0.0), 0.0),
        (invoice(1, 0.004), 0.0),
        (invoice(1, -5.0), 0.0),
        (invoice(1, -5.0, disputed=5.0), 0.0),
    ],
)
def test_the_share_in_company_currency(item, expected):
    (claim,) = claims((item,), (), (), TODAY, POLICY)
    assert claim.to_collect_company == expected
    assert 0.0 <= claim.to_collect <= max(item.open, 0.0)


def test_what_is_chased_by_currency():
    dollars = invoice(4, 80.0, day("03-01"), currency=USD, open_company=70.0)
    disputed = resting(OLD, disputed=10.0, promised=20.0, paused=5.0)
    found = claims(
        (disputed, MIDDLE, LATER, dollars),
        (credit(80.0, 104, currency=USD), credit(15.0, 102, key=2)),
        (transit(5.0, 102),),
        TODAY,
        POLICY,
    )
    assert to_collect_by_currency(found) == {"EUR": 245.0}


@pytest.mark.parametrize(
    ("money", "confirmed", "limit", "expected"),
    [
        (None, None, 7, False),
        (day("03-03"), None, 7, True),
        (day("03-02"), None, 7, False),
        (None, day("03-09"), 7, True),
        (day("02-01"), day("03-09"), 7, True),
        (day("03-09"), day("02-01"), 7, True),
        (None, None, 0, True),
    ],
)
def test_the_bank_is_fresh(money, confirmed, limit, expected):
    assert bank_is_fresh(money, confirmed, TODAY, limit) is expected


@pytest.mark.parametrize(
    ("amount", "total", "credited", "expected"),
    [
        (12.0, 600.0, 0.0, True),
        (30.0, 600.0, 0.0, False),  # five percent is not under five percent
        (29.99, 600.0, 0.0, True),
        (50.0, 6000.0, 0.0, False),
        (49.99, 6000.0, 0.0, True),
        (12.0, 12.0, 0.0, False),  # small, but never part-paid
        (600.0, 600.0, 590.0, True),
        (600.0, 600.0, 0.0, False),
        (12.0, 0.0, 0.0, False),  # the total is not known
        (0.0, 600.0, 0.0, False),
    ],
)
def test_small_remainders(amount, total, credited, expected):
    item = invoice(1, amount, total_company=total)
    parts = (("credited", credited),) if credited else ()
    claim = Claim(item, amount - credited, amount - credited, parts)
    assert is_small_remainder(claim, POLICY) is expected


def test_a_disputed_invoice_is_no_small_remainder():
    item = invoice(1, 600.0, disputed=590.0)
    (claim,) = claims((item,), (), (), TODAY, POLICY)
    assert claim.to_collect == 10.0
    assert not is_small_remainder(claim, POLICY)


def test_money_goes_to_the_instalment_that_the_debtor_chose():
    older = replace(OLD, move_key=7)
    newer = replace(MIDDLE, move_key=7)
    chosen = replace(transit(120.0, 7), item=newer.key)
    assert chased((older, newer), (), (chosen,)) == [80.0, 0.0]
    assert chased((older, newer), (), (transit(120.0, 7),)) == [0.0, 80.0]
