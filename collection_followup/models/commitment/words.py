from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)
# The words for the codes of ``rules.commitment``; the names in them are its values.
COMMITMENTS = {
    "promised": _lt("%(amount)s may arrive until %(deadline)s."),
    "promised_rest": _lt(
        "%(paid)s has come; %(missing)s may still arrive until %(deadline)s."
    ),
    "unmatched": _lt(
        "%(missing)s is missing since %(deadline)s, but %(waiting)s of the customer "
        "waits to be matched."
    ),
    "bank_stale": _lt(
        "The deadline was %(deadline)s and %(missing)s is missing in the books, but "
        "the bank data is old: it waits until the bank data is up to date."
    ),
    "kept": _lt("Kept: %(paid)s came, complete on %(on)s."),
    "partly": _lt(
        "Partly kept: %(paid)s came, %(missing)s was missing on %(deadline)s."
    ),
    "partly_late": _lt(
        "Partly kept: %(paid)s came by %(deadline)s, the rest on %(on)s, "
        "%(days)s days after the promised date."
    ),
    "broken": _lt("Broken: nothing of %(amount)s came by %(deadline)s."),
    "broken_rest": _lt(
        "Broken: nothing came by %(deadline)s; since then %(paid)s, and %(missing)s "
        "is missing."
    ),
    "broken_late": _lt(
        "Broken on %(deadline)s, but paid on %(on)s, %(days)s days after the "
        "promised date."
    ),
    "withdrawn": _lt("The documents it was about are no longer posted."),
}
# The words for the codes of ``rules.plan``, ``rules.plan_standing`` and
# ``rules.reliability``; the names in them are their values.
PLAN_SENTENCES = {
    "no_total": _lt("Nothing is to be paid: choose items, or enter an amount."),
    "no_rest": _lt(
        "The down payment of %(down_payment)s leaves nothing of %(total)s over for "
        "instalments."
    ),
    "negative": _lt("The down payment cannot be negative."),
    "ends": _lt("Check the first date: %(on)s."),
    "no_parts": _lt("Say how many instalments there are, or how much each of them is."),
    "too_fine": _lt("%(total)s cannot be paid in %(count)s instalments."),
    "endless": _lt(
        "%(count)s instalments are more than a plan can have (%(most)s): make them "
        "larger."
    ),
    "past": _lt("The instalment of %(on)s lies in the past: choose a later day."),
    "order": _lt("The instalment of %(on)s has to come after the one before it."),
    "empty": _lt("The instalment of %(on)s needs an amount greater than zero."),
    "sum": _lt(
        "The instalments add up to %(sum)s, but the plan is about %(total)s. Change "
        "one of them."
    ),
    "too_long": _lt(
        "The last instalment is on %(until)s: the plan runs for %(months)s months, "
        "%(longest)s need no approval."
    ),
    "too_small": _lt(
        "Instalments of %(amount)s are smaller than %(smallest)s, the smallest that "
        "needs no approval."
    ),
    "too_many": _lt("%(count)s instalments: %(most)s need no approval."),
    "kept": _lt("Every instalment was paid as agreed."),
    "broken": _lt(
        "The instalment of %(on)s (%(amount)s) was not kept: %(paid)s came. %(left)s "
        "is due again as a whole."
    ),
    "running": _lt("The next instalment is %(amount)s on %(on)s."),
    "void": _lt("No instalment is left: they were replaced by other promises."),
}
RELIABILITY_SENTENCES = {
    "no_promise": _lt("No promise has come due yet."),
    "promises": _lt("Kept %(kept)s of %(judged)s, %(paid)s of %(promised)s"),
    "promises_kept": _lt(
        "Kept %(kept)s of %(judged)s, %(paid)s of %(promised)s, always in time"
    ),
    "promises_late_day": _lt(
        "Kept %(kept)s of %(judged)s, %(paid)s of %(promised)s, on average 1 day late"
    ),
    "promises_late": _lt(
        "Kept %(kept)s of %(judged)s, %(paid)s of %(promised)s, on average %(days)s "
        "days late"
    ),
}
MONEY = (
    "amount",
    "down_payment",
    "left",
    "paid",
    "promised",
    "smallest",
    "sum",
    "total",
)
