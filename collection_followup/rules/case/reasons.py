"""Why a case was decided as it was: codes that models turn into words.

Every code carries the values of its row, always all of them and in this
order; a value may be ``None`` where the table says "or none". Stages are
given by their key, amounts are floats, dates are dates.

=====================  ======  ==============================================
Code                   Action  Values
=====================  ======  ==============================================
nothing_open           none    (no values): no open item at all
nothing_to_collect     none    rests: (part, its sums) of what is not claimed;
                               the sums are (currency code, amount)
left_out               none    skipped, collected: how many items are left
                               out once, and collected by ourselves
stopped                stop    kind: insolvency, lawyer, do_not_contact, ...
bounced                stop    (no values): the last message came back
decision_open          wait    (no values): a decision task is not answered
reply_unread           wait    replied_on, until
reply_overdue          task    replied_on, since: for the manager
paused                 wait    until: the last day of the pause
promise_broken         task    broken_on, until: call first, letters wait
no_strategy            wait    (no values)
no_stages              wait    strategy
strategy_unconfirmed   wait    strategy: its dry run was not confirmed
not_working_day        wait    stage, day, until
returned               task    item, move, returned_on, until: call first
not_due                wait    due, stage, on
stage_later            wait    stage, on, due: the oldest due date
standing               wait    stage, level, until: a stage is due, but items
                               stand at a higher one that moves on later
pay_by_running         wait    stage, until: the last stage may still work
small_remainder        wait    amount: company currency
too_small              wait    minimum, amount: company currency; minimum is
                               none when no stage applies at all
bank_stale             wait    stage
tempo                  wait    stage, sent_on, pay_by (or none), until
decide                 task    stage, times, most, window (days)
ran_out                task    stage, since, amount: company currency
person                 task    stage, severity
unreachable            task    stage
stage_due              notice  stage, item, move, days_late, times: the item
                               that asks for the stage, and how often the
                               debtor got the stage within the window before
courtesy               notice  stage, item, move, due, times
raised                 notice  stage, due_stage, times: an item is due for
                               due_stage, but items stand at ``stage``
again                  notice  stage, item, move, days_late, times: the item
                               gets its own stage a second time
=====================  ======  ==============================================
"""

from __future__ import annotations

from collections.abc import Mapping

from ..ledger.facts import Reason

REASON_VALUES: Mapping[str, tuple[str, ...]] = {
    "nothing_open": (),
    "nothing_to_collect": ("rests",),
    "left_out": ("skipped", "collected"),
    "stopped": ("kind",),
    "bounced": (),
    "decision_open": (),
    "reply_unread": ("replied_on", "until"),
    "reply_overdue": ("replied_on", "since"),
    "paused": ("until",),
    "promise_broken": ("broken_on", "until"),
    "no_strategy": (),
    "no_stages": ("strategy",),
    "strategy_unconfirmed": ("strategy",),
    "not_working_day": ("stage", "day", "until"),
    "returned": ("item", "move", "returned_on", "until"),
    "not_due": ("due", "stage", "on"),
    "stage_later": ("stage", "on", "due"),
    "standing": ("stage", "level", "until"),
    "pay_by_running": ("stage", "until"),
    "small_remainder": ("amount",),
    "too_small": ("minimum", "amount"),
    "bank_stale": ("stage",),
    "tempo": ("stage", "sent_on", "pay_by", "until"),
    "decide": ("stage", "times", "most", "window"),
    "ran_out": ("stage", "since", "amount"),
    "person": ("stage", "severity"),
    "unreachable": ("stage",),
    "stage_due": ("stage", "item", "move", "days_late", "times"),
    "courtesy": ("stage", "item", "move", "due", "times"),
    "raised": ("stage", "due_stage", "times"),
    "again": ("stage", "item", "move", "days_late", "times"),
}

# All codes, in the order of the table.
REASON_CODES: tuple[str, ...] = tuple(REASON_VALUES)

# Both open a decision task: carry on, plan, agency, court, write off.
DECISION_CODES: tuple[str, ...] = ("decide", "ran_out")


def because(code: str, **values: object) -> Reason:
    """Make a reason of a code and its values, in the order of the table.

    Amounts are in company currency unless the table says otherwise. No
    errors: the tests hold codes and values to ``REASON_VALUES``.
    """
    return Reason(code, tuple(values.items()))
