"""What holds for every debtor on every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from rules.ledger.facts import ALSO, COMING, Action
from rules.strategy.clock import payable_on, tempo_end
from rules.strategy.ladder import item_index, level_index
from rules.strategy.stage import REASON_VALUES, decide, stage_of
from rules_random import days, debtors
from rules_world import CALENDAR, POLICY, decided


@given(debtors(), days)
@settings(max_examples=150)
def test_every_answer(who, today):
    answer = decided(who, today)
    has_its_reason(answer, who, today)
    if answer.action is Action.NOTICE:
        claims_only_what_may_be_chased(answer, today)
        takes_every_item_up_by_one(answer, who)
        is_at_the_highest_stage(answer, who)
        keeps_tempo_and_caps(answer, who, today)
        is_not_below_what_was_said(answer, who, today)


def has_its_reason(answer, who, today):
    """A code of the table, with the values of the table."""
    names = tuple(name for name, _value in answer.reason.values)
    assert names == REASON_VALUES[answer.reason.code]
    assert len(answer.claims) == len(who.items)
    assert bool(answer.lines) is (answer.action is Action.NOTICE)
    if answer.next_on is not None:
        assert answer.next_on > today
        assert CALENDAR.is_working(answer.next_on)


def claims_only_what_may_be_chased(answer, today):
    """Lines say what they are, on a working day."""
    assert CALENDAR.is_working(today)
    if answer.pay_by is not None:
        assert CALENDAR.is_working(answer.pay_by) and answer.pay_by > today
    for line in answer.lines:
        claim = line.claim
        late = today > payable_on(claim.item, CALENDAR)
        assert not claim.item.skip_once
        assert late is (line.part != COMING)
        if line.part in POLICY.apart:
            assert claim.part(line.part) > 0 and line.moves_to is None
        else:
            assert claim.to_collect > 0
            assert (line.moves_to is None) is (line.part == ALSO)
    moving = [line.claim.item.key for line in answer.lines if line.moves_to]
    assert moving and len(moving) == len(set(moving))


def takes_every_item_up_by_one(answer, who):
    """The next applicable stage, or the same once more."""
    keys = [stage.key for stage in who.strategy.stages]
    for line in answer.lines:
        if line.moves_to is None:
            continue
        place = keys.index(line.moves_to)
        level = item_index(who.strategy, line.claim.item)
        if line.again:
            had = level_index(who.strategy, line.claim.item.level)
            assert place == level or place <= had
            continue
        assert place > level
        passed = who.strategy.stages[level + 1 : place]
        assert all(s.delay < 0 or s.minimum > 0 or s.severity >= 4 for s in passed)


def is_at_the_highest_stage(answer, who):
    """The highest that is due, or that at which stuck items stand."""
    keys = [stage.key for stage in who.strategy.stages]
    place = keys.index(answer.stage_key)
    moves = [keys.index(ln.moves_to) for ln in answer.lines if ln.moves_to]
    if answer.reason.code == "raised":
        stuck = [ln.claim.item for ln in answer.lines if ln.part == ALSO]
        assert place in [item_index(who.strategy, item) for item in stuck]
        assert place > max(moves)
    else:
        assert place == max(moves)


def keeps_tempo_and_caps(answer, who, today):
    """Neither too soon nor too often."""
    end = tempo_end(who, who.strategy.min_gap, CALENDAR, POLICY)
    assert end is None or today >= end
    counted = [
        sent
        for sent in who.sent
        if sent.stage_key == answer.stage_key
        and (who.decided_on is None or sent.on >= who.decided_on)
    ]
    stern = answer.stage_key in [s.key for s in who.strategy.stages[1:][-2:]]
    assert len(counted) < (1 if stern else 3)


def is_not_below_what_was_said(answer, who, today):
    """Nothing milder than what was sent for an item that weighs something."""
    heavy = [
        claim
        for claim in answer.claims
        if claim.to_collect >= POLICY.remainder_amount
        and today > payable_on(claim.item, CALENDAR)
        and not claim.item.skip_once
        and not claim.item.collected_by_us
        and claim.item.total_company <= claim.item.open
    ]
    highest = stage_of(who, heavy)
    if highest is not None:
        keys = [stage.key for stage in who.strategy.stages]
        assert keys.index(answer.stage_key) >= keys.index(highest.key)


@given(debtors(), days, st.randoms())
def test_the_order_of_the_facts_does_not_matter(who, today, random):
    def mixed(facts):
        return tuple(random.sample(facts, len(facts)))

    other = replace(
        who,
        items=mixed(who.items),
        credits=mixed(who.credits),
        transits=mixed(who.transits),
        sent=mixed(who.sent),
    )
    assert decided(other, today) == decided(who, today)


@given(debtors(), days)
def test_nothing_is_sent_before_the_date_that_was_told(who, today):
    answer = decided(who, today)
    if answer.action is not Action.WAIT or answer.reason.code == "bank_stale":
        return
    last = answer.next_on or today + timedelta(days=90)
    for n in range(1, (last - today).days):
        later = decide(who, today + timedelta(days=n), CALENDAR, POLICY)
        assert later.action is not Action.NOTICE


STOPPERS = (
    {"stop": "insolvency"},
    {"bounced": True},
    {"decision_open": True},
    {"reachable": False},
)


@given(debtors(), days, st.sampled_from(STOPPERS))
def test_what_stops_a_debtor_stops_every_notice(who, today, facts):
    assert decided(replace(who, **facts), today).action is not Action.NOTICE
    for other in (
        {"paused_until": today},
        {"replied_on": today},
        {"strategy": replace(who.strategy, confirmed=False)},
    ):
        assert decided(replace(who, **other), today).action is not Action.NOTICE
