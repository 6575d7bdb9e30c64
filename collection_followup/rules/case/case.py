"""One case on the day of its decision: the facts, the claims, the answers."""

from __future__ import annotations

from datetime import date

from ..ledger.amounts import claims, transit_end
from ..ledger.calendar import WorkCalendar, shifted
from ..ledger.facts import Action, Claim, Debtor, Decision, Policy, Reason


class Case:
    """The facts that all parts of a decision ask for."""

    __slots__ = ("calendar", "claims", "debtor", "policy", "today")

    def __init__(
        self, debtor: Debtor, today: date, calendar: WorkCalendar, policy: Policy
    ) -> None:
        """Work out what may be chased, oldest due date first."""
        self.debtor = debtor
        self.today = today
        self.calendar = calendar
        self.policy = policy
        items = sorted(debtor.items, key=lambda item: (item.due, item.key))
        self.claims: tuple[Claim, ...] = claims(
            items, debtor.credits, debtor.transits, today, policy
        )

    def answer(
        self,
        action: Action,
        reason: Reason,
        next_on: date | None = None,
        stage_key: int | None = None,
    ) -> Decision:
        """Decide without a notice.

        ``next_on`` is moved to a working day. Raises ``ValueError`` for a
        calendar without working days.
        """
        if next_on is not None:
            next_on = self.calendar.next_working(next_on)
        return Decision(action, reason, stage_key, next_on=next_on, claims=self.claims)

    def wait(
        self, reason: Reason, next_on: date | None, stage_key: int | None = None
    ) -> Decision:
        """Decide that nothing is done today. Raises like ``answer``."""
        return self.answer(Action.WAIT, reason, next_on, stage_key)

    def task(self, reason: Reason, stage_key: int | None = None) -> Decision:
        """Decide that a person has to act first: its date is not known."""
        return self.answer(Action.TASK, reason, None, stage_key)

    def transit_until(self) -> date | None:
        """Answer the day on which money on its way stops being believed in.

        The first such day after today, None without such money. No errors.
        """
        ends = [transit_end(money, self.policy) for money in self.debtor.transits]
        return min((shifted(e, 1) for e in ends if e >= self.today), default=None)

    def sooner(self, day: date | None) -> date | None:
        """Answer ``day``, or an earlier one on which money on its way ends."""
        days = [d for d in (day, self.transit_until()) if d is not None]
        return min(days, default=None)
