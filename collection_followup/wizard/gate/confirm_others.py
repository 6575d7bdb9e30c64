from odoo import fields, models
from odoo.exceptions import UserError


class CollectionConfirmOthers(models.TransientModel):
    """Confirm the orders that are left when some of many were refused."""

    _name = "collection.confirm.others"
    _description = "Confirm the other quotations"

    order_ids = fields.Many2many(
        "sale.order",
        "collection_confirm_others_order_rel",
        string="To confirm",
        help="These are confirmed now; each is asked again.",
    )
    refused_ids = fields.Many2many(
        "sale.order",
        "collection_confirm_others_refused_rel",
        string="Not confirmed",
        readonly=True,
    )
    reasons = fields.Text(readonly=True)

    def action_confirm(self):
        """Confirm the others; the gate and the rights are those of any confirmation."""
        self.ensure_one()
        orders = self.order_ids
        if not orders:
            raise UserError(self.env._("No quotation is left to be confirmed."))
        orders.check_access("write")
        orders.action_confirm()
        return {"type": "ir.actions.act_window_close"}
