"""Which term and limit a debtor's behaviour speaks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.hold.terms import Behaviour, Proposal, neat, propose

# 24 000 in twelve months: 2 000 a month, a normal limit is 4 000
SALES = 24000.0


def codes(proposal: Proposal) -> list[str]:
    return [finding.code for finding in proposal.findings]


@pytest.mark.parametrize(
    ("facts", "trust", "limit", "days", "said"),
    [
        (Behaviour(SALES), "credit", 4000.0, 30, ["punctual", "usual"]),
        (Behaviour(SALES, usual_late=5.0, kept=2), "credit", 4000.0, 30,
         ["punctual", "kept", "usual"]),
        (Behaviour(SALES, usual_late=6.0), "credit", 3000.0, 14, ["late", "usual"]),
        (Behaviour(SALES, usual_late=16.0), "credit", 2000.0, 14, ["late", "usual"]),
        # one broken promise halves it
        (Behaviour(SALES, usual_late=16.0, broken=1), "credit", 1000.0, 14,
         ["late", "broken", "usual"]),
        (Behaviour(SALES, broken=1), "credit", 2000.0, 14,
         ["punctual", "broken", "usual"]),
        # two end credit, and so does one beside old debt
        (Behaviour(SALES, broken=2), "prepay", 0.0, 0,
         ["broken", "punctual", "usual"]),
        (Behaviour(SALES, broken=1, overdue=500.0, oldest=46), "prepay", 0.0, 0,
         ["overdue_old", "punctual", "broken", "usual"]),
        (Behaviour(SALES, overdue=500.0, oldest=46), "cod", 0.0, 0,
         ["overdue_old", "punctual", "usual"]),
        (Behaviour(SALES, overdue=500.0, oldest=45), "credit", 4000.0, 30,
         ["punctual", "usual"]),
        (Behaviour(SALES, usual_late=46.0), "cod", 0.0, 0, ["very_late", "usual"]),
        # bought in two months only
        (Behaviour(4000.0, months=2), "credit", 2000.0, 14,
         ["punctual", "few_months", "usual"]),
        (Behaviour(0.0, months=0), "prepay", 0.0, 0, ["no_sales", "usual"]),
        # a low limit stays low for who is late, and rises for who is not
        (Behaviour(SALES, usual_late=16.0, limit=1500.0), "credit", 1500.0, 14,
         ["late", "usual", "never_raised"]),
        (Behaviour(SALES, limit=1500.0), "credit", 4000.0, 30, ["punctual", "usual"]),
        (Behaviour(SALES, usual_late=16.0, term_days=7), "credit", 2000.0, 7,
         ["late", "usual"]),
    ],
)  # fmt: skip
def test_propose(
    facts: Behaviour, trust: str, limit: float, days: int, said: list[str]
) -> None:
    proposal = propose(facts)
    assert (proposal.trust, proposal.limit, proposal.term_days) == (trust, limit, days)
    assert codes(proposal) == said


def test_findings_carry_their_values() -> None:
    late, usual = propose(Behaviour(SALES, usual_late=8.0, share_late=0.6)).findings
    assert late.values == (("days", 8.0), ("share", 0.6))
    assert usual.values == (("amount", 2000.0),)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(0.0, 0.0), (-5.0, 0.0), (0.9, 0.0), (7.9, 7.0), (12.3, 12.0), (1234.0, 1200.0),
     (99999.0, 99000.0), (100000.0, 100000.0)],
)  # fmt: skip
def test_neat(amount: float, expected: float) -> None:
    assert neat(amount) == expected


MONEY = st.floats(0.0, 1e7)
FACTS = st.builds(
    Behaviour,
    sales=MONEY,
    months=st.integers(0, 12),
    usual_late=st.floats(0.0, 120.0),
    share_late=st.floats(0.0, 1.0),
    kept=st.integers(0, 5),
    broken=st.integers(0, 5),
    overdue=MONEY,
    oldest=st.integers(0, 400),
    term_days=st.integers(0, 90),
    limit=st.none() | MONEY,
)


@given(facts=FACTS)
def test_never_raises_for_who_is_late(facts: Behaviour) -> None:
    proposal = propose(facts)
    assert proposal.findings
    if facts.limit is not None and (facts.usual_late > 5.0 or facts.broken):
        assert proposal.limit <= facts.limit
    assert proposal.term_days <= facts.term_days


@given(facts=FACTS, more=st.floats(0.0, 60.0))
def test_later_is_never_better(facts: Behaviour, more: float) -> None:
    later = propose(replace(facts, usual_late=facts.usual_late + more))
    assert later.limit <= propose(facts).limit
