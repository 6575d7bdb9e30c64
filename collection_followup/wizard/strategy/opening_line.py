from odoo import api, fields, models

from ...rules.strategy.opening import OPENING_SEVERITY

# who opens thousands of debtors does not finish within the hour
DAYS_KEPT = 14


class CollectionOpeningLine(models.TransientModel):
    """One debtor on the first day: what is late, and how far he was reminded."""

    _name = "collection.opening.line"
    _description = "Go-live review of a customer"
    _order = "overdue desc, id"
    _rec_name = "partner_id"
    _transient_max_hours = 24 * DAYS_KEPT
    _transient_max_count = 0

    wizard_id = fields.Many2one(
        "collection.opening", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="wizard_id.company_id")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    strategy_id = fields.Many2one("collection.strategy")
    oldest_due = fields.Date(string="Oldest due date")
    days_late = fields.Integer(string="Days past due", aggregator="max")
    item_count = fields.Integer(string="Items", help="Overdue items without a level.")
    overdue = fields.Monetary()
    old_amount = fields.Monetary(
        string="Old debt",
        help=(
            "So old that it may be barred by limitation: excluded, with a task, "
            "until somebody decides."
        ),
    )
    stage_id = fields.Many2one(
        "collection.stage",
        string="Counts as reminded by",
        domain="[('strategy_id', '=', strategy_id)]",
        help=(
            "The customer continues after this stage. Empty: starts with the first "
            "reminder. Above severity 2 say how and when the customer was reminded. "
            "Items that are not late enough for the stage start lower."
        ),
    )
    told_by = fields.Selection(
        [
            ("letter", "Letter"),
            ("email", "E-mail"),
            ("call", "Call"),
            ("visit", "Visit"),
        ],
        string="Reminded by",
        help="How you reminded the customer before, outside of collections.",
    )
    told_on = fields.Date(string="On", help="When you reminded the customer.")
    next_stage_id = fields.Many2one(
        "collection.stage",
        string="Comes next",
        compute="_compute_next_stage_id",
        help="What the oldest item gets next, once its days have run out.",
    )

    @api.depends("stage_id", "strategy_id")
    def _compute_next_stage_id(self):
        for line in self:
            stages = line.strategy_id.stage_ids.filtered(lambda stage: stage.delay >= 0)
            if line.stage_id:
                reached = int(line.stage_id.severity)
                stages = stages.filtered(lambda s, r=reached: int(s.severity) > r)
            line.next_stage_id = stages[:1]

    def _is_told(self):
        """Tell whether a person said how and when the debtor was reminded."""
        self.ensure_one()
        return bool(self.told_by and self.told_on)

    def _wrong(self, today):
        """What is wrong with the choices for this debtor; nothing when all is well."""
        self.ensure_one()
        if self.stage_id.strategy_id - self.strategy_id:
            return "strategy"
        if bool(self.told_by) != bool(self.told_on):
            return "half"
        if not self._is_told():
            stern = int(self.stage_id.severity or 0) > OPENING_SEVERITY
            return "stern" if stern else ""
        return "" if self.oldest_due < self.told_on <= today else "day"


class CollectionOpeningEntry(models.TransientModel):
    """One receivable entry of a general journal, offered for follow-up."""

    _name = "collection.opening.entry"
    _description = "Receivable entry of a general journal"
    _order = "date_maturity, id"
    _rec_name = "line_id"
    _transient_max_hours = 24 * DAYS_KEPT
    _transient_max_count = 0

    wizard_id = fields.Many2one(
        "collection.opening", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    line_id = fields.Many2one(
        "account.move.line", string="Journal item", required=True, ondelete="cascade"
    )
    move_id = fields.Many2one(related="line_id.move_id", string="Entry")
    partner_id = fields.Many2one(related="line_id.partner_id", string="Customer")
    date_maturity = fields.Date(string="Due date")
    amount = fields.Monetary(string="Open")
    included = fields.Boolean(
        string="Follow up", help="Collections asks for it like for an invoice."
    )
