"""What holds for every ledger: nothing is lost, nothing is chased twice."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from rules.ledger.amounts import claims, transit_end
from rules.ledger.facts import Credit, Currency, Item, Policy, Transit
from rules.ledger.money import compare, rounded
from rules.ledger.sums import Sums, by_currency, in_company
from rules_world import DUE, EUR, USD, YEN, resting

POLICY = Policy()
TODAY = DUE
ROUNDINGS = {"EUR": EUR, "USD": USD, "JPY": YEN}
days = st.integers(-60, 30).map(lambda n: DUE + timedelta(days=n))
keys = st.integers(1, 6)


@st.composite
def items(draw):
    """One open item in one of three currencies."""
    currency = draw(st.sampled_from([EUR, USD, YEN]))
    part = st.sampled_from([0.0, 0.0, 0.0, 10.0, 33.33, 1000.0])
    amount = rounded(draw(st.floats(0.01, 5000.0)), currency)
    item = Item(
        draw(st.integers(1, 10**6)),
        draw(keys),
        currency,
        amount,
        rounded(amount * draw(st.floats(0.3, 3.0)), EUR),
        draw(days),
    )
    return resting(item, disputed=draw(part), promised=draw(part), paused=draw(part))


def money(fact: type, **other):
    """Credits or transits."""
    return st.builds(
        fact,
        key=st.integers(1, 10**6),
        currency=st.sampled_from([EUR, USD, YEN]),
        amount=st.floats(-10.0, 4000.0),
        on=days,
        names=st.lists(keys, max_size=3).map(tuple),
        **other,
    )


ledgers = st.tuples(
    st.lists(items(), max_size=6, unique_by=lambda item: item.key),
    st.lists(money(Credit), max_size=4, unique_by=lambda credit: credit.key),
    st.lists(
        money(Transit, kind=st.sampled_from(["payment", "online", "bank"])),
        max_size=4,
        unique_by=lambda transit: transit.key,
    ),
)


@given(ledgers)
def test_every_claim(ledger):
    found = claims(*ledger, TODAY, POLICY)
    assert [claim.item for claim in found] == ledger[0]
    for claim in found:
        parts_add_up_to_what_is_open(claim)
        no_part_is_negative_or_more_than_open(claim)
    no_more_money_is_used_than_there_is(found, ledger)
    the_difference_to_the_ledger_is_itemised(found)


def parts_add_up_to_what_is_open(claim):
    """Nothing is lost, nothing is invented."""
    whole = sum(dict(claim.parts).values()) + claim.to_collect
    assert compare(whole, claim.item.open, claim.item.currency) == 0


def no_part_is_negative_or_more_than_open(claim):
    """In the currency of the item and of the company."""
    for part in (*dict(claim.parts).values(), claim.to_collect):
        assert 0.0 <= part <= claim.item.open
    assert 0.0 <= claim.to_collect_company <= claim.item.open_company
    assert claim.to_collect > 0.0 or claim.to_collect_company == 0.0
    if claim.to_collect == claim.item.open:
        assert claim.to_collect_company == claim.item.open_company


def no_more_money_is_used_than_there_is(found, ledger):
    """In each currency, and nothing that took too long."""
    moving = [money for money in ledger[2] if transit_end(money, POLICY) >= TODAY]
    for currency in ROUNDINGS.values():
        mine = [claim for claim in found if claim.item.currency == currency]
        assert _used(mine, "credited", currency) <= _there(ledger[1], currency)
        assert _used(mine, "in_transit", currency) <= _there(moving, currency)


def the_difference_to_the_ledger_is_itemised(found):
    """To the cent, by currency and in company currency."""
    for currency, row in by_currency(found, TODAY).items():
        assert compare(_explained(row), row.overdue, currency) == 0
    company = in_company(found, TODAY, EUR)
    assert compare(_explained(company), company.overdue, EUR) == 0


@given(ledgers)
def test_the_credits_of_every_claim_are_told_one_by_one(ledger):
    by_key = {credit.key: credit for credit in ledger[1]}
    used = dict.fromkeys(by_key, 0.0)
    for claim in claims(*ledger, TODAY, POLICY):
        currency = claim.item.currency
        assert all(by_key[key].currency == currency for key, _amount in claim.credits)
        whole = sum(amount for _key, amount in claim.credits)
        assert compare(whole, claim.part("credited"), currency) == 0
        for key, amount in claim.credits:
            used[key] += amount
    for key, credit in by_key.items():
        most = max(rounded(credit.amount, credit.currency), 0.0)
        assert compare(used[key], most, credit.currency) <= 0


def _used(found, part: str, currency: Currency) -> float:
    """What claims have taken."""
    return rounded(sum(claim.part(part) for claim in found), currency)


def _there(monies, currency: Currency) -> float:
    """What there is to take."""
    mine = [rounded(m.amount, currency) for m in monies if m.currency == currency]
    return rounded(sum(amount for amount in mine if amount > 0), currency)


@given(ledgers, st.randoms())
def test_the_order_of_the_facts_does_not_matter(ledger, random):
    def by_key(found):
        return {claim.item.key: claim for claim in found}

    shuffled = [random.sample(facts, len(facts)) for facts in ledger]
    again = claims(*shuffled, TODAY, POLICY)
    assert by_key(again) == by_key(claims(*ledger, TODAY, POLICY))


def _explained(row: Sums) -> float:
    """What is chased, and all that rests."""
    return sum(row.parts.values()) + row.to_collect
