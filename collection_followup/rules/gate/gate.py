"""May an order be confirmed, grow or be delivered, and if not, why not.

=================  =======  ====================================================
Code               Allowed  Values
=================  =======  ====================================================
(none)             yes      nothing speaks against it
gate_zero          yes      (no values): the order is worth nothing
gate_exempt        yes      (no values): its type is never held
gate_released      yes      release: the key of the release
gate_paid          yes      (no values): paid in full
gate_cod           yes      (no values): with the term for cash on delivery
gate_block         no       hold, grown
gate_prepay        no       hold, grown, missing: what is not paid yet
gate_no_cod_term   no       hold, grown: the company has no such term
gate_account       no       hold, missing: what would be owed
gate_limit         no       grown, limit, over: company currency
deliver_block      no       hold
deliver_prepay     no       hold, missing
deliver_cod        no       hold, missing: the order has other terms
=================  =======  ====================================================

``grown`` is by how much a confirmed order would become larger, none while it is
a quotation; it and ``missing`` are in the currency of the order.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..ledger.facts import Currency, Reason
from ..ledger.money import compare, is_zero, rounded


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of the gate: it lets through, or says why not.

    ``effect`` is that of the hold which speaks against it (``cod``, ``prepay``,
    ``block``) or ``limit`` when the credit limit does. It is also given where an
    order passes on the terms of the hold (``gate_cod``).
    """

    allowed: bool
    reason: Reason | None = None
    effect: str | None = None

    @property
    def code(self) -> str | None:
        """The code of the reason, if there is one."""
        return self.reason.code if self.reason else None


@dataclass(frozen=True, slots=True)
class Limit:
    """A credit limit and what counts against it, all in company currency.

    ``exposure`` is what the debtor owes and has ordered without this order;
    ``order`` what this order adds to it.
    """

    limit: float
    exposure: float
    order: float
    currency: Currency

    @property
    def over(self) -> float:
        """By how much the limit would be passed; negative: room that is left."""
        return self.exposure + self.order - self.limit


