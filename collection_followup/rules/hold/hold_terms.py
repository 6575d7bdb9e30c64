"""The payment terms of a quotation while its debtor is on hold, and afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Terms:
    """What a quotation asks for.

    ``term`` is the key of the payment term, ``online`` whether an online payment
    confirms the order, ``share`` the part of 1 that has to be paid for it.
    """

    term: int | None = None
    online: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Kept:
    """The effect of the hold that was applied, and the terms of before."""

    effect: str
    had: Terms


def impose(effect: str | None, terms: Terms, cod: int | None) -> Terms:
    """Answer terms as a hold changes them.

    ``cod`` is the key of the company's cash on delivery term, if there is one. A
    block changes nothing: the order is not confirmed at all. Raises nothing.
    Source: issue 4, section 1.
    """
    if effect == "cod" and cod is not None:
        return replace(terms, term=cod)
    if effect == "prepay":
        return replace(terms, online=True, share=1.0)
    return terms


def under_hold(
    effect: str | None,
    now: Terms,
    kept: Kept | None,
    cod: int | None,
    usual: Terms | None = None,
) -> tuple[Terms, Terms]:
    """Answer the terms that a quotation gets, and those to remember.

    ``now`` is what it asks for, ``kept`` what was remembered. What somebody changed
    while the hold was applied is remembered as his wish. ``usual`` is given when
    the customer was just chosen: the terms of that customer, for what the screen
    may have shown already. Raises nothing. Source: issue 4, section 2.
    """
    had = now
    if kept is not None:
        had = _wished(now, impose(kept.effect, kept.had, cod), kept.had)
    if usual is not None:
        shown = impose(effect, usual, cod)
        if now.term == shown.term:
            had = replace(had, term=usual.term)
        if kept is None and (now.online, now.share) == (shown.online, shown.share):
            had = replace(had, online=usual.online, share=usual.share)
    return impose(effect, had, cod), had


def _wished(now: Terms, imposed: Terms, had: Terms) -> Terms:
    """Answer the terms of before, with what was changed since."""
    return Terms(
        had.term if now.term == imposed.term else now.term,
        had.online if now.online == imposed.online else now.online,
        had.share if now.share == imposed.share else now.share,
    )
