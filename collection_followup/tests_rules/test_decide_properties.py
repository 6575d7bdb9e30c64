"""What holds for every debtor on every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st
from rules.clock import payable_on, tempo_end
from rules.facts import (
    Action,
    Credit,
    Debtor,
    Item,
    LastNotice,
    Level,
    Part,
    PaymentRun,
    SentStage,
    Strategy,
    Transit,
)
from rules.ladder import item_index, level_index
from rules.stage import REASON_CODES, REASON_VALUES, decide, stage_of
from rules_world import CALENDAR, DUE, EUR, POLICY, STAGES, STRATEGY, USD

days = st.integers(-120, 20).map(lambda n: DUE + timedelta(days=n))
past = st.integers(-200, -1).map(lambda n: DUE + timedelta(days=n))
rarely = st.integers(0, 9).map(lambda n: n == 0)
MINIMA = replace(
    STRATEGY,
    key=2,
    stages=tuple(replace(s, minimum=100.0 * s.severity) for s in STAGES),
)
SHORT = Strategy(3, (STAGES[1], replace(STAGES[4], key=24)), min_gap=20)
strategies = st.sampled_from([STRATEGY, STRATEGY, MINIMA, SHORT])
levels = st.none() | st.builds(
    lambda place, on, due: Level(STAGES[place].key, place, on, due),
    st.integers(0, 5),
    st.none() | past,
    st.none() | days,
)


@st.composite
def items(draw):
    """One open item, in most cases a plain one."""
    amount = draw(st.sampled_from([5.0, 12.0, 60.0, 480.0, 1200.0]))
    return Item(
        draw(st.integers(1, 10**6)),
        draw(st.integers(1, 6)),
        draw(st.sampled_from([EUR, EUR, EUR, USD])),
        amount,
        amount,
        draw(days),
        issued=draw(st.none() | past),
        posted_on=draw(st.none() | st.none() | past),
        total_company=draw(st.sampled_from([amount, amount, 1500.0])),
        level=draw(levels),
        disputed=draw(st.sampled_from([0.0, 0.0, 3.0, 2000.0])),
        promised=draw(st.sampled_from([0.0, 0.0, 3.0])),
        skip_once=draw(rarely),
        collected_by_us=draw(rarely),
        returned_on=draw(st.none() | st.none() | past),
    )


sent_stages = st.lists(
    st.builds(lambda p, on: SentStage(10 + p, p, on), st.integers(1, 5), past),
    max_size=4,
).map(tuple)
credits = st.builds(
    Credit,
    st.integers(1, 10**6),
    st.just(EUR),
    st.sampled_from([5.0, 500.0]),
    past,
    st.lists(st.integers(1, 6), max_size=2).map(tuple),
)
transits = st.builds(
    Transit,
    st.integers(1, 10**6),
    st.sampled_from(["bank", "online"]),
    st.just(EUR),
    st.sampled_from([5.0, 500.0]),
    st.integers(-12, 0).map(lambda n: DUE + timedelta(days=n)),
)
debtors = st.builds(
    Debtor,
    key=st.just(1),
    items=st.lists(items(), max_size=5, unique_by=lambda i: i.key).map(tuple),
    credits=st.lists(credits, max_size=2, unique_by=lambda c: c.key).map(tuple),
    transits=st.lists(transits, max_size=2, unique_by=lambda t: t.key).map(tuple),
    strategy=strategies,
    grace_days=st.sampled_from([0, 0, 5]),
    person=rarely,
    late_before=st.booleans(),
    last_notice=st.none()
    | st.builds(LastNotice, past, st.none() | past, st.integers(0, 5)),
    sent=sent_stages,
    paused_until=st.none() | st.none() | past,
    bounced=rarely,
    bank_fresh=rarely.map(lambda stale: not stale),
    reachable=rarely.map(lambda out: not out),
    decided_on=st.none() | past,
    payment_run=st.none() | st.just(PaymentRun(frozenset({2}))),
)


def on_days(count: int = 1):
    """Some days in a row, the first one around the due date."""
    return st.integers(-6, 20).map(
        lambda n: [DUE + timedelta(days=n + k) for k in range(count)]
    )


@given(debtors, on_days())
def test_every_answer_has_a_reason_with_its_values(who, when):
    answer = decide(who, when[0], CALENDAR, POLICY)
    assert answer.reason.code in REASON_CODES
    names = tuple(name for name, _value in answer.reason.values)
    assert names == REASON_VALUES[answer.reason.code]
    assert len(answer.claims) == len(who.items)
    assert bool(answer.lines) is (answer.action is Action.NOTICE)
    if answer.next_on is not None:
        assert answer.next_on > when[0]
        assert CALENDAR.is_working(answer.next_on)


@given(debtors, on_days(), st.randoms())
def test_the_order_of_the_facts_does_not_matter(who, when, random):
    def mixed(facts):
        return tuple(random.sample(facts, len(facts)))

    other = replace(
        who,
        items=mixed(who.items),
        credits=mixed(who.credits),
        transits=mixed(who.transits),
        sent=mixed(who.sent),
    )
    first = decide(who, when[0], CALENDAR, POLICY)
    assert decide(other, when[0], CALENDAR, POLICY) == first


@given(debtors, on_days())
def test_a_notice_claims_only_what_may_be_chased(who, when):
    answer = decide(who, when[0], CALENDAR, POLICY)
    assume(answer.action is Action.NOTICE)
    assert CALENDAR.is_working(when[0])
    assert answer.pay_by is None or CALENDAR.is_working(answer.pay_by)
    assert answer.pay_by is None or answer.pay_by > when[0]
    for line in answer.lines:
        item, claim = line.claim.item, line.claim
        late = when[0] > payable_on(item, CALENDAR)
        assert not item.skip_once
        assert late is (line.part is not Part.COMING)
        if line.part is Part.DISPUTED:
            assert claim.disputed > 0 and line.moves_to is None
        elif line.part is Part.PROMISED:
            assert claim.promised > 0 and line.moves_to is None
        else:
            assert claim.to_chase > 0
            assert (line.moves_to is None) is (line.part is Part.ALSO)
    asked = [line.claim.item.key for line in answer.lines if line.moves_to]
    assert asked and len(asked) == len(set(asked))


@given(debtors, on_days())
def test_the_stage_is_the_highest_of_the_lines_or_of_what_stands(who, when):
    answer = decide(who, when[0], CALENDAR, POLICY)
    assume(answer.action is Action.NOTICE)
    stages = [stage.key for stage in who.strategy.stages]
    place = stages.index(answer.stage_key)
    moves = [stages.index(ln.moves_to) for ln in answer.lines if ln.moves_to]
    if answer.reason.code == "raised":
        standing = [ln for ln in answer.lines if ln.part is Part.ALSO]
        places = [item_index(who.strategy, ln.claim.item) for ln in standing]
        assert place in places and place > max(moves)
    else:
        assert place == max(moves)


@given(debtors, on_days())
def test_an_item_goes_up_by_one_applicable_stage(who, when):
    answer = decide(who, when[0], CALENDAR, POLICY)
    strategy = who.strategy
    keys = [stage.key for stage in strategy.stages]
    for line in answer.lines:
        if line.moves_to is None:
            continue
        place = keys.index(line.moves_to)
        level = item_index(strategy, line.claim.item)
        if line.again:
            had = level_index(strategy, line.claim.item.level)
            assert place == level or place <= had
            continue
        assert place > level
        passed = strategy.stages[level + 1 : place]
        assert all(s.delay < 0 or s.minimum > 0 or s.severity >= 4 for s in passed)


@given(debtors, on_days())
def test_the_tempo_and_the_caps_are_kept(who, when):
    answer = decide(who, when[0], CALENDAR, POLICY)
    assume(answer.action is Action.NOTICE)
    gap = who.strategy.min_gap
    end = tempo_end(who, gap, CALENDAR, POLICY)
    assert end is None or when[0] >= end
    counted = [
        sent
        for sent in who.sent
        if (when[0] - sent.on).days < 180
        and sent.stage_key == answer.stage_key
        and (who.decided_on is None or sent.on >= who.decided_on)
    ]
    stern = answer.stage_key in [s.key for s in who.strategy.stages[1:][-2:]]
    assert len(counted) < (1 if stern else 3)


@given(debtors, on_days())
def test_nothing_is_written_below_what_weighs(who, when):
    answer = decide(who, when[0], CALENDAR, POLICY)
    assume(answer.action is Action.NOTICE)
    heavy = [
        claim
        for claim in answer.claims
        if claim.to_chase >= POLICY.remainder_amount
        and not claim.item.skip_once
        and not claim.item.collected_by_us
    ]
    highest = stage_of(who, heavy)
    keys = [stage.key for stage in who.strategy.stages]
    if highest is not None and answer.reason.code != "courtesy":
        assert keys.index(answer.stage_key) >= keys.index(highest.key)


@given(debtors, on_days())
def test_nothing_is_sent_before_the_date_that_was_told(who, when):
    answer = decide(who, when[0], CALENDAR, POLICY)
    assume(answer.action is Action.WAIT and answer.reason.code != "bank_stale")
    last = answer.next_on or when[0] + timedelta(days=90)
    for n in range(1, (last - when[0]).days):
        later = decide(who, when[0] + timedelta(days=n), CALENDAR, POLICY)
        assert later.action is not Action.NOTICE


@given(debtors, on_days())
def test_what_rests_for_the_debtor_as_a_whole_is_never_written_to(who, when):
    for facts in (
        {"stop": "insolvency"},
        {"bounced": True},
        {"replied_on": DUE},
        {"decision_open": True},
        {"paused_until": when[0]},
        {"strategy": replace(who.strategy, confirmed=False)},
        {"reachable": False},
    ):
        answer = decide(replace(who, **facts), when[0], CALENDAR, POLICY)
        assert answer.action is not Action.NOTICE
