"""Promises on one item of a thousand euro, for the tests of the rule."""

from __future__ import annotations

from rules.commitment.commitment import judge
from rules.commitment.commitment_facts import (
    ItemMoney,
    Money,
    Part,
    Promise,
    Terms,
    World,
)
from rules_world import CALENDAR, EUR, day

TERMS = Terms(tolerance=5.0, share=0.01, grace=2)
# Tuesday 10 March is promised on Monday 2 March; the deadline is Thursday the 12th
PROMISED, RECORDED, LAST = day("03-10"), day("03-02"), day("03-12")


def item(*monies, total=1000.0, key=1, currency=EUR):
    """A receivable line with money: pairs of amount and day."""
    found = tuple(Money(amount, day(on)) for amount, on in monies)
    return ItemMoney(key, currency, total, found)


def promise(amount=1000.0, key=1, due="03-10", recorded="03-02", **other):
    """A promise to pay one item, all of it open by then."""
    part = Part(other.pop("item", 1), amount, other.pop("open_then", 1000.0))
    other.setdefault("parts", (part,))
    return Promise(key, EUR, amount, day(due), day(recorded), **other)


def world(today="03-10", **other):
    """A day with the usual terms."""
    other.setdefault("terms", TERMS)
    return World(day(today), CALENDAR, **other)


def one(promised, *items, today="03-10", **other):
    """The verdict on one promise."""
    [verdict] = judge([promised], items, world(today, **other))
    return verdict
