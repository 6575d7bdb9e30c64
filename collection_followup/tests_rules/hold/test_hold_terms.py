"""The terms of a quotation while its debtor is on hold, and back afterwards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.hold.hold_terms import Kept, Terms, impose, under_hold

COD = 9
THIRTY = Terms(term=3, online=False, share=0.3)
PAID_ONLINE = Terms(term=3, online=True, share=1.0)

EFFECTS = st.sampled_from([None, "cod", "prepay", "block"])
TERMS = st.builds(
    Terms,
    term=st.sampled_from([None, 3, 4, COD]),
    online=st.booleans(),
    share=st.sampled_from([0.3, 0.5, 1.0]),
)


@pytest.mark.parametrize(
    ("effect", "cod", "expected"),
    [
        (None, COD, THIRTY),
        ("cod", COD, Terms(COD, False, 0.3)),
        ("cod", None, THIRTY),  # the company has no such term
        ("prepay", COD, Terms(3, True, 1.0)),
        ("block", COD, THIRTY),
    ],
)
def test_impose(effect: str | None, cod: int | None, expected: Terms) -> None:
    assert impose(effect, THIRTY, cod) == expected


def test_a_wish_of_meanwhile_is_kept() -> None:
    """Another term, chosen while cash on delivery was imposed, comes afterwards."""
    kept = Kept("cod", THIRTY)
    wish = Terms(4, False, 0.3)
    assert under_hold("cod", wish, kept, COD) == (Terms(COD, False, 0.3), wish)
    kept = Kept("prepay", THIRTY)
    less = Terms(3, True, 0.5)
    new, had = under_hold("prepay", less, kept, COD)
    assert (new, had) == (PAID_ONLINE, Terms(3, False, 0.5))
    new, had = under_hold(
        "prepay", Terms(3, False, 1.0), Kept("prepay", PAID_ONLINE), 9
    )
    assert (new, had) == (PAID_ONLINE, Terms(3, False, 1.0))


@pytest.mark.parametrize(
    ("effect", "now", "kept", "expected"),
    [
        # the screen showed cash on delivery already
        ("cod", Terms(COD, False, 0.3), None, THIRTY),
        # somebody chose another term on the same screen
        ("cod", Terms(4, False, 0.3), None, Terms(4, False, 0.3)),
        ("prepay", PAID_ONLINE, None, THIRTY),
        ("prepay", Terms(3, True, 0.5), None, Terms(3, True, 0.5)),
        # the customer before was on hold, this one is not
        (None, Terms(3, True, 1.0), Kept("prepay", Terms(4, False, 0.5)),
         Terms(3, False, 0.5)),
        # both are
        ("cod", Terms(COD, False, 0.3), Kept("cod", Terms(4, False, 0.3)), THIRTY),
    ],
)  # fmt: skip
def test_customer_was_chosen(
    effect: str | None, now: Terms, kept: Kept | None, expected: Terms
) -> None:
    _new, had = under_hold(effect, now, kept, COD, usual=THIRTY)
    assert had == expected


@given(terms=TERMS, effects=st.lists(EFFECTS, max_size=4))
def test_everything_comes_back(terms: Terms, effects: list[str | None]) -> None:
    """Whatever holds came and went, the end is as the beginning."""
    now, kept = terms, None
    for effect in [*effects, None]:
        now, had = under_hold(effect, now, kept, COD)
        kept = Kept(effect, had) if effect else None
    assert now == terms


@given(terms=TERMS, effect=EFFECTS)
def test_twice_is_once(terms: Terms, effect: str | None) -> None:
    now, had = under_hold(effect, terms, None, COD)
    kept = Kept(effect, had) if effect else None
    assert under_hold(effect, now, kept, COD) == (now, had)
