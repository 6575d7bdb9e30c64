"""Whom to call first: visible points, one rule a part.

Each rule answers its code, its points and the value that earned them: the amount in
company currency, days, a severity, how many, working days since due, or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..ledger.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a debtor when the worklist is sorted.

    ``to_collect`` is the overdue part in company currency, ``oldest_due`` the
    earliest due date of it, ``severity`` that of the highest stage sent,
    ``last_contact`` the day of the last call, letter or message in either
    direction. ``broken`` counts commitments broken within 90 days. ``more`` is what
    the rules of addons ask for.
    """

    to_collect: float = 0.0
    oldest_due: date | None = None
    severity: int = 0
    last_contact: date | None = None
    broken: int = 0
    replied: bool = False
    returned: bool = False
    decision_open: bool = False
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """The points of each rule; pairs are (from, points), in rising order.

    ``amount`` starts at sums in company currency, ``age`` at calendar days
    after the oldest due date. ``contact_days`` are working days.
    """

    amount: tuple[tuple[float, int], ...] = field(
        default=((100.0, 5), (1000.0, 10), (5000.0, 20), (20000.0, 30))
    )
    age: tuple[tuple[float, int], ...] = field(
        default=((1, 5), (15, 10), (31, 15), (61, 20), (91, 25))
    )
    severity: int = 4
    broken: int = 10
    broken_most: int = 30
    silent: int = 15
    contact_days: int = 3
    replied: int = 20
    returned: int = 20
    decision: int = 10


@dataclass(frozen=True, slots=True)
class ScorePart:
    """The points of one rule, and the value that earned them."""

    code: str
    points: int
    value: object = None


@dataclass(frozen=True, slots=True)
class Score:
    """How urgent a debtor is: the sum and its parts, the greatest first."""

    points: int
    parts: tuple[ScorePart, ...] = ()


# (standing, today, calendar, weights) -> the points of one rule
Rule = Callable[["Standing", date, WorkCalendar, "Weights"], "ScorePart"]

_DEFAULT = Weights()


def score(
    standing: Standing,
    today: date,
    calendar: WorkCalendar,
    rules: Iterable[Rule],
    weights: Weights = _DEFAULT,
) -> Score:
    """Add up the points of a debtor, each rule with what earned it.

    ``weights`` say how many. Nothing to chase earns nothing. Raises
    ``ValueError`` for a calendar without working days. Source: practice note,
    "Gather and choose" (the largest first) and "Start early" (three working
    days).
    """
    if standing.to_collect <= 0.0:
        return Score(0)
    parts = [rule(standing, today, calendar, weights) for rule in rules]
    earned = [part for part in parts if part.points]
    earned.sort(key=lambda part: -part.points)
    return Score(sum(part.points for part in earned), tuple(earned))


def _points(value: float, steps: tuple[tuple[float, int], ...]) -> int:
    """Answer the points of the last step that a value reaches."""
    return max((points for start, points in steps if value >= start), default=0)


def much_owed(s: Standing, today: date, cal: WorkCalendar, w: Weights) -> ScorePart:
    """More money first."""
    return ScorePart("amount", _points(s.to_collect, w.amount), s.to_collect)


def long_overdue(s: Standing, today: date, cal: WorkCalendar, w: Weights) -> ScorePart:
    """The older, the smaller the chance."""
    days = (today - s.oldest_due).days if s.oldest_due is not None else 0
    return ScorePart("age", _points(days, w.age), days)


def sternly_reminded(
    s: Standing, today: date, cal: WorkCalendar, w: Weights
) -> ScorePart:
    """What was asked for sternly has to be followed up."""
    return ScorePart("stage", max(s.severity, 0) * w.severity, s.severity)


def promises_broken(
    s: Standing, today: date, cal: WorkCalendar, w: Weights
) -> ScorePart:
    """Promises that were not kept."""
    return ScorePart("broken", min(s.broken * w.broken, w.broken_most), s.broken)


def not_contacted(s: Standing, today: date, cal: WorkCalendar, w: Weights) -> ScorePart:
    """Nobody spoke to the debtor within some working days of the due date."""
    due = s.oldest_due
    if due is None or (s.last_contact is not None and s.last_contact >= due):
        return ScorePart("silent", 0)
    if today <= cal.add_working(due, max(w.contact_days, 1)):
        return ScorePart("silent", 0)
    return ScorePart("silent", w.silent, cal.working_days(due, today))


def reply_waits(s: Standing, today: date, cal: WorkCalendar, w: Weights) -> ScorePart:
    """A reply waits for a reader."""
    return ScorePart("replied", w.replied if s.replied else 0)


def payment_returned(
    s: Standing, today: date, cal: WorkCalendar, w: Weights
) -> ScorePart:
    """A payment came back."""
    return ScorePart("returned", w.returned if s.returned else 0)


def decision_due(s: Standing, today: date, cal: WorkCalendar, w: Weights) -> ScorePart:
    """A decision has to be taken."""
    return ScorePart("decision", w.decision if s.decision_open else 0)
