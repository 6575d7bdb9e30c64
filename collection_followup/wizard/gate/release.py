from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionRelease(models.TransientModel):
    """What a credit manager lets through, or why not."""

    _name = "collection.release"
    _description = "Release from a hold"

    case_id = fields.Many2one("collection.case")
    order_id = fields.Many2one(
        "sale.order",
        domain="[('partner_invoice_id.commercial_partner_id', '=', partner_id), "
        "('state', '!=', 'cancel')]",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", compute="_compute_partner_id"
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_partner_id")
    refused_words = fields.Text(related="order_id.collection_refused_words")
    asked = fields.Html(string="Asked for", compute="_compute_asked")
    scope = fields.Selection(
        [
            ("order", "This order"),
            ("amount", "Orders up to an amount"),
            ("until", "Every order until a date"),
        ],
        required=True,
        compute="_compute_scope",
        store=True,
        precompute=True,
        readonly=False,
    )
    amount = fields.Monetary(help="What new orders may add up to, in company currency.")
    until = fields.Date(string="Last day")
    reason = fields.Text(required=True, help="It stays in the log.")

    @api.depends("order_id")
    def _compute_scope(self):
        for wizard in self:
            wizard.scope = "order" if wizard.order_id else "amount"

    @api.depends("case_id", "order_id")
    def _compute_partner_id(self):
        for wizard in self:
            debtor = wizard.order_id.partner_invoice_id.commercial_partner_id
            company = wizard.case_id.company_id or wizard.order_id.company_id.root_id
            wizard.partner_id = wizard.case_id.partner_id or debtor
            wizard.currency_id = company.currency_id

    @api.depends("order_id")
    def _compute_asked(self):
        for wizard in self:
            wizard.asked = wizard.order_id._collection_requests()[:1].note

    def action_confirm(self):
        """Release, for whoever may."""
        self.ensure_one()
        self._check_chosen(self.case_id or self.order_id)
        self.order_id._check_releases()
        case = self.case_id or self.order_id._collection_debtor_case()
        self._check_chosen(case)
        case._release(self.scope, self.reason, self.order_id, self.amount, self.until)
        return {"type": "ir.actions.act_window_close"}

    def action_refuse(self):
        """Refuse, with words for the salesperson."""
        self.ensure_one()
        self._check_chosen(self.order_id)
        self.order_id._collection_refuse_release(self.reason)
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _check_chosen(self, records):
        if not records:
            raise UserError(self.env._("Choose an order or a case to release."))


class CollectionReleaseAsk(models.TransientModel):
    """Why an order should be let through, in the words of the salesperson."""

    _name = "collection.release.ask"
    _description = "Request for a release"

    order_id = fields.Many2one("sale.order", required=True)
    refused_words = fields.Text(related="order_id.collection_refused_words")
    reason = fields.Text(
        required=True, help="What the credit manager should know to decide."
    )

    def action_confirm(self):
        """Ask the credit manager."""
        self.ensure_one()
        self.order_id._collection_ask_release(self.reason)
        return {"type": "ir.actions.act_window_close"}
