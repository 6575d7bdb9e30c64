from odoo import api, models


class PosPayment(models.Model):
    """Payments of orders that are sold can be changed until they are posted."""

    _inherit = "pos.payment"

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals["pos_order_id"] for vals in vals_list if vals.get("pos_order_id")}
        before = self.env["pos.order"].browse(ids)._collection_owing()
        payments = super().create(vals_list)
        payments.pos_order_id._collection_net(before)
        return payments

    def write(self, vals):
        if not {"amount", "payment_method_id", "pos_order_id"} & vals.keys():
            return super().write(vals)
        before = self.pos_order_id._collection_owing()
        done = super().write(vals)
        self.pos_order_id._collection_net(before)
        return done
