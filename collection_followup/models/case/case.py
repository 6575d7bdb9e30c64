from odoo import api, fields, models

from ..settings.guarded import MANAGER, by_hand

AGES = ["current", "1_30", "31_60", "61_90", "91_180", "over_180"]
STOPS = [
    ("insolvency", "Insolvency"),
    ("lawyer", "A lawyer acts for the customer"),
    ("do_not_contact", "Do not contact"),
    ("agency", "With the collection agency"),
    ("court", "In court"),
]
# how far a customer has been reminded, as the columns of the worklist
REACHED = [
    ("0", "Not yet reminded"),
    ("1", "Courtesy note"),
    ("2", "Reminder"),
    ("3", "Second reminder"),
    ("4", "Firm letter"),
    ("5", "Stern letter"),
    ("6", "Last letter"),
]
ACTIONS = [
    ("notice", "Send a notice"),
    ("wait", "Wait"),
    ("task", "Decide"),
    ("stop", "Stopped"),
    ("none", "Nothing to collect"),
]


class CollectionCase(models.Model):
    """One debtor (commercial partner) of one root company.

    Opened and closed by the run; the thread, the tasks and the replies of the
    debtor live here. Sums are stored by the run that judged the case last.
    """

    _name = "collection.case"
    _description = "Collection case"
    _inherit = ["collection.guarded.thread", "mail.activity.mixin"]
    _order = "priority desc, to_collect desc, id"
    _rec_name = "partner_id"
    _mail_post_access = "read"
    _check_company_auto = True
    _people_write = by_hand(
        "grace_days",
        "interaction_ids",
        "pay_anchor",
        "pay_cutoff",
        "pay_document_ids",
        "pay_fri",
        "pay_mon",
        "pay_month_days",
        "pay_rhythm",
        "pay_sat",
        "pay_sun",
        "pay_thu",
        "pay_tue",
        "pay_wed",
        "private_note_ids",
        "strategy_id",
        "strategy_manual",
        "user_id",
    ) | by_hand("hold_exempt", group=MANAGER)

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True, readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        tracking=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Collector",
        tracking=True,
        index=True,
        domain="[('share', '=', False)]",
    )
    strategy_id = fields.Many2one(
        "collection.strategy",
        check_company=True,
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'in', [False, company_id])]",
    )
    strategy_manual = fields.Boolean(
        string="Strategy chosen manually",
        help="The run leaves the strategy as it is.",
    )
    stage_id = fields.Many2one(
        "collection.stage",
        readonly=True,
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        group_expand="_group_expand_stages",
        help="The highest stage sent for what is still open.",
    )
    severity = fields.Selection(related="stage_id.severity", store=True)
    reached = fields.Selection(
        REACHED,
        string="Reminded so far",
        readonly=True,
        default="0",
        help="By the severity of the sternest stage that was sent for an open item.",
    )
    # what the run decided
    next_action = fields.Selection(ACTIONS, readonly=True, index=True)
    next_action_date = fields.Date(readonly=True, index=True)
    next_stage_id = fields.Many2one(
        "collection.stage", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reason = fields.Text(readonly=True, help="Explains the status of the case.")
    reason_code = fields.Char(string="Reason code", readonly=True)
    judged_at = fields.Datetime(string="Evaluated", readonly=True)
    priority = fields.Integer(readonly=True, aggregator=None)
    priority_reason = fields.Text(readonly=True)
    # sums in company currency, per currency in total_ids
    overdue = fields.Monetary(string="Total overdue", readonly=True)
    to_collect = fields.Monetary(string="Amount to collect", readonly=True)
    disputed = fields.Monetary(readonly=True)
    promised = fields.Monetary(readonly=True)
    paused = fields.Monetary(readonly=True)
    credited = fields.Monetary(string="Unallocated credits", readonly=True)
    in_transit = fields.Monetary(string="Payments in transit", readonly=True)
    other_parts = fields.Monetary(
        string="Otherwise not claimed",
        readonly=True,
        help="Parts of what is overdue that are not claimed for other reasons.",
    )
    excluded = fields.Monetary(
        string="Blocked or no follow-up",
        readonly=True,
        help="Overdue, but blocked for payment or opted out by the accountant.",
    )
    not_due = fields.Monetary(string="Not yet due", readonly=True)
    total_ids = fields.One2many("collection.case.total", "case_id", readonly=True)
    oldest_due = fields.Date(
        readonly=True, index=True, help="The oldest due date in the amount to collect."
    )
    days_late = fields.Integer(
        string="Days past due",
        compute="_compute_days_late",
        help="Days since the oldest due date in the amount to collect.",
    )
    oldest_overdue = fields.Date(
        readonly=True,
        help="The oldest due date of everything overdue, also of excluded items.",
    )
    age_current = fields.Monetary(string="Not due", readonly=True)
    age_1_30 = fields.Monetary(string="Overdue 1-30 days", readonly=True)
    age_31_60 = fields.Monetary(string="Overdue 31-60 days", readonly=True)
    age_61_90 = fields.Monetary(string="Overdue 61-90 days", readonly=True)
    age_91_180 = fields.Monetary(string="Overdue 91-180 days", readonly=True)
    age_over_180 = fields.Monetary(string="Overdue over 180 days", readonly=True)
    # history
    usual_days_late = fields.Float(
        string="Average days late",
        readonly=True,
        digits=(16, 0),
        aggregator="avg",
        help="Days from due date to payment, weighted by amount, last twelve months.",
    )
    last_payment_date = fields.Date(readonly=True)
    last_payment_amount = fields.Monetary(readonly=True)
    last_contact_date = fields.Date(readonly=True)
    last_contact_result = fields.Char(readonly=True)
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    # steering
    grace_days = fields.Integer(
        tracking=True, help="Extra days after each due date before anything happens."
    )
    pause_until = fields.Date(tracking=True, readonly=True)
    pause_reason = fields.Char(tracking=True, readonly=True)
    pause_user_id = fields.Many2one("res.users", tracking=True, readonly=True)
    stop = fields.Selection(STOPS, tracking=True, readonly=True)
    stop_reason = fields.Char(tracking=True, readonly=True)
    replied_on = fields.Date(
        readonly=True,
        index="btree_not_null",
        help="A reply that has not been read yet; automatic steps wait.",
    )
    bounced = fields.Boolean(
        readonly=True,
        tracking=True,
        help="The last notice came back; the next stage waits for another address.",
    )
    decision_open = fields.Boolean(readonly=True, tracking=True, index=True)
    decision_deadline = fields.Date(readonly=True)
    round = fields.Integer(
        string="Dunning cycle",
        default=1,
        readonly=True,
        help="Counts how often the stages were started again by a decision.",
    )
    notice_ids = fields.One2many("collection.notice", "case_id")
    interaction_ids = fields.One2many("collection.interaction", "case_id")

    _debtor_unique = models.UniqueIndex(
        "(partner_id, company_id)", "This customer already has a case in the company."
    )
    _grace_positive = models.Constraint(
        "CHECK (grace_days BETWEEN 0 AND 180)",
        "Grace days are 0 to 180: whoever pays later needs another payment term.",
    )

    @api.model
    def _people_instead(self):
        return self.env._(
            "The run and the buttons of the case set it: the buttons ask for a "
            "reason and an end. Merge the contacts if two of them are one customer."
        )

    @api.depends("oldest_due")
    def _compute_days_late(self):
        for case in self:
            today = case.company_id._collection_today()
            late = (today - case.oldest_due).days if case.oldest_due else 0
            case.days_late = max(late, 0)

    @api.model
    def _group_expand_stages(self, stages, domain):
        """Show every stage in use, and those of the default strategy, as columns."""
        default = self.env.company.collection_strategy_id.stage_ids
        return (stages | default).sorted("severity")

    @api.depends("partner_id", "company_id")
    @api.depends_context("allowed_company_ids")
    def _compute_display_name(self):
        several = len(self.env.companies.root_id) > 1
        for case in self:
            name = case.partner_id.display_name
            case.display_name = f"{name} ({case.company_id.name})" if several else name

    def _open_decision(self, reasons, today):
        """Ask a person to decide: carry on, plan, agency, court or write off.

        :param reasons: why, in words; one text, or {case id: text}
        :param today: the company's day
        :return: the cases for which a decision was opened now
        """
        cases = self.filtered(lambda case: not case.decision_open)
        cases.decision_open = True
        return cases


class CollectionCaseTotal(models.Model):
    """The sums of a case in one currency, as the last judgement found them."""

    _name = "collection.case.total"
    _description = "Sums of a collection case by currency"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _order = "case_id, currency_id"

    case_id = fields.Many2one(
        "collection.case", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one("res.currency", required=True)
    overdue = fields.Monetary(string="Total overdue")
    to_collect = fields.Monetary(string="Amount to collect")
    disputed = fields.Monetary()
    promised = fields.Monetary()
    paused = fields.Monetary()
    credited = fields.Monetary(string="Unallocated credits")
    in_transit = fields.Monetary(string="Payments in transit")
    other_parts = fields.Monetary(string="Otherwise not claimed")
    excluded = fields.Monetary(string="Blocked or no follow-up")
    not_due = fields.Monetary(string="Not yet due")

    _once = models.UniqueIndex(
        "(case_id, currency_id)", "One line of sums for each currency."
    )
