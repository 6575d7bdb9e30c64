import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...rules.ledger.facts import Currency, Policy
from ...sentences import house

LIVE = "collection_followup.live_database"


class ResCompany(models.Model):
    """The settings of collections, kept by the root company."""

    _inherit = "res.company"

    collection_auto = fields.Boolean(
        string="Run every working day",
        help="The daily job plans notices, approves those that need no approval and "
        "sends the e-mails.",
    )
    collection_opened_on = fields.Date(
        string="Go-live review confirmed",
        help="Nothing is sent until a manager has completed the go-live review.",
    )
    collection_strategy_id = fields.Many2one(
        "collection.strategy",
        string="Default strategy",
        help="For customers whom no other strategy fits.",
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
        string="Payments in transit count for", default=10, help="Calendar days."
    )
    collection_online_days = fields.Integer(
        string="Pending online payments count", default=5, help="Calendar days."
    )
    collection_remainder_share = fields.Float(
        string="Residual balance, percent", default=5.0
    )
    collection_remainder_amount = fields.Monetary(
        string="Residual balance, amount",
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

    # ----------------------- A copy of the database must never speak to a customer

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if any(vals.get("collection_opened_on") for vals in vals_list):
            self._collection_remember_database()
        return companies

    def write(self, vals):
        done = super().write(vals)
        if vals.get("collection_opened_on"):
            self._collection_remember_database(only_first=True)
        return done

    @api.model
    def _collection_database(self):
        """What tells this database from its copies."""
        parameters = self.env["ir.config_parameter"].sudo()  # identifier only
        return f"{parameters.get_param('database.uuid')} {self.env.cr.dbname}"

    @api.model
    def _collection_remember_database(self, only_first=False):
        parameters = self.env["ir.config_parameter"].sudo()  # one fixed key
        if not (only_first and parameters.get_param(LIVE)):
            parameters.set_param(LIVE, self._collection_database())

    @api.model
    def _collection_copy_warning(self):
        """Why nothing may leave this database, or an empty text."""
        parameters = self.env["ir.config_parameter"].sudo()  # two fixed keys
        if parameters.get_param("database.is_neutralized"):
            return self.env._("This database is a neutralised copy: nothing leaves it.")
        live = parameters.get_param(LIVE)
        if live and live != self._collection_database():
            return self.env._(
                "This database was copied or renamed since the go-live review was "
                "confirmed. If it is the one that customers hear from, a manager has "
                "to confirm it in the set-up checklist."
            )
        return ""

    def action_collection_confirm_database(self):
        """Say that this database is the live one (managers only)."""
        if not self.env.user.has_group("collection_followup.group_collection_manager"):
            raise AccessError(
                self.env._(
                    "Only a credit manager can say which database is the live one."
                )
            )
        self._collection_remember_database()
        return True

    # -- who answers for collections, and who says that the bank is up to date

    def _collection_manager(self):
        """The credit manager of the settings, else the first user with the right."""
        self.ensure_one()
        root = self.root_id.sudo()  # who the manager is, is no secret in the house
        group = self.env.ref("collection_followup.group_collection_manager").sudo()
        managers = group.all_user_ids.filtered(
            lambda user: user.active and root in user.company_ids
        )
        chosen = root.collection_manager_id.filtered("active")
        return (chosen or managers[:1]).sudo(False)

    def action_collection_bank_confirmed(self):
        """Say that the bank is up to date: claims may leave again."""
        user = self.env.user
        if not user.has_group("collection_followup.group_collection_all"):
            raise AccessError(
                self.env._(
                    "Only collectors of all cases and credit managers may confirm "
                    "that the bank data is up to date."
                )
            )
        foreign = self - user.company_ids
        if foreign:
            raise AccessError(
                self.env._(
                    "You do not work for %(names)s.",
                    names=", ".join(foreign.sudo().mapped("name")),  # just named
                )
            )
        for company in self:
            company._collection_confirm_bank()
        return True

    def _collection_confirm_bank(self):
        """Note the day and judge the cases of the whole tree anew."""
        root = self.root_id.sudo()  # collectors do not write companies
        root.collection_bank_confirmed_on = self._collection_today()
        text = house(root)._("Collections: bank data is up to date.")
        root._message_log(body=text)
        self.env["collection.event"]._mark_all(root)
