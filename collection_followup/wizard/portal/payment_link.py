from odoo import api, models


class PaymentLinkWizard(models.TransientModel):
    """A payment link for an order that nobody may pay is no use to anybody."""

    _inherit = "payment.link.wizard"

    @api.depends("res_model", "res_id")
    def _compute_warning_message(self):
        result = super()._compute_warning_message()
        for wizard in self.filtered(lambda w: w.res_model == "sale.order"):
            order = self.env["sale.order"].browse(wizard.res_id)
            if order._collection_blocked():
                wizard.warning_message = self.env._(
                    "The customer is on credit hold: no payment is asked for new "
                    "orders, and the link shows none."
                )
        return result
