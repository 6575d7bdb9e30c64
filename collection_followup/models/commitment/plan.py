from odoo import api, fields, models

from ...rules.commitment.plan import Terms
from ...rules.ledger.facts import Currency
from ..settings.guarded import By, by_hand

RHYTHM = [
    ("weekly", "Every week"),
    ("fortnightly", "Every two weeks"),
    ("monthly", "Every month"),
]
STATES = [
    ("draft", "Draft"),
    ("to_approve", "To approve"),
    ("running", "Running"),
    ("kept", "Kept"),
    ("defaulted", "In default"),
    ("cancelled", "Cancelled"),
]
DRAFT = ("draft",)
MAIL_STATES = [
    ("none", "Not sent"),
    ("queued", "Queued"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("answered", "Answered"),
]


class CollectionPlan(models.Model):
    """A payment plan: several commitments on dates, and what happens on default.

    draft -> (to_approve ->) running -> kept or defaulted. The schedule and the items
    say what was agreed and stay as they were; the commitments made of them when the
    plan starts say what became of it.
    """

    _name = "collection.plan"
    _description = "Payment plan"
    _inherit = ["collection.guarded.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _people_write = by_hand(
        "amount",
        "count",
        "down_on",
        "down_payment",
        "first_on",
        "item_ids",
        "line_ids",
        "rhythm",
        "size",
        states=DRAFT,
    ) | by_hand(
        "accepted_on", "contact_id", "note", "signed_copy", "signed_name", "user_id"
    )
    _people_delete = By(states=DRAFT)

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    case_id = fields.Many2one(
        "collection.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", string="Customer", store=True, index=True
    )
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(string="Total of the plan", required=True)
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Agreed by", default=lambda self: self.env.user
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Agreed with",
        index="btree_not_null",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Gets the agreement and the reminders; the customer itself when empty.",
    )
    interaction_id = fields.Many2one(
        "collection.interaction", index="btree_not_null", ondelete="set null"
    )
    note = fields.Text(help="For us; it does not stand on the agreement.")
    # what was agreed
    rhythm = fields.Selection(RHYTHM, default="monthly", required=True)
    first_on = fields.Date(string="First instalment on", required=True)
    down_payment = fields.Monetary(
        string="Down payment",
    )
    down_on = fields.Date(
        string="Down payment on",
        help="Left empty, the down payment takes the first date and the instalments "
        "follow in their rhythm.",
    )
    count = fields.Integer(
        string="Number of instalments", help="Without the down payment."
    )
    size = fields.Monetary(
        string="Or so much each",
        help="As many instalments as it takes; the last one is the rest.",
    )
    item_ids = fields.One2many("collection.plan.item", "plan_id", string="Items")
    line_ids = fields.One2many("collection.plan.line", "plan_id", string="Instalments")
    commitment_ids = fields.One2many(
        "collection.commitment", "plan_id", string="Promises", readonly=True
    )
    # what became of it
    reason = fields.Text(readonly=True, copy=False, help="Explains the status.")
    approval_reason = fields.Text(
        string="Why approval is needed",
        readonly=True,
        copy=False,
        help="Why a credit manager has to agree.",
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False
    )
    asked_on = fields.Date(string="Asked on", readonly=True, copy=False)
    started_on = fields.Date(string="Started on", readonly=True, copy=False)
    ended_on = fields.Date(string="Ended on", readonly=True, copy=False)
    paid_amount = fields.Monetary(string="Paid", compute="_compute_progress")
    open_amount = fields.Monetary(string="Still to come", compute="_compute_progress")
    next_on = fields.Date(string="Next instalment", compute="_compute_progress")
    last_on = fields.Date(
        string="Last instalment", compute="_compute_last_on", store=True
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A payment plan needs an amount greater than zero."
    )
    _running_has_start = models.Constraint(
        "CHECK (state <> 'running' OR started_on IS NOT NULL)",
        "A running plan has a day on which it started.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        sequence_sudo = self.env["ir.sequence"].sudo()  # numbers only
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = sequence_sudo.next_by_code("collection.plan") or "/"
        return super().create(vals_list)

    @api.model
    def _people_instead(self):
        return self.env._(
            "What was agreed stays as it is, and states are set by the buttons. Cancel "
            "the plan and agree on another one."
        )

    @api.depends("line_ids.date")
    def _compute_last_on(self):
        for plan in self:
            plan.last_on = max(plan.line_ids.mapped("date"), default=False)

    @api.depends(
        "amount", "commitment_ids.state", "commitment_ids.paid_amount", "line_ids.date"
    )
    def _compute_progress(self):
        for plan in self:
            paid = sum(
                promise.amount if promise.state == "kept" else promise.paid_amount
                for promise in plan.commitment_ids
                if promise.state != "postponed"
            )
            plan.paid_amount = paid
            plan.open_amount = max(plan.amount - paid, 0.0)
            coming = plan.commitment_ids.filtered(lambda c: c.state == "open")
            plan.next_on = min(
                (coming or plan._planned_lines()).mapped("date"), default=False
            )

    def _planned_lines(self):
        """The instalments of plans that have not started."""
        return self.filtered(lambda p: p.state in ("draft", "to_approve")).line_ids

    def _money(self):
        """The currency of this plan as the rules want it."""
        return Currency(self.currency_id.name, self.currency_id.rounding)

    def _terms(self):
        """What was agreed, as the rules want it."""
        self.ensure_one()
        return Terms(
            total=self.amount,
            currency=self._money(),
            first_on=self.first_on,
            rhythm=self.rhythm,
            count=self.count,
            size=self.size,
            down_payment=self.down_payment,
            down_on=self.down_on or None,
            payment_run=self.case_id._plan_payment_run(),
        )


class CollectionPlanLine(models.Model):
    """One instalment as it was agreed."""

    _name = "collection.plan.line"
    _description = "Instalment of a payment plan"
    _inherit = ["collection.guarded"]
    _order = "plan_id, date, id"
    _people_write = by_hand("date", "amount", states=DRAFT) | by_hand(
        "plan_id", states=DRAFT, once=True
    )
    _people_delete = By(states=DRAFT)

    plan_id = fields.Many2one(
        "collection.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "An instalment needs an amount greater than zero."
    )
    _one_a_day = models.UniqueIndex(
        "(plan_id, date)", "Two instalments of a plan cannot fall on the same day."
    )

    def _people_state(self):
        return self.plan_id.state

    @api.model
    def _people_instead(self):
        return self.env["collection.plan"]._people_instead()


class CollectionPlanItem(models.Model):
    """The part of one item that a plan is about."""

    _name = "collection.plan.item"
    _description = "Item of a payment plan"
    _inherit = ["collection.guarded"]
    _order = "plan_id, id"
    _people_write = by_hand("line_id", "amount", states=DRAFT) | by_hand(
        "plan_id", states=DRAFT, once=True
    )
    _people_delete = By(states=DRAFT)

    plan_id = fields.Many2one(
        "collection.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    line_id = fields.Many2one(
        "account.move.line",
        string="Journal item",
        required=True,
        index=True,
        ondelete="cascade",
    )
    move_id = fields.Many2one(related="line_id.move_id", string="Document")
    date_maturity = fields.Date(related="line_id.date_maturity", string="Due date")
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount = fields.Monetary(help="The part in the plan, in the currency of the item.")

    _once = models.UniqueIndex("(plan_id, line_id)", "An item stands on a plan once.")
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "An item of a plan needs an amount greater than zero."
    )

    def _people_state(self):
        return self.plan_id.state

    @api.model
    def _people_instead(self):
        return self.env["collection.plan"]._people_instead()


