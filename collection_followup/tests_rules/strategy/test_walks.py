"""Whole half years of random debtors: what holds on the way."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from rules.ledger.facts import ALSO, Action
from rules_world import (
    CALENDAR,
    DUE,
    POLICY,
    STAGES,
    bought,
    changed,
    debtor,
    invoice,
    paid,
    walk,
)


@st.composite
def half_years(draw):
    """Invoices that come, are paid, disputed, decided or extended: changes by day."""
    changes: dict = {}
    for key in range(1, draw(st.integers(1, 6)) + 1):
        due = DUE + timedelta(days=draw(st.integers(0, 90)))
        amount = draw(st.sampled_from([12.0, 60.0, 700.0, 2500.0]))
        late = draw(st.sampled_from([-3, 10, 30, 50, 400]))
        new = bought(invoice(key, amount, due))
        changes.setdefault(due - timedelta(days=30), []).append(new)
        changes.setdefault(due + timedelta(days=late), []).append(paid(key))
        event = draw(st.sampled_from([None, None, "disputed", "for_us", "due"]))
        on = due + timedelta(days=draw(st.integers(0, 40)))
        later = on + timedelta(days=20)
        if event in ("disputed", "for_us"):
            changes.setdefault(on, []).append(changed(key, disputed=amount))
        if event == "for_us":  # rests up to a pay-by date, then starts again
            fresh = changed(key, disputed=0.0, level=None, fresh_from=later)
            changes.setdefault(later + timedelta(days=1), []).append(fresh)
        if event == "due":
            changes.setdefault(on, []).append(changed(key, due=later))
    return changes


@given(half_years(), st.booleans(), st.lists(st.integers(1, 30), max_size=2))
@settings(max_examples=25)
def test_half_a_year(changes, late_before, answers):
    start = DUE - timedelta(days=31)
    who = debtor(late_before=late_before)
    story = walk(who, start, start + timedelta(days=179), changes, answers=answers)
    notices = [(on, d) for on, d in story.days if d.action is Action.NOTICE]
    keeps_its_distance(notices)
    moves_each_item_once_to_each_stage(notices)
    if not answers:
        sends_no_stage_too_often(notices)


def keeps_its_distance(notices):
    """The least gap, and three bank days after the pay-by date."""
    for (first, told), (second, _later) in pairwise(notices):
        assert (second - first).days >= 7
        if told.pay_by is not None:
            assert second >= CALENDAR.add_working(told.pay_by, POLICY.bank_days)


def moves_each_item_once_to_each_stage(notices):
    """Unless it is said to be again: upwards, one applicable stage a notice."""
    reached: dict[int, int] = {}
    keys = [stage.key for stage in STAGES]
    for on, decision in notices:
        for line in decision.lines:
            if line.moves_to is None:
                assert line.part in (ALSO, "disputed")
                continue
            key, place = line.claim.item.key, keys.index(line.moves_to)
            if line.claim.item.fresh_from and line.claim.item.level is None:
                assert on > line.claim.item.fresh_from
                reached.pop(key, None)  # decided for us: like a fresh invoice
            if not line.again:
                step = place - reached.get(key, -1)
                assert step == 1 or (step == 2 and place == 1)
            reached[key] = place


def sends_no_stage_too_often(notices):
    """Three times, the two sternest once."""
    sent = [decision.stage_key for _on, decision in notices]
    for stage in STAGES:
        assert sent.count(stage.key) <= (1 if stage.severity >= 4 else 3)
