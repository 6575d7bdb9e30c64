"""Which money a promise takes, and payments without an entry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rules.commitment.commitment_facts import ItemMoney, Money, Part, Rates, Transfer
from rules.commitment.commitment_money import (
    Piece,
    Taken,
    exclusive,
    take,
    with_transfers,
)
from rules_world import EUR, USD, day

NONE = Rates()


def item(key, total, *monies, move=None, due="03-02", currency=EUR):
    """A line of a document with the same key, unless said otherwise."""
    found = tuple(Money(amount, day(on)) for amount, on in monies)
    return ItemMoney(key, currency, total, found, move or key, day(due))


def stretches(pieces):
    return [(piece.start, piece.end, piece.on) for piece in pieces]


FIFTH, NINTH = day("03-05"), day("03-09")


@pytest.mark.parametrize(
    ("opened", "cap", "used", "expected"),
    [
        (1000.0, 1000.0, (), [(0.0, 400.0, FIFTH), (400.0, 700.0, NINTH)]),
        (1000.0, 500.0, (), [(0.0, 400.0, FIFTH), (400.0, 500.0, NINTH)]),
        (800.0, 300.0, (), [(200.0, 400.0, FIFTH), (400.0, 500.0, NINTH)]),
        (200.0, 300.0, (), []),
        (
            1000.0,
            500.0,
            ((0.0, 100.0),),
            [(100.0, 400.0, FIFTH), (400.0, 600.0, NINTH)],
        ),
        (
            1000.0,
            200.0,
            ((100.0, 400.0),),
            [(0.0, 100.0, FIFTH), (400.0, 500.0, NINTH)],
        ),
        (1000.0, 900.0, ((0.0, 400.0), (400.0, 700.0)), []),
        (
            1000.0,
            900.0,
            ((500.0, 600.0), (0.0, 450.0)),
            [(450.0, 500.0, NINTH), (600.0, 700.0, NINTH)],
        ),
    ],
)
def test_take(opened, cap, used, expected):
    found = item(1, 1000.0, (400.0, "03-05"), (300.0, "03-09"))
    taken = [Piece(start, end, day("03-05"), end - start) for start, end in used]
    pieces = take(found, Part(1, cap, opened), cap, EUR, taken, NONE)
    assert stretches(pieces) == expected
    assert sum(piece.worth for piece in pieces) <= cap


@pytest.mark.parametrize(
    ("until", "total", "opened", "old"),
    [
        ("03-04", 1000.0, 600.0, 0.0),  # what was matched then has come back
        ("03-05", 1000.0, 600.0, 400.0),
        ("03-05", 1500.0, 600.0, 400.0),  # the document was raised since
        ("03-09", 1000.0, 300.0, 700.0),
        ("03-09", 1000.0, 800.0, 200.0),
    ],
)
def test_old_money_is_never_more_than_has_so_old_a_value_day(until, total, opened, old):
    found = item(1, total, (400.0, "03-05"), (300.0, "03-09"))
    assert Part(1, 100.0, opened, day(until)).old_money(found) == old


def test_who_ran_out_before_keeps_only_what_came_in_time():
    early = Piece(0.0, 100.0, day("03-05"), 100.0)
    late = Piece(100.0, 300.0, day("03-20"), 200.0)
    taken = [Taken(day("03-12"), [early, late])]
    assert exclusive(taken, day("03-12")) == [early, late]
    assert exclusive(taken, day("03-13")) == [early]


def transfer(key, amount, *names, on="03-05", currency=EUR):
    return Transfer(key, currency, amount, day(on), names)


@pytest.mark.parametrize(
    ("transfers", "opens"),
    [
        ([], [600.0, 600.0]),
        ([transfer(1, 400.0, 1)], [200.0, 600.0]),
        # the oldest due first, what is left over belongs to none
        ([transfer(1, 1000.0, 1, 2)], [200.0, 0.0]),
        ([transfer(1, 9000.0, 1, 2)], [0.0, 0.0]),
        ([transfer(1, 700.0, 1), transfer(2, 50.0, 1, 2, on="03-04")], [0.0, 550.0]),
        ([transfer(1, 700.0, 9)], [600.0, 600.0]),
    ],
)
def test_payments_without_an_entry(transfers, opens):
    items = (item(1, 600.0, due="03-09"), item(2, 600.0, due="03-02"))
    found = with_transfers(items, transfers, NONE)
    assert [one.open for one in found] == opens
    assert [one.key for one in found] == [1, 2]


def test_a_payment_in_another_currency():
    rates = Rates({("EUR", day("03-05")): 1.0, ("USD", day("03-05")): 1.25})
    [found] = with_transfers(
        [item(1, 600.0)], [transfer(1, 500.0, 1, currency=USD)], rates
    )
    assert found.monies == (Money(400.0, day("03-05")),)


def test_instalments_of_one_document_are_paid_in_order():
    lines = (item(1, 500.0, move=7, due="04-01"), item(2, 500.0, move=7, due="03-01"))
    found = with_transfers(lines, [transfer(1, 700.0, 7)], NONE)
    assert [one.open for one in found] == [300.0, 0.0]


def test_the_instalment_that_the_debtor_chose_is_paid_first():
    lines = (item(1, 500.0, move=7, due="04-01"), item(2, 500.0, move=7, due="03-01"))
    chosen = replace(transfer(1, 500.0, 7), item=1)
    found = with_transfers(lines, [chosen], NONE)
    assert [one.open for one in found] == [0.0, 500.0]


@pytest.mark.parametrize(
    ("apart", "expected"),
    [
        # 400 came on the fifth, 300 on the ninth
        ([(100.0, "03-05")], [(0.0, 300.0, FIFTH), (400.0, 700.0, NINTH)]),
        ([(400.0, "03-05")], [(400.0, 700.0, NINTH)]),
        ([(500.0, "03-05")], [(400.0, 600.0, NINTH)]),
        ([(500.0, "03-06")], [(0.0, 400.0, FIFTH)]),
        ([(900.0, "03-10")], [(0.0, 400.0, FIFTH), (400.0, 700.0, NINTH)]),
        (
            [(50.0, "03-09"), (50.0, "03-05")],
            [(0.0, 350.0, FIFTH), (400.0, 650.0, NINTH)],
        ),
    ],
)
def test_what_was_chosen_beside_a_promise_is_not_taken_by_it(apart, expected):
    paid = item(1, 1000.0, (300.0, "03-09"), (400.0, "03-05"))
    beside = tuple(Money(amount, day(on)) for amount, on in apart)
    pieces = take(
        replace(paid, apart=beside), Part(1, 1000.0, 1000.0), 1000.0, EUR, (), NONE
    )
    assert stretches(pieces) == expected


def test_an_item_is_never_less_than_paid():
    assert item(1, 100.0, (150.0, "03-01")).open == 0.0
