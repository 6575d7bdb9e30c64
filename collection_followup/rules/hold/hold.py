"""May this debtor go on buying on credit, and if not, what would free him?

All amounts are in company currency. The house plan ("Holds") is the source of
every rule here unless a docstring names another.

A debt counts once it is overdue and a notice that was really sent has
announced a hold and its pay-by date has passed; days late may count without a
notice, where the company says so. Contested parts, money on its
way and small remainders never count; promised parts do not while the debtor
keeps his word (setting).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ..ledger.amounts import is_small_remainder
from ..ledger.facts import Claim, Policy, Reason
from ..ledger.money import compare, rounded
from .hold_facts import EFFECTS, Cause, HoldFacts, HoldItem, HoldSettings, HoldVerdict


@dataclass(frozen=True, slots=True)
class _Counted:
    """The part of one overdue item that counts."""

    item: HoldItem
    amount: float
    days_late: int


class _Debt:
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

    def total(self, parts: Iterable[_Counted]) -> float:
        """Add up parts, rounded to the company's currency."""
        return rounded(sum(part.amount for part in parts), self.currency)

    def weighs(self, amount: float) -> bool:
        """Tell whether an amount is worth a hold at all."""
        enough = compare(amount, self.minimum, self.currency) >= 0
        return enough and compare(amount, 0.0, self.currency) > 0

    def cause(
        self, code: str, parts: Iterable[_Counted], value: int = 0
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


def judge(facts: HoldFacts, settings: HoldSettings, today: date) -> HoldVerdict:
    """Judge the hold of one debtor on one day.

    Every cause that holds is named; each brings its own effect and the hardest
    counts. With old bank data and in the days of grace nothing becomes harder
    than it is; private persons are only proposed, and with the setting
    ``confirm`` everybody. Raises ``ValueError`` for an effect that does not exist.
    """
    if facts.exempt:
        return HoldVerdict(None, why_not=Reason("exempt"))
    debt = _Debt(facts, settings, today)
    causes = _causes(debt)
    wanted = hardest(cause.effect for cause in causes)
    if facts.manual is not None:
        causes = (Cause("manual", facts.manual), *causes)
    kept = facts.manual
    if wanted is not None:
        # an active hold never gets harder than its causes ask for
        kept = hardest((kept, milder(facts.held, wanted)))
    effect, proposal, why_not = hardest((kept, wanted)), None, None
    if rank(effect) > rank(kept):
        why_not = _brake(facts, today)
        if why_not is None and (facts.person or settings.confirm):
            proposal = effect
        if why_not is not None or proposal is not None:
            effect = kept
    if effect is None and proposal is None and why_not is None:
        why_not = _why_free(debt)
    keys = {key: None for cause in causes for key in cause.items}
    owed = debt.total(p for p in debt.overdue if p.item.claim.item.key in keys)
    return HoldVerdict(effect, proposal, causes, why_not, owed, tuple(keys))


def rank(effect: str | None) -> int:
    """Tell how hard an effect is: 0 for no hold, 3 for a block.

    Raises ``ValueError`` for an effect that does not exist.
    """
    return 0 if effect is None else EFFECTS.index(effect) + 1


def hardest(effects: Iterable[str | None]) -> str | None:
    """Pick the hardest of some effects, None without any. Raises like ``rank``."""
    return max(effects, key=rank, default=None)


def milder(one: str | None, other: str | None) -> str | None:
    """Pick the milder of two effects. Raises like ``rank``."""
    return min((one, other), key=rank)


def _counted(
    facts: HoldFacts, settings: HoldSettings, today: date
) -> Iterable[_Counted]:
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
            yield _Counted(item, amount, (today - line.due).days)


def _amount(claim: Claim, believed: bool, policy: Policy) -> float:
    """Answer what counts of a claim, in company currency."""
    if believed or not claim.promised:
        return claim.to_collect_company
    return claim.to_collect_company + _share(claim, claim.promised, policy)


def _share(claim: Claim, part: float, policy: Policy) -> float:
    """Answer a part of a claim in company currency, at the item's book rate."""
    item = claim.item
    return rounded(item.open_company * part / item.open, policy.company_currency)


def _causes(debt: _Debt) -> tuple[Cause, ...]:
    """Name every cause that holds, in the order of the settings page."""
    found = (
        find(debt, debt.settings.switches[code].threshold)
        for code, find in _FINDERS.items()
        if code in debt.settings.switches
    )
    return tuple(cause for cause in found if cause is not None)


def _stage(debt: _Debt, threshold: float) -> Cause | None:
    """A stage was sent from this severity on."""
    levels = {p: p.item.level for p in debt.ripe if p.item.level is not None}
    parts = [part for part, level in levels.items() if level.severity >= threshold]
    if not parts:
        return None
    top = max((levels[part] for part in parts), key=lambda level: level.severity)
    return debt.cause("stage", parts, top.stage_key)


def _days(debt: _Debt, threshold: float) -> Cause | None:
    """Something is so many days late, and as much as the floor asks for."""
    switch = debt.settings.switches["days"]
    said = debt.ripe if switch.announced else debt.overdue
    parts = [part for part in said if part.days_late >= threshold]
    if compare(debt.total(parts), switch.floor, debt.currency) < 0:
        return None
    return debt.cause("days", parts, max((p.days_late for p in parts), default=0))


def _overdue(debt: _Debt, threshold: float) -> Cause | None:
    """So much is overdue."""
    if compare(debt.total(debt.ripe), threshold, debt.currency) < 0:
        return None
    return debt.cause("amount", debt.ripe)


def _limit(debt: _Debt, threshold: float) -> Cause | None:
    """So large a share of the credit limit is overdue."""
    limit = debt.facts.limit
    total = debt.total(debt.ripe)
    if limit is None or limit <= 0.0:
        return None
    if compare(total, threshold * limit, debt.currency) < 0:
        return None
    return debt.cause("share", debt.ripe, int(100.0 * total / limit))


def _broken(debt: _Debt, threshold: float) -> Cause | None:
    """So many commitments were broken within the window; no notice needed."""
    times = debt.facts.broken if debt.within(debt.facts.broken_on) else 0
    if times < threshold:
        return None
    return debt.cause("broken", debt.overdue, times)


def _returned(debt: _Debt, threshold: float) -> Cause | None:
    """So many payments came back within the window; no notice needed.

    Those of one day are taken for one payment of several items.
    """
    parts = [part for part in debt.overdue if debt.within(part.item.returned_on)]
    times = len({part.item.returned_on for part in parts})
    if times < threshold:
        return None
    return debt.cause("returned", parts, times)


def _brake(facts: HoldFacts, today: date) -> Reason | None:
    """Answer what forbids a new or harder hold today."""
    if not facts.bank_fresh:
        return Reason("bank_stale")
    until = facts.grace_until
    if until is not None and today <= until:
        return Reason("grace", (("until", until),))
    return None


def _why_free(debt: _Debt) -> Reason:
    """Say what keeps a hold away from a debtor whom no cause holds."""
    if not debt.settings.switches:
        return Reason("off")
    if not debt.overdue:
        return _why_nothing(debt)
    amount = debt.total(debt.overdue)
    if not debt.weighs(amount):
        values = (("amount", amount), ("minimum", debt.minimum))
        return Reason("too_small", values)
    if debt.ripe:
        return Reason("no_cause", (("amount", debt.total(debt.ripe)),))
    running = [p.item.announced for p in debt.overdue if p.item.announced is not None]
    if running:
        return Reason("pay_by_running", (("until", min(running)), ("amount", amount)))
    return Reason("unannounced", (("amount", amount),))


def _why_nothing(debt: _Debt) -> Reason:
    """Say why nothing overdue counts."""
    claims = [i.claim for i in debt.facts.items if i.claim.item.due < debt.today]
    for code, name in (("contested", "disputed"), ("promised", "promised")):
        parts = [_share(c, getattr(c, name), debt.settings.policy) for c in claims]
        amount = rounded(sum(parts), debt.currency)
        if amount > 0.0:
            return Reason(code, (("amount", amount),))
    return Reason("nothing_overdue")


_FINDERS: Mapping[str, Callable[[_Debt, float], Cause | None]] = {
    "stage": _stage,
    "days": _days,
    "amount": _overdue,
    "share": _limit,
    "broken": _broken,
    "returned": _returned,
}
