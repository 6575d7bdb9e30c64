from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# The words for the causes of ``rules.hold_facts``: amounts in company currency.
CAUSE_WORDS = {
    "manual": _lt("Set manually: %(note)s"),
    "stage": _lt(
        "%(stage)s was sent, its pay-by date has passed, and %(amount)s is still open."
    ),
    "days": _lt("%(amount)s is overdue, the oldest of it for %(value)s days."),
    "amount": _lt("%(amount)s is overdue."),
    "share": _lt("%(amount)s is overdue: %(value)s percent of the credit limit."),
    "broken": _lt("Promises to pay broken lately: %(value)s. %(amount)s is overdue."),
    "returned": _lt("Payments returned lately: %(value)s, for %(amount)s."),
}

# The short names of causes, for lists and for the history.
CAUSE_NAMES = {
    "manual": _lt("set manually"),
    "stage": _lt("stage sent"),
    "days": _lt("days late"),
    "amount": _lt("overdue amount"),
    "share": _lt("share of the credit limit"),
    "broken": _lt("broken promises"),
    "returned": _lt("returned payments"),
}

# Why somebody is not held, or not harder.
KEPT_AWAY_WORDS = {
    "exempt": _lt("This customer is exempt from holds."),
    "bank_stale": _lt(
        "The bank data is old: no new hold until statements are imported or somebody "
        "confirms that the bank data is up to date."
    ),
    "grace": _lt("Days of grace after a release, until %(until)s."),
    "off": _lt("Automatic holds are switched off."),
    "nothing_overdue": _lt("Nothing overdue that counts."),
    "contested": _lt("What is overdue is disputed (%(amount)s)."),
    "promised": _lt("What is overdue is promised by a reliable customer (%(amount)s)."),
    "unannounced": _lt(
        "%(amount)s is overdue, but no notice that was sent has announced a hold."
    ),
    "pay_by_running": _lt(
        "A hold was announced; the time to pay runs until %(until)s (%(amount)s)."
    ),
    "too_small": _lt("%(amount)s overdue is less than the minimum of %(minimum)s."),
    "no_cause": _lt("%(amount)s is overdue, less than any cause asks for."),
}
