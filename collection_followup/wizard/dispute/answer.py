from odoo import api, fields, models
from odoo.fields import Command


class CollectionDisputeAnswer(models.TransientModel):
    """How a dispute is mended, or why the debtor has to pay."""

    _name = "collection.dispute.answer"
    _description = "Answer of a dispute"

    dispute_id = fields.Many2one(
        "collection.dispute", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("replacement", "Replacement"),
            ("correction", "Correction"),
            ("documents", "Send documents"),
            ("for_us", "Rejected (claim upheld)"),
            ("credit_note", "Credit note that exists"),
            ("ask", "Ask for a credit note"),
            ("cancel", "Cancel"),
        ],
        required=True,
        readonly=True,
    )
    # everybody in the house may ask this window, so nothing is read beyond his rights
    partner_id = fields.Many2one(related="dispute_id.partner_id", related_sudo=False)
    currency_id = fields.Many2one(related="dispute_id.currency_id", related_sudo=False)
    amount = fields.Monetary(related="dispute_id.amount", related_sudo=False)
    note = fields.Text()
    done_on = fields.Date(
        string="Done on",
        help="When it was or will be done: the dispute closes itself on that day. "
        "Leave it empty while nobody knows, and answer again then.",
    )
    pay_by = fields.Date(
        string="Pay by",
        compute="_compute_pay_by",
        store=True,
        readonly=False,
        help="The customer is told; until then this part stays excluded.",
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Replaced by order",
        domain="[('partner_id', 'child_of', partner_id)]",
    )
    move_id = fields.Many2one(
        "account.move",
        string="New document",
        domain="[('commercial_partner_id', '=', partner_id),"
        " ('move_type', 'in', ('out_invoice', 'out_refund'))]",
    )
    credit_note_id = fields.Many2one(
        "account.move",
        domain="[('commercial_partner_id', '=', partner_id), ('state', '!=', 'cancel'),"
        " ('move_type', '=', 'out_refund'), ('currency_id', '=', currency_id)]",
    )
    accountant_id = fields.Many2one(
        "res.users", domain=lambda self: self.env["collection.decision"]._accountants()
    )
    known_file_ids = fields.Many2many(
        related="dispute_id.evidence_ids", related_sudo=False
    )
    file_ids = fields.Many2many(
        "ir.attachment",
        string="Evidence to send",
        domain="[('id', 'in', known_file_ids)]",
        help="Sent beside the invoice.",
    )

    @api.depends("dispute_id", "kind")
    def _compute_pay_by(self):
        for wizard in self:
            company = wizard.dispute_id.company_id or self.env.company
            days = company.sudo().collection_dispute_pay_days  # one setting
            today = company._collection_today()
            wizard.pay_by = wizard.dispute_id._working_day(today, days)

    def action_confirm(self):
        """Do what was answered; the dispute checks the rights."""
        self.ensure_one()
        getattr(self, f"_confirm_{self.kind}")(self.dispute_id)
        return {"type": "ir.actions.act_window_close"}

    def _confirm_replacement(self, dispute):
        dispute._note_remedy(
            "replacement", self.done_on, self.note, order=self.order_id
        )

    def _confirm_correction(self, dispute):
        dispute._note_remedy("correction", self.done_on, self.note, move=self.move_id)

    def _confirm_documents(self, dispute):
        dispute._send_documents(self.note, self.file_ids)

    def _confirm_for_us(self, dispute):
        dispute._decide_for_us(self.pay_by, self.note)

    def _confirm_credit_note(self, dispute):
        dispute._link_credit_note(self.credit_note_id)

    def _confirm_ask(self, dispute):
        dispute._ask_for_credit_note(self.accountant_id, self.note)

    def _confirm_cancel(self, dispute):
        dispute._cancel(self.note)

    @api.model
    def _ask(self, dispute, kind):
        """The action that asks for one kind of answer."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels[kind],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_dispute_id": dispute.id,
                "default_kind": kind,
                "default_accountant_id": False,
                "default_file_ids": [Command.set([])],
            },
        }


class CollectionDispute(models.Model):
    """The buttons that ask for an answer."""

    _inherit = "collection.dispute"

    def action_replacement(self):
        """Note that the goods are replaced."""
        return self._ask_answer("replacement")

    def action_correction(self):
        """Note that the document is corrected."""
        return self._ask_answer("correction")

    def action_send_documents(self):
        """Send the invoice again, with evidence."""
        return self._ask_answer("documents")

    def action_decide_for_us(self):
        """Decide that the debtor has to pay."""
        return self._ask_answer("for_us")

    def action_link_credit_note(self):
        """Choose a credit note that was made elsewhere."""
        return self._ask_answer("credit_note")

    def action_ask_credit_note(self):
        """Ask an accountant for the credit note."""
        return self._ask_answer("ask")

    def action_cancel(self):
        """There is no dispute after all."""
        return self._ask_answer("cancel")

    def _ask_answer(self, kind):
        self.ensure_one()
        if kind == "credit_note":
            self._check_may_credit()._check_running()
        else:
            self._check_may_mend()
        return self.env["collection.dispute.answer"]._ask(self, kind)
