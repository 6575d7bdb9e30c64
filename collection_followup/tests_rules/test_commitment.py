"""Promises held against the money of their items."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules import commitment
from rules.calendar import WorkCalendar
from rules.commitment import COMMITMENT_VALUES, deadline, judge, rests
from rules.commitment_facts import (
    ItemMoney,
    Money,
    Part,
    Promise,
    Rates,
    Terms,
    World,
)
from rules_world import CALENDAR, EUR, USD, day

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


@pytest.mark.parametrize(
    ("promised", "grace", "expected"),
    [
        ("03-10", 0, "03-10"),
        ("03-10", 2, "03-12"),
        ("03-12", 2, "03-16"),  # over the weekend
        ("03-14", 0, "03-16"),  # a Saturday
        ("03-14", 1, "03-17"),
        ("03-10", -1, "03-10"),
    ],
)
def test_deadline(promised, grace, expected):
    terms = replace(TERMS, grace=grace)
    assert deadline(day(promised), CALENDAR, terms) == day(expected)


def test_a_holiday_moves_the_deadline():
    calendar = WorkCalendar(frozenset({day("04-03"), day("04-06")}))
    assert deadline(day("04-03"), calendar, TERMS) == day("04-09")


@pytest.mark.parametrize(
    ("monies", "today", "state", "code", "paid"),
    [
        ((), "03-02", "open", "promised", 0.0),
        ((), "03-12", "open", "promised", 0.0),
        ((), "03-13", "broken", "broken", 0.0),
        (((400.0, "03-05"),), "03-12", "open", "promised_rest", 400.0),
        (((400.0, "03-05"),), "03-13", "partly", "partly", 400.0),
        (((1000.0, "03-05"),), "03-05", "kept", "kept", 1000.0),
        (((1000.0, "03-12"),), "03-20", "kept", "kept", 1000.0),
        (((600.0, "03-05"), (400.0, "03-12")), "03-20", "kept", "kept", 1000.0),
        # matched after it was recorded, whatever the day on it
        (((1000.0, "02-20"),), "03-05", "kept", "kept", 1000.0),
        # too late: remembered, but not kept
        (((1000.0, "03-13"),), "03-13", "broken", "broken_late", 1000.0),
        (((300.0, "03-16"),), "03-20", "broken", "broken_rest", 300.0),
        (
            ((400.0, "03-05"), (600.0, "03-20")),
            "03-20",
            "partly",
            "partly_late",
            1000.0,
        ),
        (((400.0, "03-05"), (100.0, "03-20")), "03-20", "partly", "partly", 500.0),
        # within the tolerance: five euro and one percent, both
        (((995.0, "03-05"),), "03-20", "kept", "kept", 995.0),
        (((994.99, "03-05"),), "03-20", "partly", "partly", 994.99),
    ],
)
def test_states(monies, today, state, code, paid):
    verdict = one(promise(), item(*monies), today=today)
    assert (verdict.state, verdict.reason.code) == (state, code)
    assert (verdict.paid, verdict.deadline) == (paid, LAST)
    assert (verdict.broken_on is not None) == (state in ("broken", "partly"))


def test_the_tolerance_is_the_smaller_of_sum_and_share():
    small = promise(100.0, open_then=100.0)
    assert one(small, item((99.0, "03-05"), total=100.0)).state == "kept"
    assert one(small, item((98.99, "03-05"), total=100.0)).state == "open"
    strict = replace(TERMS, tolerance=0.0)
    verdict = one(small, item((99.99, "03-05"), total=100.0), terms=strict)
    assert verdict.state == "open"


def test_what_was_matched_before_is_no_part_of_it():
    late = item((400.0, "02-20"), (300.0, "03-05"))
    verdict = one(promise(600.0, open_then=600.0), late, today="03-13")
    assert (verdict.state, verdict.paid) == ("partly", 300.0)


def test_old_money_that_is_matched_anew_changes_nothing():
    """Matching goes in another order; the old 400 still belong to the past."""
    promised = promise(600.0, open_then=600.0)
    first = item((400.0, "02-20"), (600.0, "03-20"))
    again = item((600.0, "03-20"), (400.0, "02-20"))
    verdicts = {one(promised, found, today="03-23") for found in (first, again)}
    assert [(v.state, v.paid_on) for v in verdicts] == [("broken", day("03-20"))]


def test_a_payment_that_goes_away_reopens_or_breaks():
    kept = replace(promise(), state="kept")
    assert one(kept, item(), today="03-11").state == "open"
    broken = one(kept, item(), today="03-16")
    assert (broken.state, broken.broken_on) == ("broken", day("03-16"))


def test_money_booked_later_with_a_day_in_time_mends_it():
    broken = replace(promise(), state="broken", broken_on=day("03-13"))
    verdict = one(broken, item((1000.0, "03-12")), today="03-20")
    assert (verdict.state, verdict.broken_on) == ("kept", None)
    assert verdict.paid_on == day("03-12")


def test_the_day_of_the_breach_stays():
    broken = replace(promise(), state="broken", broken_on=day("03-13"))
    verdict = one(broken, item((400.0, "03-11")), today="03-20")
    assert (verdict.state, verdict.broken_on) == ("partly", day("03-13"))


def test_how_many_days_late():
    verdict = one(promise(), item((1000.0, "03-16")), today="03-16")
    assert dict(verdict.reason.values)["days"] == 6
    assert verdict.paid_on == day("03-16")


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("open", "open", "bank_stale"),
        ("kept", "open", "bank_stale"),
        ("to_approve", "to_approve", "bank_stale"),
        ("broken", "broken", "broken"),
    ],
)
def test_with_old_bank_data_nothing_becomes_broken(before, after, code):
    verdict = one(replace(promise(), state=before), item(), today="03-13", fresh=False)
    assert (verdict.state, verdict.reason.code) == (after, code)
    assert verdict.rests == ()


def test_what_waits_for_approval_is_judged_like_the_others():
    asked = replace(promise(), state="to_approve")
    assert one(asked, item()).state == "to_approve"
    assert one(asked, item((1000.0, "03-04"))).state == "kept"
    assert one(asked, item(), today="03-13").state == "broken"


def test_without_documents_there_is_nothing_to_keep():
    verdict = one(promise(), item(key=2))
    assert (verdict.state, verdict.reason.code) == ("cancelled", "withdrawn")
    two = replace(
        promise(1500.0), parts=(Part(1, 1000.0, 1000.0), Part(3, 500.0, 500.0))
    )
    assert one(two, item((1000.0, "03-05"))).state == "kept"


def test_money_goes_to_the_promise_for_the_earlier_day():
    early = promise(300.0, key=2, due="03-10")
    late = promise(700.0, key=1, due="03-24")
    verdicts = judge([late, early], [item((400.0, "03-09"))], world("03-10"))
    assert [(v.key, v.state, v.paid) for v in verdicts] == [
        (2, "kept", 300.0),
        (1, "open", 100.0),
    ]


def test_instalments_on_one_day_are_paid_in_their_order():
    first, second = promise(500.0, key=1), promise(500.0, key=2)
    verdicts = judge([second, first], [item((500.0, "03-09"))], world())
    assert [(v.key, v.state) for v in verdicts] == [(1, "kept"), (2, "open")]


def test_a_missed_instalment_eats_the_money_of_the_next_one():
    first = promise(500.0, key=1)
    second = promise(500.0, key=2, due="04-10")
    verdicts = judge([first, second], [item((500.0, "04-09"))], world("04-20"))
    assert [(v.state, v.reason.code) for v in verdicts] == [
        ("broken", "broken_late"),
        ("broken", "broken"),
    ]


def test_a_new_promise_after_a_broken_one_gets_the_late_money():
    broken = promise(1000.0, key=1)
    newer = promise(900.0, key=2, due="04-01", recorded="03-16", open_then=900.0)
    found = item((100.0, "03-11"), (900.0, "03-31"))
    verdicts = judge([broken, newer], [found], world("04-02"))
    assert [(v.state, v.paid) for v in verdicts] == [
        ("partly", 1000.0),
        ("kept", 900.0),
    ]


def test_a_promise_of_several_items_is_kept_when_all_came():
    parts = (Part(1, 1000.0, 1000.0), Part(2, 500.0, 800.0))
    two = replace(promise(1500.0), parts=parts)
    first = item((1000.0, "03-04"))
    # 800 of the second item were open: the first 200 are no part of it
    second = item((200.0, "03-01"), (500.0, "03-06"), key=2)
    assert one(two, first, item(key=2)).paid == 1000.0
    verdict = one(two, first, second)
    assert (verdict.state, verdict.paid_on) == ("kept", day("03-06"))


def test_money_above_a_part_is_not_counted_twice():
    parts = (Part(1, 400.0, 1000.0), Part(2, 600.0, 1000.0))
    two = replace(promise(1000.0), parts=parts)
    assert one(two, item((1000.0, "03-04")), item(key=2)).paid == 400.0


RATES = Rates(
    {
        ("EUR", day("03-02")): 1.0,
        ("USD", day("03-02")): 1.25,
        ("EUR", day("03-09")): 1.0,
        ("USD", day("03-09")): 1.6,
    }
)


def test_another_currency_counts_by_the_rate_of_the_payment_day():
    """800 euro for 1 000 dollars; 960 dollars are 600 euro on the day they come."""
    promised = promise(800.0, parts=(Part(1, 1000.0, 1000.0),))
    dollars = item((960.0, "03-09"), currency=USD)
    verdict = one(promised, dollars, today="03-13", rates=RATES)
    assert (verdict.state, verdict.paid) == ("partly", 600.0)
    more = item((1280.0, "03-09"), total=1500.0, currency=USD)
    part = replace(promised, parts=(Part(1, 1000.0, 1500.0),))
    assert one(part, more, today="03-13", rates=RATES).state == "kept"


def test_an_item_paid_in_full_keeps_its_promise_whatever_the_rate():
    promised = promise(800.0, parts=(Part(1, 1000.0, 1000.0),))
    dollars = item((1000.0, "03-09"), currency=USD)
    verdict = one(promised, dollars, today="03-13", rates=RATES)
    assert (verdict.state, verdict.paid) == ("kept", 625.0)
    assert verdict.paid_on == day("03-09")


def test_items_in_two_currencies_share_the_sum():
    """300 euro are for the euro item; what is left for the dollars."""
    parts = (Part(1, 300.0, 300.0), Part(2, 500.0, 500.0))
    mixed = promise(700.0, parts=parts)
    euros = item((300.0, "03-09"), total=300.0)
    dollars = item((320.0, "03-09"), total=500.0, key=2, currency=USD)
    verdict = one(mixed, euros, dollars, today="03-10", rates=RATES)
    assert (verdict.state, verdict.paid) == ("open", 500.0)
    assert verdict.rests == ((2, 180.0),)


def test_the_tolerance_is_in_company_currency():
    dollars = replace(promise(1000.0), currency=USD)
    found = item((995.0, "03-09"), currency=USD)
    verdict = one(dollars, found, today="03-13", rates=RATES)
    assert verdict.state == "kept"  # five euro are 6.25 dollars
    assert one(dollars, item((993.74, "03-09"), currency=USD), rates=RATES).state == (
        "open"
    )


def test_a_rate_that_is_not_known_is_an_error():
    dollars = item((1000.0, "03-08"), currency=USD)
    with pytest.raises(ValueError, match="no rate of USD to EUR"):
        one(promise(), dollars, rates=RATES)


def test_what_rests():
    found = [item((300.0, "03-09")), item(key=2, total=50.0), item(key=3)]
    parts = (Part(1, 600.0, 1000.0), Part(2, 80.0, 80.0))
    both = replace(promise(680.0), parts=parts)
    other = promise(300.0, key=2, due="03-20")
    verdicts = judge([both, other], found, world())
    # of 600 came 300; the second item has only 50 left; 300 more of the first
    assert rests(verdicts, found) == {1: 600.0, 2: 50.0}
    over = judge([both], found, world("03-13"))
    assert rests(over, found) == {}


def test_every_code_has_its_values_in_the_table():
    rows = commitment.__doc__
    for code, names in COMMITMENT_VALUES.items():
        row = next(line for line in rows.splitlines() if line.startswith(code + " "))
        for name in names:
            assert name in row, (code, name)


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
