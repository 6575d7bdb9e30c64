"""A strategy as a ladder: which rung an item stands on, which it may take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..ledger.facts import Claim, Debtor, Item, Level, Policy, Stage, Strategy
from ..ledger.money import is_zero


def level_index(strategy: Strategy, level: Level | None) -> int:
    """Answer the place of a level in a strategy, -1 for none.

    The stage itself when it belongs to the strategy, else the last stage of
    no higher severity; -1 when all are more severe. No errors. Source: house
    plan, stage rule 9.
    """
    if level is None:
        return -1
    return _place(strategy, level.stage_key, level.severity)


def item_index(strategy: Strategy, item: Item) -> int:
    """Answer the place of an item's level, -1 for none.

    A due date that was moved later than on the day of the last notice puts
    the item back to none. No errors. Source: house plan, stage rule 1.
    """
    level = item.level
    if level is None:
        return -1
    if level.due_then is not None and item.due > level.due_then:
        return -1
    return level_index(strategy, level)


def stage_of(debtor: Debtor, claims: Iterable[Claim]) -> Stage | None:
    """Answer the highest stage at which something is still to be chased.

    ``claims`` are those of the debtor's items. None without a strategy and
    when no such item was reminded. Raises ``ValueError`` for a currency
    without rounding. Source: house plan, stage rules 4 and 8.
    """
    strategy = debtor.strategy
    if strategy is None:
        return None
    highest = max(
        (
            item_index(strategy, claim.item)
            for claim in claims
            if not is_zero(claim.to_collect, claim.item.currency)
        ),
        default=-1,
    )
    return strategy.stages[highest] if highest >= 0 else None


class Ladder:
    """A strategy for one debtor on one day.

    ``first`` is the place of the first reminder, ``last`` that of the
    sternest stage that applies to the debtor. The sternest stages
    (``policy.sternest`` of them) are sent once and not for a trifle: they
    ask for ``policy.remainder_amount`` at least. The first reminder is never
    counted among them: in a strategy of one or two stages the debtor would
    hear nothing for half a year.
    """

    __slots__ = (
        "_applies",
        "_minima",
        "_most",
        "_times",
        "first",
        "last",
        "stages",
        "strategy",
    )

    def __init__(
        self, strategy: Strategy, debtor: Debtor, today: date, policy: Policy
    ) -> None:
        """Look at a strategy as it is for a debtor, on the day of decision."""
        self.strategy = strategy
        self.stages = strategy.stages
        self._times = _times_sent(strategy, debtor, today, policy)
        claiming = [i for i, stage in enumerate(self.stages) if stage.delay >= 0]
        self.first = claiming[0] if claiming else len(self.stages) - 1
        stern = claiming[1:][-policy.sternest :] if policy.sternest > 0 else []
        self._most = [policy.repeat_most] * len(self.stages)
        self._minima = [stage.minimum for stage in self.stages]
        for index in stern:
            self._most[index] = min(1, policy.repeat_most)
            self._minima[index] = max(self._minima[index], policy.remainder_amount)
        self._applies = [
            _suits(stage, debtor)
            and (stage.delay >= 0 or self._times.get(index, 0) < policy.repeat_most)
            for index, stage in enumerate(self.stages)
        ]
        suited = [i for i, applies in enumerate(self._applies) if applies]
        self.last = suited[-1] if suited else -1

    def applies(self, index: int) -> bool:
        """Tell whether a stage is open to the debtor at all."""
        return self._applies[index]

    def times(self, index: int) -> int:
        """Count how often the debtor got a stage within the window."""
        return self._times.get(index, 0)

    def most(self, index: int) -> int:
        """Tell how often a stage may be sent within the window."""
        return self._most[index]

    def minimum(self, index: int) -> float:
        """Answer the least sum that a stage asks for, in company currency."""
        return self._minima[index]

    def key(self, index: int) -> int:
        """Answer the key of the stage at a place."""
        return self.stages[index].key


def _place(strategy: Strategy, key: int, severity: int) -> int:
    """Answer the place of a stage, or of the last one of no higher severity."""
    found = -1
    for index, stage in enumerate(strategy.stages):
        if stage.key == key:
            return index
        if stage.severity <= severity:
            found = index
    return found


def _suits(stage: Stage, debtor: Debtor) -> bool:
    """Tell whether the condition of a stage is met."""
    if stage.condition == "late_or_new":
        return debtor.late_before or debtor.new_customer
    return True


def _times_sent(
    strategy: Strategy, debtor: Debtor, today: date, policy: Policy
) -> dict[int, int]:
    """Count what was sent within the window and since the last decision."""
    times: dict[int, int] = {}
    for sent in debtor.sent:
        if (today - sent.on).days >= policy.repeat_window:
            continue
        if debtor.decided_on is not None and sent.on < debtor.decided_on:
            continue
        index = _place(strategy, sent.stage_key, sent.severity)
        times[index] = times.get(index, 0) + 1
    return times
