"""What keeps a case from any notice, before its stages are looked at."""

from __future__ import annotations

from collections.abc import Callable

from ..case.case import Case
from ..case.reasons import because
from ..ledger.calendar import shifted
from ..ledger.facts import Action, Decision, Strategy
from ..ledger.money import rounded


def stopped_before_stages(case: Case) -> Decision | None:
    """Answer the first thing that keeps a case from any notice, or None.

    In this order: nothing to chase, an endless stop, an open decision, a
    reply that nobody read, a bounce, a pause, a promise that was broken, no
    usable strategy. Raises
    ``ValueError`` for a calendar without working days. Source: house plan,
    stage rules 6, 7, 9 and 11.
    """
    for gate in _GATES:
        decision = gate(case)
        if decision is not None:
            return decision
    return None


def _nothing(case: Case) -> Decision | None:
    """Answer when nothing is left to be chased."""
    if any(claim.to_collect > 0.0 for claim in case.claims):
        return None
    if not case.claims:
        return case.answer(Action.NONE, because("nothing_open"))
    rests = tuple((part, _sums(case, part)) for part in case.policy.parts)
    rests = tuple((part, sums) for part, sums in rests if sums)
    reason = because("nothing_to_collect", rests=rests)
    return case.answer(Action.NONE, reason, case.sooner(None))


def _sums(case: Case, part: str) -> tuple[tuple[str, float], ...]:
    """Sum a part of all claims by currency code."""
    sums: dict[str, float] = {}
    for claim in case.claims:
        amount = claim.part(part)
        if amount > 0.0:
            currency = claim.item.currency
            total = sums.get(currency.code, 0.0) + amount
            sums[currency.code] = rounded(total, currency)
    return tuple(sorted(sums.items()))


def _stopped(case: Case) -> Decision | None:
    """Answer when somebody stopped the case for good."""
    if case.debtor.stop is None:
        return None
    return case.answer(Action.STOP, because("stopped", kind=case.debtor.stop))


def _deciding(case: Case) -> Decision | None:
    """Answer while a decision task waits for a person."""
    if not case.debtor.decision_open:
        return None
    return case.wait(because("decision_open"), None)


def _replied(case: Case) -> Decision | None:
    """Answer while a reply waits for a reader: never the next letter."""
    replied_on = case.debtor.replied_on
    if replied_on is None:
        return None
    until = case.calendar.add_working(replied_on, case.policy.reply_days)
    if case.today < until:
        reason = because("reply_unread", replied_on=replied_on, until=until)
        return case.wait(reason, until)
    return case.task(because("reply_overdue", replied_on=replied_on, since=until))


def _bounced(case: Case) -> Decision | None:
    """Answer while the address is broken."""
    if not case.debtor.bounced:
        return None
    return case.answer(Action.STOP, because("bounced"))


def _paused(case: Case) -> Decision | None:
    """Answer up to the last day of a pause."""
    until = case.debtor.paused_until
    if until is None or case.today > until:
        return None
    return case.wait(because("paused", until=until), shifted(until, 1))


def _promise_broken(case: Case) -> Decision | None:
    """Answer in the days after a broken promise: call first, no letter.

    The day of the breach counts as the first of ``policy.broken_days`` working
    days. Source: issue "Commitments": no letter for three working days.
    """
    broken_on = case.debtor.broken_on
    if broken_on is None or case.policy.broken_days <= 0:
        return None
    until = case.calendar.add_working(broken_on, case.policy.broken_days)
    if case.today >= until:
        return None
    reason = because("promise_broken", broken_on=broken_on, until=until)
    return case.answer(Action.TASK, reason, until)


def _unguided(case: Case) -> Decision | None:
    """Answer when there is no strategy that may send."""
    strategy = case.debtor.strategy
    if strategy is None:
        return case.wait(because("no_strategy"), None)
    if not strategy.stages:
        return case.wait(because("no_stages", strategy=strategy.key), None)
    if not strategy.confirmed:
        reason = because("strategy_unconfirmed", strategy=strategy.key)
        return case.wait(reason, None)
    return None


def strategy_of(case: Case) -> Strategy:
    """Answer the strategy of a case that came through the gates.

    Raises ``ValueError`` when it has none.
    """
    if case.debtor.strategy is None:
        raise ValueError("a case without strategy has no stages")
    return case.debtor.strategy


_GATES: tuple[Callable[[Case], Decision | None], ...] = (
    _nothing,
    _stopped,
    _deciding,
    _replied,
    _bounced,
    _paused,
    _promise_broken,
    _unguided,
)
