from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# The words for the codes of ``rules.commitment``; the names in them are its values.
COMMITMENTS = {
    "promised": _lt("%(amount)s may arrive until %(deadline)s."),
    "promised_rest": _lt(
        "%(paid)s has come; %(missing)s may still arrive until %(deadline)s."
    ),
    "unmatched": _lt(
        "%(missing)s is missing since %(deadline)s, but %(waiting)s of the debtor "
        "waits to be matched."
    ),
    "bank_stale": _lt(
        "It ran out on %(deadline)s and %(missing)s is missing in the books, but the "
        "bank data is old: it waits until the bank is up to date."
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
