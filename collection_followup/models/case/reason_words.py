from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# The words for the codes of ``rules.reasons``; the names in them are its values.
SENTENCES = {
    "nothing_open": _lt("Nothing is open."),
    "nothing_to_collect": _lt(
        "Nothing to collect: everything that is open is excluded%(rests)s."
    ),
    "left_out": _lt(
        "What is open is excluded: %(skipped)s from the next notice only, "
        "%(collected)s because we collect it ourselves."
    ),
    "stopped": _lt("Stopped: %(kind)s."),
    "bounced": _lt("The last message came back. Repair the address first."),
    "decision_open": _lt("A decision is asked for; nothing is sent until it is made."),
    "reply_unread": _lt(
        "The customer replied on %(replied_on)s; the reply has to be read by %(until)s."
    ),
    "paused": _lt("Paused until %(until)s."),
    "promise_broken": _lt(
        "A promise was not kept on %(broken_on)s: call first. Letters wait until "
        "%(until)s."
    ),
    "no_strategy": _lt(
        "No strategy fits this customer. Choose one on the case, or a default "
        "strategy in the settings."
    ),
    "no_stages": _lt("The strategy has no stages."),
    "strategy_unconfirmed": _lt(
        "The strategy was changed; it sends nothing until its dry run was confirmed."
    ),
    "not_working_day": _lt("%(day)s is not a working day; next on %(until)s."),
    "not_due": _lt("%(stage)s is due on %(on)s (due date %(due)s)."),
    "stage_later": _lt("%(stage)s is next, on %(on)s (oldest due date %(due)s)."),
    "standing": _lt(
        "%(stage)s is due, but other items stand at %(level)s, which moves on "
        "on %(until)s."
    ),
    "pay_by_running": _lt("%(stage)s was the last; it may still work until %(until)s."),
    "bank_stale": _lt(
        "The bank data is old, so nothing is demanded that may have been paid: "
        "import statements, or confirm that the bank data is up to date. Then: "
        "%(stage)s."
    ),
    "tempo": _lt(
        "%(stage)s waits until %(until)s: the last notice was sent on "
        "%(sent_on)s, to be paid by %(pay_by)s."
    ),
    "reply_overdue": _lt(
        "The reply of %(replied_on)s has been unread since %(since)s; it goes to the "
        "manager."
    ),
    "returned": _lt(
        "A payment of %(move)s came back on %(returned_on)s: call first. "
        "Letters wait until %(until)s."
    ),
    "small_remainder": _lt(
        "Only a residual balance of %(amount)s is left: write it off, demand it, or "
        "ask the customer."
    ),
    "too_small": _lt(
        "%(amount)s is less than any further stage asks for (%(minimum)s)."
    ),
    "decide": _lt(
        "%(stage)s was sent %(times)s times in %(window)s days, and may be sent "
        "%(most)s times. Decide: carry on, plan, agency, court or write off."
    ),
    "ran_out": _lt(
        "Every stage was sent, the last one ran out on %(since)s, and "
        "%(amount)s is open. Decide: carry on, plan, agency, court or write off."
    ),
    "person": _lt(
        "%(stage)s is not sent to a private person by itself. Decide what to do."
    ),
    "unreachable": _lt(
        "There is no way to reach the customer for %(stage)s: add an e-mail or a "
        "postal address."
    ),
    "stage_due": _lt("%(stage)s is due: %(move)s is %(days_late)s days late."),
    "courtesy": _lt("%(stage)s: %(move)s falls due on %(due)s."),
    "raised": _lt(
        "%(due_stage)s is due for some items; others stand at %(stage)s, so the "
        "notice is %(stage)s."
    ),
    "again": _lt("%(stage)s once more: %(move)s is %(days_late)s days late."),
}
