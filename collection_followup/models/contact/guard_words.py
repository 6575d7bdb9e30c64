from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# The words for the codes of ``rules.contact_guard``; the names are its values.
GUARDS = {
    "free": _lt("Nothing prevents it."),
    "overridden": _lt("Contact allowed: %(why)s"),
    "case_stopped": _lt("The case is stopped: %(kind)s."),
    "left": _lt("This person left the company (noted on %(on)s)."),
    "lawyer": _lt("A lawyer acts for the customer: speak to the lawyer only."),
    "stop_contact": _lt(
        "This person does not want it (%(channel)s), since %(since)s: %(why)s"
    ),
    "day_of_rest": _lt("%(day)s is not a working day where the contact is."),
    "quiet_hours": _lt(
        "It is %(now)s where the contact is; contact is allowed from %(start)s to "
        "%(end)s."
    ),
    "not_working_day": _lt("%(day)s is no working day of ours."),
    "too_many_calls": _lt(
        "The customer was called %(count)s times in %(days)s days; again from "
        "%(until)s on."
    ),
    "too_many": _lt(
        "The customer was contacted %(count)s times in %(days)s days, by all "
        "channels; again from %(until)s on."
    ),
    "just_talked": _lt(
        "Somebody spoke to the customer on %(on)s; the next call should wait until "
        "%(until)s, unless it was agreed on."
    ),
}
