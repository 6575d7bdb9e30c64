"""A small company for the tests of the rules, and its days gone through.

Monday 2 March 2026 is the usual due date; the calendar has no holidays
unless a test says so. Stage keys are 10 (courtesy) to 15, one a severity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules.ledger.calendar import WorkCalendar
from rules.ledger.facts import (
    PARTS,
    Action,
    Currency,
    Debtor,
    Decision,
    Item,
    LastNotice,
    Level,
    Policy,
    SentStage,
    Stage,
    Strategy,
)
from rules.strategy.stage import DECISION_CODES, decide

EUR = Currency("EUR")
USD = Currency("USD")
YEN = Currency("JPY", 1.0)
DUE = date(2026, 3, 2)
CALENDAR = WorkCalendar()
POLICY = Policy()

COURTESY, FIRST, SECOND, THIRD, FOURTH, FIFTH = range(10, 16)

STAGES = (
    Stage(COURTESY, 0, -5, minimum=1000.0, condition="late_or_new", pay_by_days=7),
    Stage(FIRST, 1, 3, working_days=True, pay_by_days=7),
    Stage(SECOND, 2, 14, pay_by_days=10),
    Stage(THIRD, 3, 28, pay_by_days=10),
    Stage(FOURTH, 4, 42, pay_by_days=10),
    Stage(FIFTH, 5, 60, pay_by_days=10),
)
STRATEGY = Strategy(1, STAGES)

Change = Callable[[Debtor], Debtor]


def day(text: str, year: int = 2026) -> date:
    """Read a day such as "03-02"."""
    return date.fromisoformat(f"{year}-{text}")


def resting(item: Item, **parts: float) -> Item:
    """The item with these parts at rest, in the order in which they are taken."""
    rests = {**dict(item.rests), **parts}
    return replace(
        item, rests=tuple((name, rests[name]) for name in PARTS if rests.get(name))
    )


def invoice(key: int = 1, amount: float = 1200.0, due: date = DUE, **other) -> Item:
    """An open invoice in euro, thirty days to pay, issued on its date.

    Parts that rest are given by their names.
    """
    parts = {name: other.pop(name) for name in PARTS if name in other}
    values = {
        "currency": EUR,
        "open_company": amount,
        "issued": due - timedelta(days=30),
        "total_company": amount,
        "move_key": 100 + key,
    }
    values.update(other)
    return resting(Item(key, open=amount, due=due, **values), **parts)


def at(stage_key: int, sent_on: date | None = None, due: date | None = None) -> Level:
    """A level of the usual strategy."""
    return Level(stage_key, stage_key - 10, sent_on, due)


def debtor(*items: Item, **other) -> Debtor:
    """A company with the usual strategy."""
    other.setdefault("strategy", STRATEGY)
    return Debtor(1, tuple(items), **other)


def decided(who: Debtor, today: date, policy: Policy = POLICY) -> Decision:
    """Decide with the usual calendar."""
    return decide(who, today, CALENDAR, policy)


def values(decision: Decision) -> dict[str, object]:
    """The values of the reason by name."""
    return dict(decision.reason.values)


def lines(decision: Decision) -> list[tuple[int, str, int | None]]:
    """The lines of a notice: item, part, next stage."""
    return [(ln.claim.item.key, ln.part, ln.moves_to) for ln in decision.lines]


def sent(who: Debtor, decision: Decision, on: date) -> Debtor:
    """The debtor after a notice left: levels moved, left-out marks spent."""
    stages = {stage.key: stage for stage in who.strategy.stages}
    moves = {ln.claim.item.key: ln.moves_to for ln in decision.lines if ln.moves_to}
    items = []
    for item in who.items:
        stage = stages.get(moves.get(item.key))
        if stage is not None:
            level = Level(stage.key, stage.severity, on, item.due)
            item = replace(item, level=level)
        items.append(replace(item, skip_once=False))
    stage = stages[decision.stage_key]
    return replace(
        who,
        items=tuple(items),
        last_notice=LastNotice(on, decision.pay_by, stage.severity),
        sent=(*who.sent, SentStage(stage.key, stage.severity, on)),
    )


def paid(*keys: int) -> Change:
    """Some items are paid in full."""
    return lambda who: replace(
        who, items=tuple(item for item in who.items if item.key not in keys)
    )


def bought(*items: Item) -> Change:
    """Some items are new."""
    return lambda who: replace(who, items=who.items + items)


def changed(key: int, **new) -> Change:
    """One item changes, or what rests of it."""
    parts = {name: new.pop(name) for name in PARTS if name in new}
    return lambda who: replace(
        who,
        items=tuple(
            resting(replace(item, **new), **parts) if item.key == key else item
            for item in who.items
        ),
    )


def becomes(**new) -> Change:
    """The debtor changes."""
    return lambda who: replace(who, **new)


@dataclass
class Walk:
    """What happened on the days that were gone through."""

    debtor: Debtor
    days: list[tuple[date, Decision]]

    def told(self) -> list[tuple[str, int | None]]:
        """The notices: day and stage."""
        return [
            (on.strftime("%m-%d"), decision.stage_key)
            for on, decision in self.days
            if decision.action is Action.NOTICE
        ]

    def tasks(self) -> list[tuple[str, str]]:
        """The first day of each task, and its reason."""
        found: list[tuple[str, str]] = []
        before = None
        for on, decision in self.days:
            code = decision.reason.code if decision.action is Action.TASK else None
            if code is not None and code != before:
                found.append((on.strftime("%m-%d"), code))
            before = code
        return found

    def on(self, text: str) -> Decision:
        """The decision of a day such as "03-02"."""
        return next(d for on, d in self.days if on.strftime("%m-%d") == text)


def walk(
    who: Debtor,
    start: date,
    end: date,
    changes: Mapping[date, Iterable[Change]] | None = None,
    policy: Policy = POLICY,
    calendar: WorkCalendar = CALENDAR,
    answers: Iterable[int] = (),
    closed: Iterable[date] = (),
) -> Walk:
    """Run on every day from start to end; every notice leaves.

    ``answers`` are the days after which one decision task after the other is
    answered with "carry on"; the others stay open. On ``closed`` days no run
    takes place.
    """
    happened = []
    answer_on = None
    waiting = iter(answers)
    for on in (start + timedelta(days=n) for n in range((end - start).days + 1)):
        for change in (changes or {}).get(on, ()):
            who = change(who)
        if on == answer_on:
            who = replace(who, decision_open=False, decided_on=on)
        if on in closed:
            continue
        decision = decide(who, on, calendar, policy)
        happened.append((on, decision))
        if decision.action is Action.NOTICE:
            who = sent(who, decision, on)
        elif decision.reason.code in DECISION_CODES:
            who = replace(who, decision_open=True)
            days = next(waiting, None)
            answer_on = None if days is None else on + timedelta(days=days)
    return Walk(who, happened)