class CollectionCase(models.Model):
    """The payment plans of a case, on its screens."""

    _inherit = "collection.case"

    plan_ids = fields.One2many("collection.plan", "case_id", string="Payment plans")
    plan_count = fields.Integer(string="Number of plans", compute="_compute_plan_count")
    plan_line = fields.Char(
        string="Payment plan",
        compute="_compute_plan_line",
        help="The plan that runs or waits for approval, and how it stands.",
    )

    @api.depends("plan_ids")
    def _compute_plan_count(self):
        groups = self.env["collection.plan"]._read_group(
            [("case_id", "in", self.ids)], ["case_id"], ["__count"]
        )
        counts = dict(groups)
        for case in self:
            case.plan_count = counts.get(case, 0)

    @api.depends("plan_ids.state", "plan_ids.reason")
    def _compute_plan_line(self):
        states = dict(
            self.env["collection.plan"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        for case in self:
            alive = case.plan_ids.filtered(
                lambda plan: plan.state in ("running", "to_approve")
            )
            case.plan_line = "; ".join(
                ": ".join(filter(None, (f"{p.name} {states[p.state]}", p.reason)))
                for p in alive
            )

    def action_agree_plan(self):
        """Ask on which instalments the debtor agreed."""
        self.ensure_one()
        return self._wizard(
            "collection.plan.agree", self.env._("Agree on a payment plan")
        )

    def action_open_plans(self):
        """Show the payment plans of these cases."""
        self.check_access("read")
        if len(self.plan_ids) == 1:
            return self.plan_ids._get_records_action()
        return self.plan_ids._get_records_action(name=self.env._("Payment plans"))
