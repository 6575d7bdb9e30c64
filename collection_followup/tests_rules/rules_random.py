"""Debtors of every kind, for properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from rules.ledger.facts import (
    Credit,
    Debtor,
    LastNotice,
    Level,
    PaymentRun,
    SentStage,
    Transit,
)
from rules_world import DUE, EUR, STAGES, STRATEGY, USD, invoice

MINIMA = replace(
    STRATEGY,
    key=2,
    stages=tuple(replace(s, minimum=100.0 * s.severity) for s in STAGES),
)
SHORT = replace(
    STRATEGY, key=3, stages=(STAGES[1], replace(STAGES[4], key=24)), min_gap=20
)


def before(days: int):
    """A day before the usual due date."""
    return DUE - timedelta(days=days)


# what makes an item special; most are not
ITEM_FACTS = (
    *({},) * 8,
    {"disputed": 3.0},
    {"disputed": 5000.0},
    {"promised": 3.0},
    {"skip_once": True},
    {"collected_by_us": True},
    {"fresh_from": before(10)},
    {"fresh_from": before(-10)},
    {"returned_on": before(3)},
    {"returned_on": before(20)},
    {"posted_on": before(10)},
    {"total_company": 30000.0},
    {"currency": USD},
)

# what makes a debtor special
DEBTOR_FACTS = (
    *({},) * 8,
    {"late_before": True},
    {"grace_days": 5},
    {"person": True},
    {"bank_fresh": False},
    {"bank_fresh": False, "late_before": True},
    {"reachable": False},
    {"bounced": True},
    {"paused_until": DUE},
    {"broken": 1, "broken_on": before(-1)},
    {"broken": 2, "broken_on": before(20)},
    {"decided_on": before(10)},
    {"decided_on": before(40)},
    {"payment_run": PaymentRun(frozenset({2}))},
    {"credits": (Credit(1, EUR, 500.0, before(9), (102,)),)},
    {"credits": (Credit(1, EUR, 70.0, DUE), Credit(2, EUR, 70.0, DUE, (103, 101)))},
    {"transits": (Transit(1, "online", EUR, 500.0, before(2)),)},
    {"transits": (Transit(1, "bank", EUR, 70.0, before(9), (103,)),)},
)


@st.composite
def items(draw, key: int):
    """One open item."""
    amount = draw(st.sampled_from([1200.0, 480.0, 60.0, 12.0]))
    due = before(draw(st.integers(-20, 120)))
    place = draw(st.integers(-3, 5))
    level = None
    if place >= 0:
        sent_on = before(draw(st.integers(1, 90)))
        due_then = draw(st.sampled_from([None, due, due - timedelta(days=9)]))
        level = Level(STAGES[place].key, place, sent_on, due_then)
    facts = draw(st.sampled_from(ITEM_FACTS))
    return invoice(key, amount, due, level=level, **facts)


@st.composite
def debtors(draw):
    """A debtor with up to five items."""
    count = draw(st.integers(1, 5))
    found = tuple(draw(items(key)) for key in range(1, count + 1))
    last = None
    if draw(st.booleans()):
        sent_on = draw(st.integers(1, 40))
        last = LastNotice(before(sent_on), before(sent_on - 10), 1)
    places = draw(st.lists(st.integers(1, 5), max_size=4))
    sent = tuple(SentStage(10 + p, p, before(17 * n + p)) for n, p in enumerate(places))
    strategy = draw(st.sampled_from([STRATEGY, STRATEGY, MINIMA, SHORT]))
    facts = draw(st.sampled_from(DEBTOR_FACTS))
    return Debtor(1, found, strategy=strategy, last_notice=last, sent=sent, **facts)


days = st.integers(-6, 20).map(lambda n: DUE + timedelta(days=n))