@dataclass(frozen=True, slots=True)
class Release:
    """What a manager lets through in spite of a hold or a limit.

    ``scope`` is ``order`` (this one, up to ``amount``), ``amount`` (orders that
    add up to at most ``amount``, of which ``used`` is taken) or ``until`` (every
    order); amounts in company currency. ``total`` is what the one order came to in
    its own ``currency`` when it was released: rates that move later change nothing.
    Releases that have run out are left out by whoever gathers them.
    """

    key: int
    scope: str
    order: int | None = None
    amount: float = 0.0
    used: float = 0.0
    total: float = 0.0
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gate knows of one order.

    ``total`` and ``paid`` are in the currency of the order, ``total_company`` in
    that of the company (``company_currency``, the same when left out).
    ``effect`` is that of the hold ``hold`` of the debtor, or none. ``cod_term`` is
    whether the order has the company's term for cash on delivery, ``cod_exists``
    whether the company has one to give. ``grown`` is by how much a confirmed
    order would become larger.
    """

    key: int
    currency: Currency
    total: float
    total_company: float = 0.0
    effect: str | None = None
    hold: int | None = None
    paid: float = 0.0
    exempt: bool = False
    releases: tuple[Release, ...] = field(default=())
    cod_term: bool = False
    cod_exists: bool = False
    limit: Limit | None = None
    grown: float | None = None
    company_currency: Currency | None = None


OPEN = Verdict(True)
SCOPES = ("until", "order", "amount")


def may_confirm(facts: GateFacts) -> Verdict:
    """Answer whether an order may be confirmed as it is now.

    A hold is asked before the limit: what is paid on delivery or in advance uses
    no credit. Raises ``ValueError`` for an effect that nobody knows. Source:
    house plan, sections 5 and 7; issue 4, sections 1 and 2.
    """
    if facts.effect is None and not _over(facts):
        return OPEN
    passes = _passes(facts)
    if passes is not None:
        return passes
    if facts.effect == "block":
        return _refused(facts, "gate_block")
    if is_paid(facts):
        return Verdict(True, Reason("gate_paid"))
    return _on_terms(facts)


def may_grow(facts: GateFacts) -> Verdict:
    """Answer whether a confirmed order may become larger by ``grown``.

    The order as it would be is asked the same questions as a new one; one that
    did not grow passes. Raises like ``may_confirm``. Source: house plan,
    section 7, "Growth".
    """
    if compare(facts.grown or 0.0, 0.0, facts.currency) <= 0:
        return OPEN
    return may_confirm(facts)


def may_owe(facts: GateFacts) -> Verdict:
    """Answer whether what was sold over a counter may be left unpaid.

    ``total`` is what is left to pay. No hold leaves room for that, whatever its
    effect: nothing is delivered later that could be paid for then. Raises nothing.
    Source: issue 9, section 2.
    """
    if facts.effect is None and not _over(facts):
        return OPEN
    passes = _passes(facts)
    if passes is not None:
        return passes
    if facts.effect is None:
        return _over_limit(facts)
    values = (("hold", facts.hold), ("missing", missing(facts)))
    return Verdict(False, Reason("gate_account", values), facts.effect)


def may_deliver(facts: GateFacts) -> Verdict:
    """Answer whether what was ordered may leave the house.

    Authorised money is no money here; whoever gathers ``paid`` leaves it out. The
    limit is no matter of deliveries. Raises nothing. Source: issue 4, section 2.
    """
    if facts.effect is None:
        return OPEN
    passes = _passes(facts)
    if passes is not None:
        return passes
    if is_paid(facts):
        return Verdict(True, Reason("gate_paid"))
    if facts.effect == "cod" and facts.cod_term:
        return Verdict(True, Reason("gate_cod"), "cod")
    values: list[tuple[str, object]] = [("hold", facts.hold)]
    if facts.effect != "block":
        values.append(("missing", missing(facts)))
    reason = Reason(f"deliver_{facts.effect}", tuple(values))
    return Verdict(False, reason, facts.effect)


def is_paid(facts: GateFacts) -> bool:
    """Tell whether all of an order is paid; rounded as the currency is."""
    return compare(facts.paid, facts.total, facts.currency) >= 0


def missing(facts: GateFacts) -> float:
    """Answer what is not paid of an order, in its currency, never negative."""
    return max(rounded(facts.total - facts.paid, facts.currency), 0.0)


def covering(facts: GateFacts) -> Release | None:
    """Answer the release that lets an order through, the most general first.

    A sum is used last, so that it lasts. Amounts are compared as the currency of
    the company is rounded; a larger order than was released is not covered.
    """
    fitting = [release for release in facts.releases if _covers(release, facts)]
    return min(fitting, key=lambda r: (SCOPES.index(r.scope), r.key), default=None)


def _covers(release: Release, facts: GateFacts) -> bool:
    if release.scope == "until":
        return True
    if release.scope == "order":
        if release.order != facts.key:
            return False
        if release.currency == facts.currency.code:
            return compare(facts.total, release.total, facts.currency) <= 0
    asked = release.used + facts.total_company
    currency = facts.company_currency or facts.currency
    return compare(asked, release.amount, currency) <= 0


def _passes(facts: GateFacts) -> Verdict | None:
    """Answer what lets an order through whatever the hold is."""
    if facts.total < 0.0 or is_zero(facts.total, facts.currency):
        return Verdict(True, Reason("gate_zero"))
    if facts.exempt:
        return Verdict(True, Reason("gate_exempt"))
    release = covering(facts)
    if release is not None:
        return Verdict(True, Reason("gate_released", (("release", release.key),)))
    return None


def _on_terms(facts: GateFacts) -> Verdict:
    """Answer for an order that is not paid: by the terms of the hold, or the limit."""
    if facts.effect == "prepay":
        return _refused(facts, "gate_prepay", missing=missing(facts))
    if facts.effect == "cod":
        if facts.cod_term or facts.cod_exists:
            return Verdict(True, Reason("gate_cod"), "cod")
        return _refused(facts, "gate_no_cod_term")
    if facts.effect is not None:
        raise ValueError(f"a hold has no effect {facts.effect!r}")
    return _over_limit(facts)


def _over(facts: GateFacts) -> bool:
    limit = facts.limit
    return limit is not None and compare(limit.over, 0.0, limit.currency) > 0


def _over_limit(facts: GateFacts) -> Verdict:
    limit = facts.limit
    values = (
        ("grown", facts.grown),
        ("limit", limit.limit if limit else 0.0),
        ("over", rounded(limit.over, limit.currency) if limit else 0.0),
    )
    return Verdict(False, Reason("gate_limit", values), "limit")


def _refused(facts: GateFacts, code: str, **more: object) -> Verdict:
    values = (("hold", facts.hold), ("grown", facts.grown), *more.items())
    return Verdict(False, Reason(code, values), facts.effect)
