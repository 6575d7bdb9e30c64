from odoo import api, models


class AccountPayment(models.Model):
    """Payments without an entry change what is chaseable, though no line moves."""

    _inherit = "account.payment"

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments._mark_collection_debtors()
        return payments

    def write(self, vals):
        if "invoice_ids" in vals:  # the debtors of those that are taken off
            self._mark_collection_debtors()
        done = super().write(vals)
        if {"state", "invoice_ids", "amount", "partner_id"} & vals.keys():
            self._mark_collection_debtors()
        return done

    def unlink(self):
        self._mark_collection_debtors()
        return super().unlink()

    def _mark_collection_debtors(self):
        """Mark who pays, and for whom: a payment without an entry names invoices."""
        for company, payments in self.grouped("company_id").items():
            # whoever pays may not read the invoices
            debtors = payments.partner_id | payments.sudo().invoice_ids.partner_id
            self.env["collection.event"]._mark_partners(debtors, company)
