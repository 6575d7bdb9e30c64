from odoo import models


class PaymentTransaction(models.Model):
    """An online payment counts from the moment it is pending."""

    _inherit = "payment.transaction"

    def write(self, vals):
        done = super().write(vals)
        if {"state", "is_post_processed"} & vals.keys():
            for company, transactions in self.grouped("company_id").items():
                self.env["collection.event"]._mark_partners(
                    transactions.partner_id, company
                )
        return done
