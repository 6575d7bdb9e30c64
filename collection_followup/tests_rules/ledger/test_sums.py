"""The sums of a case, and what lies between the ledger and "to chase"."""

from __future__ import annotations

from rules.ledger.amounts import claims
from rules.ledger.facts import Credit, Transit
from rules.ledger.sums import Sums, by_currency, in_company
from rules_world import DUE, EUR, POLICY, USD, day, invoice

TODAY = day("03-10")
ITEMS = (
    invoice(1, 100.0, day("03-02"), disputed=10.0, promised=20.0, paused=5.0),
    invoice(2, 100.0, day("03-05")),
    invoice(3, 100.0, day("03-10"), disputed=10.0),  # due today: not late
    invoice(4, 80.0, day("03-01"), currency=USD, open_company=70.01, disputed=30.0),
)
CREDITS = (Credit(1, USD, 20.0, DUE, (104,)), Credit(2, EUR, 15.0, DUE, (102,)))
TRANSITS = (Transit(1, "bank", EUR, 5.0, DUE, (102,)),)


def sums(overdue=0.0, to_collect=0.0, not_due=0.0, excluded=0.0, **parts):
    """Sums whose parts are given by their names."""
    return Sums(overdue, to_collect, not_due, excluded, parts)


FOUND = claims(ITEMS, CREDITS, TRANSITS, TODAY, POLICY)


def test_by_currency():
    assert by_currency(FOUND, TODAY) == {
        EUR: sums(
            200.0,
            145.0,
            100.0,
            disputed=10.0,
            promised=20.0,
            paused=5.0,
            credited=15.0,
            in_transit=5.0,
        ),
        USD: sums(overdue=80.0, to_collect=30.0, disputed=30.0, credited=20.0),
    }


def test_in_company_the_largest_part_takes_what_rounding_leaves():
    # 30 of 80 dollars are 26.25 euro; of the 43.76 that rest 26.25 are
    # disputed and 17.50 credited: the cent goes to the dispute
    assert in_company(FOUND[3:], TODAY, EUR) == sums(
        overdue=70.01, to_collect=26.25, disputed=26.26, credited=17.5
    )
    assert in_company(FOUND, TODAY, EUR).overdue == 270.01
    assert in_company((), TODAY, EUR) == sums()


def test_a_claim_that_nothing_rests_of():
    plain = claims((invoice(1, 10.0),), (), (), TODAY, POLICY)
    assert in_company(plain, TODAY, EUR) == sums(overdue=10.0, to_collect=10.0)


def test_what_nobody_follows_up_is_owed_all_the_same():
    blocked = (
        invoice(5, 30.0, day("03-02")),
        invoice(6, 7.0, day("03-10")),  # due today: not late
        invoice(7, 8.0, day("03-01"), currency=USD, open_company=7.5),
    )
    assert by_currency(FOUND[1:2], TODAY, blocked) == {
        EUR: sums(
            130.0, 80.0, credited=15.0, in_transit=5.0, not_due=7.0, excluded=30.0
        ),
        USD: sums(overdue=8.0, excluded=8.0),
    }
    assert in_company((), TODAY, EUR, blocked) == sums(
        overdue=37.5, not_due=7.0, excluded=37.5
    )
