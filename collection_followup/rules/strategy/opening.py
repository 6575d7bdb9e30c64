"""The first day: where debts that are already late begin."""

from __future__ import annotations

from datetime import date

from ..ledger.facts import Level, Stage, Strategy

# Nobody is met with a stern letter by a system that he never heard from.
OPENING_SEVERITY = 2


def opening_level(
    days_late: int,
    strategy: Strategy,
    reminded_severity: int | None = None,
    reminded_on: date | None = None,
) -> Level | None:
    """Answer the highest level an item may be given before the first run.

    That is the last reminder whose delay has run out after ``days_late``
    calendar days, of severity 2 at most. When a person says how
    (``reminded_severity``) and when (``reminded_on``) the debtor was already
    reminded, it is the last reminder of no higher severity instead, as of
    that day. None when no reminder fits. Only one of both counts as nothing
    said. Source: house plan, stage rule 10.
    """
    told = reminded_severity is not None and reminded_on is not None
    if told:
        fits = [
            s for s in strategy.stages if s.claims and _at_most(s, reminded_severity)
        ]
    else:
        fits = [s for s in strategy.stages if s.claims and _ran_out(s, days_late)]
    if not fits:
        return None
    stage = fits[-1]
    return Level(stage.key, stage.severity, reminded_on if told else None)


def limitation_warning(due: date, today: date, years: int) -> bool:
    """Tell whether a debt is so old that it may soon be barred by time.

    True when more than ``years`` calendar years have passed since the due
    date; never for 0 or less. A hint to ask a lawyer, no statement of law.
    Source: house plan, stage rule 10.
    """
    if years <= 0:
        return False
    return (today.year - years, today.month, today.day) > (due.year, due.month, due.day)


def _at_most(stage: Stage, severity: int | None) -> bool:
    """Tell whether a stage is no sterner than a severity."""
    return severity is not None and stage.severity <= severity


def _ran_out(stage: Stage, days_late: int) -> bool:
    """Tell whether a mild stage would have been sent long since."""
    delay = -(-stage.delay * 7 // 5) if stage.working_days else stage.delay
    return stage.severity <= OPENING_SEVERITY and days_late >= delay
