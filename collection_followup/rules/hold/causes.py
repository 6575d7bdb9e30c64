"""What may put a debtor on hold: one rule a cause, and what they all count.

A rule is asked for a debtor's ``Debt`` and the threshold of its switch, and answers
a ``Cause`` or None. An addon writes its own like these and declares it
(``collection.hold._causes``). All amounts are in company currency; sources as in
``hold``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..ledger.amounts import is_small_remainder, part_in_company
from ..ledger.facts import Claim, Policy
from ..ledger.money import compare, rounded
from .hold_facts import Cause, HoldFacts, HoldItem, HoldSettings


@dataclass(frozen=True, slots=True)
class Counted:
    """The part of one overdue item that counts."""

    item: HoldItem
    amount: float
    days_late: int


class Debt:
    """What counts of a debtor today, read once for all causes."""

    def __init__(self, facts: HoldFacts, settings: HoldSettings, today: date) -> None:
        """Work out what is overdue and counts, and which of it was announced."""
        self.facts = facts
        self.settings = settings
        self.today = today
        self.currency = settings.policy.company_currency
        self.overdue = tuple(_counted(facts, settings, today))
        self.ripe = tuple(
            part
            for part in self.overdue
            if part.item.announced is not None and part.item.announced < today
        )
        share = rounded(settings.minimum_share * facts.sales, self.currency)
        self.minimum = max(settings.minimum, share)

    def total(self, parts: Iterable[Counted]) -> float:
        """Add up parts, rounded to the company's currency."""
        return rounded(sum(part.amount for part in parts), self.currency)

    def weighs(self, amount: float) -> bool:
        """Tell whether an amount is worth a hold at all."""
        enough = compare(amount, self.minimum, self.currency) >= 0
        return enough and compare(amount, 0.0, self.currency) > 0

    def cause(
        self, code: str, parts: Iterable[Counted], value: int = 0
    ) -> Cause | None:
        """Make a cause of parts, unless they are not worth it."""
        parts = tuple(parts)
        amount = self.total(parts)
        if not self.weighs(amount):
            return None
        keys = tuple(part.item.claim.item.key for part in parts)
        return Cause(code, self.settings.switches[code].effect, amount, value, keys)

    def within(self, day: date | None) -> bool:
        """Tell whether a day lies within the window."""
        return day is not None and (self.today - day).days <= self.settings.window


def stage_sent(debt: Debt, threshold: float) -> Cause | None:
    """A stage was sent from this severity on."""
    levels = {p: p.item.level for p in debt.ripe if p.item.level is not None}
    parts = [part for part, level in levels.items() if level.severity >= threshold]
    if not parts:
        return None
    top = max((levels[part] for part in parts), key=lambda level: level.severity)
    return debt.cause("stage", parts, top.stage_key)


def days_late(debt: Debt, threshold: float) -> Cause | None:
    """Something is so many days late, and as much as the floor asks for."""
    switch = debt.settings.switches["days"]
    said = debt.ripe if switch.announced else debt.overdue
    parts = [part for part in said if part.days_late >= threshold]
    if compare(debt.total(parts), switch.floor, debt.currency) < 0:
        return None
    return debt.cause("days", parts, max((p.days_late for p in parts), default=0))


def overdue_amount(debt: Debt, threshold: float) -> Cause | None:
    """So much is overdue."""
    if compare(debt.total(debt.ripe), threshold, debt.currency) < 0:
        return None
    return debt.cause("amount", debt.ripe)


def share_of_limit(debt: Debt, threshold: float) -> Cause | None:
    """So large a share of the credit limit is overdue."""
    limit = debt.facts.limit
    total = debt.total(debt.ripe)
    if limit is None or limit <= 0.0:
        return None
    if compare(total, threshold * limit, debt.currency) < 0:
        return None
    return debt.cause("share", debt.ripe, int(100.0 * total / limit))


def broken_promises(debt: Debt, threshold: float) -> Cause | None:
    """So many commitments were broken within the window; no notice needed."""
    times = debt.facts.broken if debt.within(debt.facts.broken_on) else 0
    if times < threshold:
        return None
    return debt.cause("broken", debt.overdue, times)


def returned_payments(debt: Debt, threshold: float) -> Cause | None:
    """So many payments came back within the window; no notice needed.

    Those of one day are taken for one payment of several items.
    """
    parts = [part for part in debt.overdue if debt.within(part.item.returned_on)]
    times = len({part.item.returned_on for part in parts})
    if times < threshold:
        return None
    return debt.cause("returned", parts, times)


def _counted(
    facts: HoldFacts, settings: HoldSettings, today: date
) -> Iterable[Counted]:
    """Find the overdue parts that may count at all.

    What we collect ourselves is not the debtor's fault until it came back.
    """
    believed = settings.believe and facts.reliable
    for item in facts.items:
        line = item.claim.item
        ours = line.collected_by_us and item.returned_on is None
        if line.due >= today or ours:
            continue
        if is_small_remainder(item.claim, settings.policy):
            continue
        amount = _amount(item.claim, believed, settings.policy)
        if amount > 0.0:
            yield Counted(item, amount, (today - line.due).days)


def _amount(claim: Claim, believed: bool, policy: Policy) -> float:
    """Answer what counts of a claim, in company currency."""
    if believed:
        return claim.to_collect_company
    currency = policy.company_currency
    return claim.to_collect_company + part_in_company(claim, "promised", currency)
