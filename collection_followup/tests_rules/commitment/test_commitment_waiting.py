"""Promises that ran out while money of the debtor waits to be matched."""

from __future__ import annotations

from dataclasses import replace

import pytest
from commitment_world import LAST, TERMS, item, one, promise, world
from rules.commitment.commitment import judge, rests
from rules.commitment.commitment_facts import Part, Waiting
from rules.commitment.commitment_waiting import waiting_money
from rules.ledger.facts import Credit, Currency, Policy, Transit
from rules_world import EUR, day

GOLD = Currency("XAU")
AFTER = "03-13"  # the day after the deadline


def waiting(amount=1000.0, on="03-11", key=1, debtor=7, currency=EUR, **other):
    """Money of the debtor on his account."""
    return Waiting(key, debtor, currency, amount, day(on), **other)


def his(*args, **other):
    """A promise of the debtor of the money."""
    return replace(promise(*args, **other), debtor=7)


def found(verdict):
    """State, code and values of a verdict."""
    return verdict.state, verdict.reason.code, dict(verdict.reason.values)


@pytest.mark.parametrize(
    ("monies", "waits", "today", "state", "code"),
    [
        # while it runs nobody asks; afterwards the money on the account counts
        ((), waiting(), "03-12", "open", "promised"),
        ((), waiting(), AFTER, "open", "unmatched"),
        ((), waiting(2000.0), AFTER, "open", "unmatched"),
        (((400.0, "03-05"),), waiting(600.0), AFTER, "open", "unmatched"),
        # within the tolerance of five euro, or not
        ((), waiting(995.0), AFTER, "open", "unmatched"),
        ((), waiting(994.99), AFTER, "broken", "broken"),
        (((400.0, "03-05"),), waiting(594.99), AFTER, "partly", "partly"),
        # from the day of the recording to the deadline, no other would keep it
        ((), waiting(on="03-01"), AFTER, "broken", "broken"),
        ((), waiting(on="03-02"), AFTER, "open", "unmatched"),
        ((), waiting(on="03-12"), AFTER, "open", "unmatched"),
        ((), waiting(on="03-13"), AFTER, "broken", "broken"),
        # whose, and in which currency
        ((), waiting(debtor=8), AFTER, "broken", "broken"),
        ((), waiting(currency=GOLD), AFTER, "broken", "broken"),
        # money on its way is believed in until a day
        ((), waiting(until=day("03-20")), "03-20", "open", "unmatched"),
        ((), waiting(until=day("03-20")), "03-21", "broken", "broken"),
        # late money took the room: what waits can no longer keep it
        (((300.0, "03-13"),), waiting(), AFTER, "broken", "broken_rest"),
        (((1000.0, "03-13"),), waiting(), AFTER, "broken", "broken_late"),
        # matched: as ever
        (((1000.0, "03-11"),), waiting(), AFTER, "kept", "kept"),
    ],
)
def test_what_waits_keeps_it_from_being_broken(monies, waits, today, state, code):
    verdict = one(his(), item(*monies), today=today, waiting=(waits,))
    assert (verdict.state, verdict.reason.code) == (state, code)


@pytest.mark.parametrize("before", ["open", "to_approve", "kept", "partly", "broken"])
@pytest.mark.parametrize("fresh", [True, False])
def test_it_says_what_waits_and_rests_no_more(before, fresh):
    stood = replace(his(), state=before, broken_on=day(AFTER))
    verdict = one(
        stood,
        item((400.0, "03-05")),
        today="03-16",
        waiting=(waiting(900.0),),
        fresh=fresh,
    )
    assert found(verdict) == (
        "to_approve" if before == "to_approve" else "open",
        "unmatched",
        {"missing": 600.0, "deadline": LAST, "waiting": 600.0},
    )
    assert (verdict.paid, verdict.broken_on, verdict.rests) == (400.0, None, ())
    assert rests([verdict], [item((400.0, "03-05"))]) == {}


def test_nothing_can_be_matched_with_what_is_paid():
    """The second promise comes too late for an item that others paid."""
    first = replace(his(), state="broken")
    second = his(key=2, due="03-11", recorded="03-03")
    there = world("03-16", waiting=(waiting(),))
    verdicts = judge([first, second], [item((1000.0, "03-16"))], there)
    assert [v.reason.code for v in verdicts] == ["broken_late", "broken"]


