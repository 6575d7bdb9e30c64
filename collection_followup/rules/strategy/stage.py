"""The stage rule: what a run does with a debtor today, and why.

How the rule reads its sentences, where they leave room:

* **One step.** An item's next stage is the lowest one above its level that
  applies to it. When that one is not due yet, no higher one is taken.
* **Late** is an item from the day after its last day to pay: the due date, or
  posting plus the full term, moved to a working day. Grace and pay days move
  the clock of the stages, not this day. No claim is made before it.
* **A courtesy note** has no pay-by date of its own (the due date stands), so
  only the least gap lies between it and the first reminder.
* **Nothing below.** While late items stand at a stage and will move on, a
  lower notice waits and its items ride along on the higher one. When they
  cannot move on (too light for every stage above), the notice leaves at their
  stage. What weighs less than ``remainder_amount`` steers nothing.
* **The end.** A stage that was sent as often as allowed is not sent again and
  no milder one takes its place: a person decides. The same when items stand
  at the last stage that applies to them, its pay-by date and the bank days
  have passed. After the answer "carry on" (``decided_on``) counting starts
  anew, and items at the end get their last stage once more. The first
  reminder is never counted among the sternest stages; those are never sent
  for less than ``remainder_amount``.
* **A returned payment** asks for a call first; when the gap has passed the
  item gets its own stage once more, then it climbs on.
* **Left out.** Items left out once, or collected by ourselves, neither stand
  on the notice nor steer it.
"""

from __future__ import annotations

from datetime import date

from ..case.case import Case
from ..case.reasons import DECISION_CODES, REASON_CODES, REASON_VALUES, because
from ..ledger.calendar import WorkCalendar
from ..ledger.facts import Action, Debtor, Decision, Policy
from .climb import Climb
from .clock import days_late
from .gates import stopped_before_stages, strategy_of
from .ladder import Ladder, level_index, stage_of
from .steps import is_left_out, next_steps, rows_of

__all__ = [
    "DECISION_CODES",
    "REASON_CODES",
    "REASON_VALUES",
    "days_late",
    "decide",
    "level_index",
    "stage_of",
]


def decide(
    debtor: Debtor, today: date, calendar: WorkCalendar, policy: Policy
) -> Decision:
    """Decide what is done with a debtor today, and say why.

    All days are days of the company. The answer carries the claims of all
    items, oldest due date first, and the day on which it may change as far
    as that is known; the order of the facts does not matter. Raises
    ``ValueError`` for a calendar without working days and for a currency
    without rounding. Source: house plan, "Stage rule".
    """
    case = Case(debtor, today, calendar, policy)
    stopped = stopped_before_stages(case)
    if stopped is not None:
        return stopped
    ladder = Ladder(strategy_of(case), debtor, today, policy)
    rows = rows_of(debtor, case.claims, ladder, today, calendar, policy)
    if not rows:
        return _left_out(case)
    next_steps(rows, ladder, today, calendar, policy)
    return Climb(case, ladder, rows).decision()


def _left_out(case: Case) -> Decision:
    """Answer when all that could be chased is left out."""
    out = [c.item for c in case.claims if c.to_collect > 0.0 and is_left_out(c.item)]
    skipped = sum(item.skip_once for item in out)
    reason = because("left_out", skipped=skipped, collected=len(out) - skipped)
    return case.answer(Action.NONE, reason)
