"""What holds for any promises on an item."""

from __future__ import annotations

from dataclasses import replace

from commitment_world import item, promise, world
from hypothesis import given
from hypothesis import strategies as st
from rules.commitment.commitment import COMMITMENT_VALUES, judge, rests
from rules.commitment.commitment_facts import Money, Waiting
from rules_world import EUR, day

amounts = st.sampled_from([0.01, 10.0, 99.99, 250.0, 400.0])
march = st.integers(1, 31).map(lambda n: f"03-{n:02d}")


@st.composite
def cases(draw):
    """An item with money, promises on it, and a day."""
    monies = draw(st.lists(st.tuples(amounts, march), max_size=4))
    total = sum(amount for amount, _on in monies) + draw(st.sampled_from([0.0, 300.0]))
    found = item(*monies, total=total or 300.0)
    promises = []
    for key in range(1, draw(st.integers(1, 4)) + 1):
        amount = draw(amounts)
        opened = draw(st.sampled_from([found.total, found.total / 2]))
        state = draw(
            st.sampled_from(["open", "to_approve", "kept", "broken", "partly"])
        )
        one_ = promise(amount, key, draw(march), draw(march), open_then=opened)
        promises.append(replace(one_, state=state))
    return found, promises, draw(march), draw(st.booleans())


@given(cases())
def test_what_always_holds(case):
    found, promises, today, fresh = case
    there = world(today, fresh=fresh)
    verdicts = judge(promises, [found], there)
    known = {p.key: p for p in promises}
    for verdict in verdicts:
        asked = known[verdict.key]
        assert set(COMMITMENT_VALUES[verdict.reason.code]) == {
            name for name, _value in verdict.reason.values
        }
        assert 0.0 <= verdict.paid <= asked.amount
        assert (verdict.broken_on is not None) == (
            verdict.state in ("broken", "partly")
        )
        assert not (verdict.rests and verdict.deadline < there.today)
        if verdict.state in ("broken", "partly"):
            assert verdict.deadline < there.today
    assert sum(rests(verdicts, [found]).values()) <= found.open
    # judged again the same day nothing changes
    again = [
        replace(known[v.key], state=v.state, broken_on=v.broken_on) for v in verdicts
    ]
    assert judge(again, [found], there) == verdicts
    # the order of the facts does not matter
    assert judge(promises[::-1], [found], there) == verdicts


@given(cases(), st.lists(st.tuples(amounts, march), max_size=4))
def test_money_that_waits_breaks_nothing_and_counts_once(case, monies):
    found, promises, today, fresh = case
    waiting = tuple(
        Waiting(key, 0, EUR, amount, day(on))
        for key, (amount, on) in enumerate(monies, 1)
    )
    plain = judge(promises, [found], world(today, fresh=fresh))
    there = world(today, fresh=fresh, waiting=waiting)
    verdicts = judge(promises, [found], there)
    taken = 0.0
    for before, after in zip(plain, verdicts, strict=True):
        if after.reason.code == "unmatched":
            assert before.state != "kept"
            assert after.deadline < there.today
            assert not after.rests
            taken += dict(after.reason.values)["waiting"]
        else:
            assert after == before
    assert taken <= sum(amount for amount, _on in monies) + 1e-9
    again = judge(promises[::-1], [found], replace(there, waiting=waiting[::-1]))
    assert again == verdicts


@given(cases(), amounts)
def test_more_money_in_time_never_harms(case, more):
    found, promises, today, fresh = case
    first = min(p.recorded_on for p in promises)
    richer = replace(
        found, total=found.total + more, monies=(*found.monies, Money(more, first))
    )
    opened = [
        replace(p, parts=(replace(p.parts[0], open_then=p.parts[0].open_then + more),))
        for p in promises
    ]
    there = world(today, fresh=fresh)
    before = {v.key: v.state for v in judge(promises, [found], there)}
    after = {v.key: v.state for v in judge(opened, [richer], there)}
    assert all(after[key] == "kept" for key in before if before[key] == "kept")
