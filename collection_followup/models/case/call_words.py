from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# The words for the codes of ``rules.call_check``; ``item`` is the number of a document.
PROBLEMS = {
    "nobody_spoke": _lt(
        "Nobody was reached, but there are answers: choose another outcome of the "
        "call, or remove the answers."
    ),
    "when": _lt("Ask for a date: when will they pay?"),
    "who_left": _lt("Choose who has left the company."),
    "sent_future": _lt(
        "A payment with a future date has not been sent yet: enter it as a promise."
    ),
    "pay_past": _lt("The promised day has passed: choose today or a later day."),
    "next_past": _lt(
        "Choose a date for the next step, from today on and within a year."
    ),
    "which_currency": _lt(
        "Several currencies are open: choose the one of the amount, or leave the "
        "amount empty for everything that is overdue."
    ),
    "nothing_left": _lt(
        "Nothing is left to promise: every open item is answered or disputed already."
    ),
    "which_disputed": _lt(
        "Which invoice is disputed, and why? Answer it in the list of items."
    ),
    "too_much": _lt("The amount is more than what is open: correct it."),
    "scheduled_when": _lt("%(item)s: for which day is it scheduled?"),
    "day_past": _lt("%(item)s: the day has passed, choose today or a later one."),
    "who_approves": _lt("%(item)s: choose who has to approve it."),
    "why_wrong": _lt("%(item)s: choose the issue."),
    "contested_too_much": _lt(
        "%(item)s: the disputed amount is more than what is open."
    ),
}

# The words for the tasks of ``rules.call``; ``items`` are numbers of documents.
TASKS = {
    "again": _lt("Call back"),
    "arrived": _lt("Has the copy arrived? %(items)s"),
    "approval": _lt("Ask how far it is: %(items)s"),
    "look": _lt("Look for the payment that they say was sent on %(sent_on)s"),
    "no_money": _lt("Cannot pay in full now: agree on a payment plan"),
}
# the activity types of these tasks, last part of their xml ids
TASK_TYPES = {"look": "look_for_payment"}
