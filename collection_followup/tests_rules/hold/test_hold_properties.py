"""Properties of holds: paying, disputing and waiting for news never hold anybody."""

from dataclasses import replace
from datetime import timedelta

from hold_world import ALL, PAY_BY, POLICY, TODAY
from hypothesis import given
from hypothesis import strategies as st
from rules.hold.hold import judge, rank
from rules.hold.hold_facts import EFFECTS, HoldFacts, HoldItem, HoldSettings
from rules.ledger.amounts import claims
from rules_world import DUE, THIRD, USD, at, invoice, resting

amounts = st.sampled_from([12.0, 240.0, 250.0, 999.99, 4000.0, 6000.0])
shares = st.sampled_from([0.0, 0.0, 0.01, 0.5, 1.0])


@st.composite
def lines(draw, key):
    """One open item, some of it contested or promised."""
    amount = draw(amounts)
    other = draw(st.sampled_from([{}, {}, {"currency": USD}, {"total_company": 9e4}]))
    return invoice(
        key,
        amount,
        due=DUE + timedelta(days=draw(st.integers(-60, 60))),
        level=draw(st.sampled_from([None, at(THIRD), at(14)])),
        disputed=round(amount * draw(shares), 2),
        promised=round(amount * draw(shares), 2),
        **other,
    )


@st.composite
def worlds(draw):
    """A debtor, the settings, and the items behind him."""
    items = [draw(lines(key)) for key in range(1, draw(st.integers(0, 4)) + 1)]
    said = [
        (
            draw(st.sampled_from([None, PAY_BY, TODAY, DUE])),
            draw(st.sampled_from([None, None, TODAY, DUE - timedelta(days=99)])),
        )
        for _item in items
    ]
    facts = HoldFacts(
        sales=draw(st.sampled_from([0.0, 4000.0, 90000.0])),
        limit=draw(st.sampled_from([None, 0.0, 500.0, 20000.0])),
        broken=draw(st.integers(0, 3)),
        broken_on=draw(st.sampled_from([None, TODAY, DUE])),
        person=draw(st.booleans()),
        exempt=draw(st.sampled_from([False, False, False, True])),
        reliable=draw(st.booleans()),
        grace_until=draw(st.sampled_from([None, None, TODAY])),
        bank_fresh=draw(st.sampled_from([True, True, False])),
        manual=draw(st.sampled_from([None, None, *EFFECTS])),
    )
    held = draw(st.sampled_from([facts.manual, *EFFECTS]))
    codes = draw(st.sets(st.sampled_from(sorted(ALL.switches))))
    switches = {code: ALL.switches[code] for code in sorted(codes)}
    return items, said, replace(facts, held=held), HoldSettings(switches)


def judged(items, said, facts, settings, today=TODAY):
    """Judge what is open of items."""
    open_items = [item for item in items if item.open > 0.0]
    words = {item.key: words for item, words in zip(items, said, strict=True)}
    known = tuple(
        HoldItem(claim, words[claim.item.key][0], claim.item.level,
                 words[claim.item.key][1])
        for claim in claims(open_items, [], [], today, POLICY)
    )  # fmt: skip
    return judge(replace(facts, items=known), settings, today)


def strength(verdict):
    """How hard a verdict is, proposals included."""
    return max(rank(verdict.effect), rank(verdict.proposal))


@given(worlds(), st.integers(0, 3), shares)
def test_paying_more_never_holds(world, which, share):
    items, said, facts, settings = world
    before = judged(*world)
    if which < len(items):
        item = items[which]
        left = round(item.open * (1.0 - share), 2)
        rests = {name: min(amount, left) for name, amount in item.rests}
        paid = resting(replace(item, open=left, open_company=left), **rests)
        items = [*items[:which], paid, *items[which + 1 :]]
    after = judged(items, said, facts, settings)
    assert strength(after) <= strength(before)
    assert after.amount <= before.amount


@given(worlds(), st.integers(0, 3), shares)
def test_disputing_more_never_holds(world, which, share):
    items, said, facts, settings = world
    before = judged(*world)
    if which < len(items):
        item = items[which]
        more = round(item.open * share, 2)
        contested = resting(
            item, disputed=max(dict(item.rests).get("disputed", 0.0), more)
        )
        items = [*items[:which], contested, *items[which + 1 :]]
    after = judged(items, said, facts, settings)
    assert strength(after) <= strength(before)


@given(worlds())
def test_nothing_gets_harder_without_fresh_bank_data(world):
    items, said, facts, settings = world
    stale = judged(items, said, replace(facts, bank_fresh=False), settings)
    bound = max(rank(facts.held), rank(facts.manual))
    assert strength(stale) <= bound


@given(worlds())
def test_a_verdict_explains_itself(world):
    _items, _said, facts, _settings = world
    verdict = judged(*world)
    assert verdict.causes or verdict.why_not is not None
    assert verdict.effect is None or verdict.causes
    assert verdict.proposal is None or facts.person
    if verdict.effect is None and facts.exempt:
        assert not verdict.causes
    debt = [cause for cause in verdict.causes if cause.code != "manual"]
    assert (verdict.amount > 0.0) == bool(debt)
