from odoo import api, fields, models


class CollectionDisputeOpen(models.TransientModel):
    """What the debtor contests, why, who mends it until when."""

    _name = "collection.dispute.open"
    _description = "Open a dispute"
    _inherit = "collection.case.wizard"
    _about_one = True

    line_ids = fields.Many2many("account.move.line", compute="_compute_line_ids")
    line_id = fields.Many2one(
        "account.move.line",
        string="Disputed item",
        compute="_compute_line_id",
        store=True,
        readonly=False,
        required=True,
        domain="[('id', 'in', line_ids)]",
    )
    move_id = fields.Many2one(related="line_id.move_id")
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount_open = fields.Monetary(
        string="Open", related="line_id.amount_residual_currency"
    )
    amount_free = fields.Monetary(
        string="Not disputed yet", compute="_compute_amount_free"
    )
    amount = fields.Monetary(
        string="Disputed amount",
        compute="_compute_amount",
        store=True,
        readonly=False,
        help=(
            "Including taxes. Only this part is excluded from reminders; the rest is "
            "still demanded."
        ),
    )
    reason_id = fields.Many2one(
        "collection.dispute.reason",
        required=True,
        domain="[('child_ids', '=', False)]",
    )
    note = fields.Text(string="Issue", help="In the customer's words.")
    contact_id = fields.Many2one(
        "res.partner",
        string="Raised by",
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
        help="Who can resolve it; gets a task.",
    )
    deadline = fields.Date(
        compute="_compute_proposal",
        store=True,
        readonly=False,
        help=(
            "The date by which it is resolved or decided; afterwards it goes to the "
            "manager."
        ),
    )
    invoice_line_ids = fields.Many2many(
        "account.move.line",
        "collection_dispute_open_line_rel",
        string="About",
        domain="[('move_id', '=', move_id), ('display_type', '=', 'product')]",
        help="Which lines of the invoice it is about. Empty: the whole invoice.",
    )
    evidence_ids = fields.Many2many(
        "ir.attachment", help="Photos, delivery notes, mails."
    )

    @api.depends("case_ids")
    def _compute_line_ids(self):
        for wizard in self:
            case = wizard.case_ids[:1]._origin
            wizard.line_ids = case._open_lines() if case else False

    @api.depends("case_ids")
    def _compute_line_id(self):
        for wizard in self:
            lines = wizard.line_ids
            wizard.line_id = wizard.line_id or (len(lines) == 1 and lines)

    @api.depends("line_id")
    def _compute_amount_free(self):
        disputes = self.env["collection.dispute"]
        facts = disputes._facts_by_item(self.line_id)
        for wizard in self:
            line = wizard.line_id
            free = line and line._collection_uncontested(facts[line.id])
            wizard.amount_free = free or 0.0

    @api.depends("line_id")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard.amount_free

    @api.depends("reason_id", "line_id")
    def _compute_proposal(self):
        for wizard in self:
            case, reason = wizard.case_ids[:1]._origin, wizard.reason_id
            if not (case and reason):
                continue
            wizard.user_id = reason._owner_for(case, wizard.line_id.move_id)
            wizard.deadline = reason._deadline_for(case)

    def action_confirm(self):
        """Open the dispute and show it."""
        dispute = self._cases()._dispute(
            {
                "line_id": self.line_id.id,
                "amount": self.amount,
                "reason_id": self.reason_id.id,
                "note": self.note,
                "contact_id": self.contact_id.id,
                "user_id": self.user_id.id,
                "deadline": self.deadline,
                "invoice_line_ids": self.invoice_line_ids.ids,
                "evidence_ids": self.evidence_ids.ids,
            }
        )
        return dispute._get_records_action()
