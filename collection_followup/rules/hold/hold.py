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

from collections.abc import Iterable
from datetime import date

from ..ledger.amounts import part_in_company
from ..ledger.facts import Reason
from ..ledger.money import rounded
from .causes import Debt
from .hold_facts import EFFECTS, Cause, HoldFacts, HoldSettings, HoldVerdict


def judge(facts: HoldFacts, settings: HoldSettings, today: date) -> HoldVerdict:
    """Judge the hold of one debtor on one day.

    Every cause that holds is named; each brings its own effect and the hardest
    counts. With old bank data and in the days of grace nothing becomes harder
    than it is; private persons are only proposed, and with the setting
    ``confirm`` everybody. Raises ``ValueError`` for an effect that does not exist.
    """
    if facts.exempt:
        return HoldVerdict(None, why_not=Reason("exempt"))
    debt = Debt(facts, settings, today)
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


def _causes(debt: Debt) -> tuple[Cause, ...]:
    """Name every cause that holds, in the order of the switches."""
    switches = debt.settings.switches.values()
    found = (switch.find(debt, switch.threshold) for switch in switches)
    return tuple(cause for cause in found if cause is not None)


def _brake(facts: HoldFacts, today: date) -> Reason | None:
    """Answer what forbids a new or harder hold today."""
    if not facts.bank_fresh:
        return Reason("bank_stale")
    until = facts.grace_until
    if until is not None and today <= until:
        return Reason("grace", (("until", until),))
    return None


def _why_free(debt: Debt) -> Reason:
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


def _why_nothing(debt: Debt) -> Reason:
    """Say why nothing overdue counts."""
    claims = [i.claim for i in debt.facts.items if i.claim.item.due < debt.today]
    for part in debt.settings.policy.apart:
        shares = [part_in_company(claim, part, debt.currency) for claim in claims]
        amount = rounded(sum(shares), debt.currency)
        if amount > 0.0:
            return Reason("resting", (("part", part), ("amount", amount)))
    return Reason("nothing_overdue")
