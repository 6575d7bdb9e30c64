from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.commitment.plan import RHYTHM
from ...rules.commitment.plan import (
    Instalment,
    Terms,
    problem_of,
    schedule,
    wrong_schedule,
)
from ...rules.commitment.plan_standing import needs_approval
from ...rules.ledger.facts import Currency

TERMS = (
    "case_ids",
    "amount",
    "down_payment",
    "down_on",
    "first_on",
    "rhythm",
    "count",
    "size",
)


class CollectionPlanAgree(models.TransientModel):
    """On which instalments the debtor agreed, with a preview that can be edited."""

    _name = "collection.plan.agree"
    _description = "Agree on a payment plan"
    _inherit = "collection.case.wizard"
    _about_one = True

    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        help="A plan is about one currency; make one plan for each.",
    )
    several_currencies = fields.Boolean(related="case_id.several_currencies")
    reliability = fields.Char(related="case_id.reliability")
    item_ids = fields.One2many(
        "collection.plan.agree.item",
        "wizard_id",
        string="Items",
        compute="_compute_item_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    amount = fields.Monetary(
        string="Total",
        required=True,
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="The items are paid from the oldest on, up to this sum.",
    )
    down_payment = fields.Monetary(
        string="Down payment", help="Some money now is better than none."
    )
    down_on = fields.Date(
        string="Down payment on",
        help="Left empty, the down payment takes the first date and the instalments "
        "follow in their rhythm.",
    )
    first_on = fields.Date(
        string="First date",
        required=True,
        default=lambda self: self._first_day(),
    )
    rhythm = fields.Selection(RHYTHM, default="monthly", required=True)
    count = fields.Integer(
        string="Number of instalments",
        default=3,
        help="Without the down payment. Set it to 0 to say how much each of them is.",
    )
    size = fields.Monetary(
        string="Or so much each",
        help="As many instalments as it takes; the last one is the rest.",
    )
    line_ids = fields.One2many(
        "collection.plan.agree.line",
        "wizard_id",
        string="Instalments",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    problem = fields.Char(compute="_compute_problem")
    approval = fields.Text(compute="_compute_problem")
    contact_id = fields.Many2one(
        "res.partner",
        string="Agreed with",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Gets the agreement and the reminders.",
    )
    note = fields.Text()
    confirm = fields.Boolean(
        string="Send the agreement by e-mail",
        default=lambda self: self.env.company.root_id.collection_confirm_promises,
    )

    @api.model
    def _first_day(self):
        """The next working day."""
        today = self._today()
        return self.env.company._collection_calendar(today).add_working(today, 1)

    @api.depends("case_ids")
    def _compute_currency_id(self):
        for wizard in self:
            items = wizard._suggestion(None)
            currency = next(iter(items)).currency_id if items else None
            wizard.currency_id = currency or wizard.case_id.currency_id

    @api.depends("case_ids", "currency_id")
    def _compute_item_ids(self):
        for wizard in self:
            items = wizard._suggestion(wizard.currency_id)
            wizard.item_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {"line_id": line.id, "amount": amount, "chosen": True}
                    )
                    for line, amount in items.items()
                ),
            ]

    def _suggestion(self, currency):
        """What is overdue in a currency; nothing where that is nothing."""
        case = self.case_ids[:1]._origin
        if not case:
            return {}
        try:
            return case._plan_suggestion(currency)
        except UserError:
            return {}

    @api.depends("item_ids.amount", "item_ids.chosen")
    def _compute_amount(self):
        for wizard in self:
            chosen = wizard.item_ids.filtered("chosen")
            wizard.amount = sum(chosen.mapped("amount"))

    @api.depends(*TERMS)
    def _compute_line_ids(self):
        for wizard in self:
            terms = wizard._terms()
            parts = ()
            if terms and not problem_of(terms):
                company = wizard.case_id.company_id
                calendar = company._collection_calendar(wizard.first_on)
                parts = schedule(terms, calendar)
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create({"date": part.on, "amount": part.amount})
                    for part in parts
                ),
            ]

    def _terms(self):
        """The terms as the rules want them; nothing while they are not complete."""
        case = self.case_ids[:1]._origin
        if not (case and self.currency_id and self.first_on and self.rhythm):
            return None
        return Terms(
            total=self.amount,
            currency=self._money(),
            first_on=self.first_on,
            rhythm=self.rhythm,
            count=self.count,
            size=self.size,
            down_payment=self.down_payment,
            down_on=self.down_on or None,
            payment_run=case._plan_payment_run(),
        )

    def _money(self):
        return Currency(self.currency_id.name, self.currency_id.rounding)

    def _instalments(self):
        lines = self.line_ids.filtered("date").sorted("date")
        return tuple(Instalment(line.date, line.amount) for line in lines)

    @api.depends("line_ids.date", "line_ids.amount", *TERMS)
    def _compute_problem(self):
        words = self.env["collection.reason"]
        for wizard in self:
            wizard.problem = wizard.approval = False
            terms = wizard._terms()
            if not terms:
                continue
            company = wizard.case_id.company_id
            today = company._collection_today()
            parts, money = wizard._instalments(), wizard._money()
            wrong = problem_of(terms) or wrong_schedule(
                parts, wizard.amount, money, today
            )
            currency = wizard.currency_id
            wizard.problem = wrong and words._say_plan(wrong, currency)
            policy = company._collection_plan_policy(currency, today)
            wizard.approval = "\n".join(
                words._say_plan(reason, currency)
                for reason in needs_approval(parts, policy, today, money)
            )

    def _values(self):
        """What was agreed, for ``case._agree_plan``."""
        chosen = self.item_ids.filtered("chosen")
        if not chosen:
            raise UserError(self.env._("Choose the items that the plan is about."))
        terms = self._terms()  # a total of zero is not "everything"
        self.env["collection.reason"]._refuse_plan(
            terms and problem_of(terms), self.currency_id
        )
        names = ("down_payment", "down_on", "first_on", "rhythm", "count", "size")
        return {
            "items": {item.line_id: item.amount for item in chosen},
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            **{name: self[name] for name in names},
            "instalments": [
                (line.date, line.amount) for line in self.line_ids.sorted("date")
            ],
            "contact_id": self.contact_id.id,
            "note": self.note,
            "confirm": self.confirm,
        }

    def action_confirm(self):
        """Start the plan, or ask for the approval that it needs."""
        plan = self._cases()._agree_plan(self._values())
        return plan._get_records_action()

    def action_draft(self):
        """Keep the plan as a draft."""
        plan = self._cases()._draft_plan(self._values())
        return plan._get_records_action()


class CollectionPlanAgreeItem(models.TransientModel):
    """One item that the plan may be about."""

    _name = "collection.plan.agree.item"
    _description = "Item of a plan that is agreed on"

    wizard_id = fields.Many2one("collection.plan.agree", ondelete="cascade")
    chosen = fields.Boolean(string="In the plan", default=True)
    line_id = fields.Many2one("account.move.line", required=True, readonly=True)
    name = fields.Char(related="line_id.move_id.name", string="Number")
    date_maturity = fields.Date(related="line_id.date_maturity", string="Due date")
    currency_id = fields.Many2one(related="line_id.currency_id")
    open = fields.Monetary(related="line_id.amount_residual_currency")
    amount = fields.Monetary(string="Part in the plan")


class CollectionPlanAgreeLine(models.TransientModel):
    """One instalment of the preview."""

    _name = "collection.plan.agree.line"
    _description = "Instalment of a plan that is agreed on"
    _order = "date, id"

    wizard_id = fields.Many2one("collection.plan.agree", ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)
