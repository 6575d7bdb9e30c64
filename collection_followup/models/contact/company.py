import logging

from odoo import api, fields, models
from odoo.tools import ormcache

from ...rules.contact.contact_guard_facts import GuardPolicy
from ..settings.calendar import holidays_known

_logger = logging.getLogger(__name__)


class ResCompany(models.Model):
    """When debtors may be written to and called, kept by the root company."""

    _inherit = "res.company"

    collection_contact_from = fields.Float(
        string="Not before",
        default=8.0,
        help="Hour of the day where the contact is. Usual: 8 (Regulation F, MCOB).",
    )
    collection_contact_to = fields.Float(
        string="Not after",
        default=20.0,
        help="Hour of the day where the contact is. Usual: 20, at the latest 21 "
        "(Regulation F, MCOB).",
    )
    collection_email_hours = fields.Boolean(
        string="E-mails wait for these hours",
        default=True,
        help="Notices that are approved at night or on a free day of the company "
        "leave in the next allowed hour, where the contact is.",
    )
    collection_call_saturday = fields.Boolean(
        string="Companies on Saturdays",
        default=True,
        help="Never on Sundays and holidays.",
    )
    collection_call_saturday_person = fields.Boolean(
        string="Private persons on Saturdays",
        help="Never on Sundays and holidays.",
    )
    collection_call_most = fields.Integer(
        string="Call attempts: companies",
        default=7,
        help=(
            "Call attempts to one customer, over all contacts, in the window. Usual: "
            "7 in 7 days (Regulation F). Zero: no limit."
        ),
    )
    collection_call_most_person = fields.Integer(
        string="Call attempts: private persons",
        default=3,
        help=(
            "Call attempts in the window; private persons are better protected than "
            "companies. Zero: no limit."
        ),
    )
    collection_contact_most = fields.Integer(
        string="Contacts by any channel",
        default=8,
        help=(
            "Calls, e-mails, letters, visits and messages to one customer in the "
            "window, over all contacts. Usual: the sum of the single limits, seven "
            "calls and one letter. Zero: no limit."
        ),
    )
    collection_call_window = fields.Integer(
        string="Window of attempts", default=7, help="Calendar days."
    )
    collection_talk_days = fields.Integer(
        string="No calls after a conversation",
        default=7,
        help="Calendar days without a call after somebody was spoken to, unless a "
        "call was agreed on or a promise was broken. Usual: 7 (Regulation F).",
    )
    collection_stop_elsewhere = fields.Selection(
        [("warn", "Warn"), ("stop", "Refuse")],
        string="Writing from invoices and orders",
        default="warn",
        required=True,
        help=(
            "Somebody sends an invoice, or writes from an invoice or order, to a "
            "customer who must not be contacted: insolvency, a lawyer, or at the "
            "customer's own request."
        ),
    )
    collection_document_days = fields.Integer(
        string="Ask for documents",
        default=3,
        help="Working days before the cut-off of a customer's payment run.",
    )

    _collection_hours = models.Constraint(
        "CHECK (collection_contact_from >= 0 AND collection_contact_to <= 24"
        " AND collection_contact_from < collection_contact_to)",
        "The hours of contact begin and end on the same day.",
    )
    _collection_calls = models.Constraint(
        "CHECK (collection_call_most >= 0 AND collection_call_most_person >= 0"
        " AND collection_contact_most >= 0"
        " AND collection_call_window >= 1 AND collection_talk_days >= 0"
        " AND collection_document_days >= 0)",
        "Numbers of calls and days cannot be negative, and the window is a day "
        "at least.",
    )

    def _collection_guard_policy(self):
        """The guards of the root company as the rules want them."""
        root = self.root_id
        return GuardPolicy(
            start=root.collection_contact_from,
            end=root.collection_contact_to,
            saturday=root.collection_call_saturday,
            saturday_person=root.collection_call_saturday_person,
            calls=root.collection_call_most,
            calls_person=root.collection_call_most_person,
            calls_days=root.collection_call_window,
            contacts=root.collection_contact_most,
            talk_days=root.collection_talk_days,
            email_hours=root.collection_email_hours,
        )

    @api.model
    @ormcache("country", "state", "first", "last")
    def _collection_holidays_of(self, country, state, first, last):
        """Public holidays of a country and state, years included; empty if unknown."""
        if not country or not holidays_known():
            return frozenset()
        import holidays

        years = range(first, last + 1)
        for part in (state, None):
            try:
                found = holidays.country_holidays(
                    country, subdiv=part or None, years=years
                )
            except NotImplementedError:
                _logger.debug("No holidays known for %s", country)
                continue
            return frozenset(found)
        return frozenset()