def test_several_promises_share_it_the_oldest_first():
    """1 500 for 1 000, 800 and 500: the second is not covered and takes nothing."""
    items = [item(key=key, total=total) for key, total in ((1, 1000.0), (2, 800.0))]
    items.append(item(key=3, total=500.0))
    promises = [
        his(500.0, 3, "03-12", item=3, open_then=500.0),
        his(800.0, 2, "03-11", item=2, open_then=800.0),
        his(1000.0, 1, "03-10", item=1),
    ]
    there = world("03-20", waiting=(waiting(700.0, key=2), waiting(800.0, key=1)))
    verdicts = judge(promises, items, there)
    assert [
        (v.key, v.state, dict(v.reason.values).get("waiting")) for v in verdicts
    ] == [(1, "open", 1000.0), (2, "broken", None), (3, "open", 500.0)]
    # with 30 less nothing is left that covers the third
    there = world("03-20", waiting=(waiting(1470.0),))
    assert [v.state for v in judge(promises, items, there)] == [
        "open",
        "broken",
        "broken",
    ]


def test_what_names_the_documents_is_taken_first():
    """The older money stays for the other promise, which the younger is not for."""
    first, second = (replace(item(key=k), move=10 * k) for k in (1, 2))
    promises = [his(), his(key=2, due="03-11", item=2)]
    older = waiting(key=1, on="03-09")
    mine = waiting(key=2, names=((10, 1000.0),))
    verdicts = judge(promises, [first, second], world("03-20", waiting=(older, mine)))
    assert [v.state for v in verdicts] == ["open", "open"]


@pytest.mark.parametrize(
    ("names", "covered"),
    [
        ((), True),
        (((10, 1000.0),), True),
        # another document takes 300 first, or all
        (((20, 300.0),), False),
        (((20, 300.0), (10, 1000.0)), False),
        (((10, 1000.0), (20, 300.0)), True),
        (((20, float("inf")),), False),
    ],
)
def test_what_it_names_comes_first(names, covered):
    found_ = replace(item(), move=10)
    verdict = one(his(), found_, today=AFTER, waiting=(waiting(names=names),))
    assert verdict.state == ("open" if covered else "broken")


def test_one_transfer_for_the_documents_of_two_promises():
    first, second = (replace(item(key=k), move=10 * k) for k in (1, 2))
    promises = [his(), his(key=2, due="03-11", item=2)]
    both = waiting(2000.0, names=((10, 1000.0), (20, 1000.0)))
    verdicts = judge(promises, [first, second], world("03-20", waiting=(both,)))
    assert [v.state for v in verdicts] == ["open", "open"]


def test_the_tolerance_of_a_promise_of_several_items():
    """1 500 of two documents, and one transfer that names the second only."""
    parts = (Part(1, 1000.0, 1000.0), Part(2, 500.0, 500.0))
    two = replace(his(1500.0), parts=parts)
    items = (replace(item(), move=10), replace(item(key=2, total=500.0), move=20))
    money = waiting(1495.0, names=((20, 500.0),))
    verdict = one(two, *items, today=AFTER, waiting=(money,), terms=TERMS)
    assert found(verdict)[2]["waiting"] == 1495.0


OPENS = {10: (EUR, 1000.0), 20: (GOLD, 5.0)}


def test_credits_wait_for_as_long_as_they_are_open():
    credit = Credit(1, EUR, 300.0, day("03-09"), names=(10, 20, 30))
    [money] = waiting_money(7, [credit], [], OPENS, Policy())
    # how much a document in another currency takes is not known; 30 is paid
    assert money == waiting(300.0, "03-09", names=((10, 1000.0), (20, float("inf"))))


@pytest.mark.parametrize(
    ("kind", "until", "amount", "names"),
    [
        ("bank", "03-19", 1200.0, ((10, 1000.0),)),
        ("online", "03-14", 1200.0, ((10, 1000.0),)),
        # what it names is believed to be paid already: 200 are left
        ("payment", "03-19", 200.0, ()),
    ],
)
def test_money_in_transit_waits_for_some_days(kind, until, amount, names):
    transit = Transit(1, kind, EUR, 1200.0, day("03-09"), names=(10,))
    [money] = waiting_money(7, [], [transit], OPENS, Policy())
    assert money == waiting(amount, "03-09", until=day(until), names=names)


@pytest.mark.parametrize("name", [10, 20])
def test_a_payment_that_others_take_whole_does_not_wait(name):
    transit = Transit(1, "payment", EUR, 1000.0, day("03-09"), names=(name,))
    assert waiting_money(7, [], [transit], OPENS, Policy()) == []


def test_what_the_debtor_chose_beside_his_promise_does_not_wait_for_it():
    transit = Transit(1, "online", EUR, 1000.0, day("03-09"), names=(10,), item=3)
    assert waiting_money(7, [], [transit], OPENS, Policy()) == []
