import pytz

from odoo import api, fields, models

from ..rules.facts import Currency, Policy


class ResCompany(models.Model):
    """The settings of collections, kept by the root company."""

    _inherit = "res.company"

    collection_auto = fields.Boolean(
        string="Run every working day",
        help="The daily job plans notices, approves those that need no approval and "
        "sends the e-mails.",
    )
    collection_opened_on = fields.Date(
        string="Opening position confirmed",
        help="Nothing is sent before a manager has been through the opening position.",
    )
    collection_strategy_id = fields.Many2one(
        "collection.strategy",
        string="Default strategy",
        help="For debtors whom no other strategy fits.",
    )
    collection_manager_id = fields.Many2one(
        "res.users",
        string="Credit manager",
        help="Gets decisions and replies that were left too long.",
    )
    collection_bank_stale_days = fields.Integer(
        string="Bank data is old after", default=7, help="Calendar days."
    )
    collection_bank_confirmed_on = fields.Date(string="Bank confirmed up to date")
    collection_bank_days = fields.Integer(
        string="Bank days", default=3, help="Working days a transfer may take."
    )
    collection_transit_days = fields.Integer(
        string="Money on its way counts", default=10, help="Calendar days."
    )
    collection_online_days = fields.Integer(
        string="Pending online payments count", default=5, help="Calendar days."
    )
    collection_remainder_share = fields.Float(
        string="Small remainder, percent", default=5.0
    )
    collection_remainder_amount = fields.Monetary(
        string="Small remainder, amount",
        default=50.0,
        help="What is left of a part-paid item is small when it is under both.",
    )
    collection_repeat_window = fields.Integer(string="Window", default=180)
    collection_repeat_most = fields.Integer(string="A stage at most", default=3)
    collection_sternest = fields.Integer(string="Sent only once", default=2)
    collection_person_severity = fields.Integer(
        string="Private persons up to severity", default=3
    )
    collection_reply_days = fields.Integer(string="Replies wait", default=5)
    collection_decision_days = fields.Integer(string="Decisions due after", default=14)
    collection_limitation_years = fields.Integer(
        string="Warn of limitation after", default=2, help="Years."
    )
    collection_weekly_list = fields.Boolean(
        string="Mail the list of past-due accounts every week"
    )
    collection_window_side = fields.Selection(
        [("left", "Left"), ("right", "Right")],
        string="Address window",
        default="left",
        required=True,
    )

    def _collection_tz(self):
        """The time zone of the company: its calendar's, its partner's, or UTC."""
        self.ensure_one()
        return self.resource_calendar_id.tz or self.partner_id.tz or "UTC"

    @api.model
    def _collection_now(self):
        """This moment in UTC: the one clock of all that is decided here.

        Whoever replaces this method (``set_clock`` of the tests) moves jobs, screens
        and the requests of a browser alike; scripts/check_forbidden.py allows no other
        clock in models, wizards, controllers and reports.

        :return: naive ``datetime``, whole seconds, as Odoo keeps moments
        """
        return fields.Datetime.now()

    def _collection_today(self):
        """Today where the company is; never the user's or the server's day."""
        zone = pytz.timezone(self._collection_tz())
        return pytz.utc.localize(self._collection_now()).astimezone(zone).date()

    def _collection_policy(self):
        """The settings of the root company as the rules want them."""
        root = self.root_id
        currency = root.currency_id
        return Policy(
            repeat_window=root.collection_repeat_window,
            repeat_most=root.collection_repeat_most,
            sternest=root.collection_sternest,
            remainder_share=root.collection_remainder_share / 100.0,
            remainder_amount=root.collection_remainder_amount,
            bank_days=root.collection_bank_days,
            person_severity=root.collection_person_severity,
            reply_days=root.collection_reply_days,
            transit_days=root.collection_transit_days,
            online_days=root.collection_online_days,
            company_currency=Currency(currency.name, currency.rounding),
        )
