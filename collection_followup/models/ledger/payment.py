from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountPayment(models.Model):
    """Payments without an entry change what is chaseable, though no line moves."""

    _inherit = "account.payment"

    collection_order_id = fields.Many2one(
        "sale.order",
        string="For the order",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        help="The order that the customer paid in advance by transfer: the payment "
        "counts for it, and pays no overdue invoice.",
    )

    @api.constrains("collection_order_id", "partner_id", "company_id")
    def _check_collection_order(self):
        for payment in self.filtered("collection_order_id").sudo():  # whoever books it
            order = payment.collection_order_id
            debtor = order.partner_invoice_id.commercial_partner_id
            if (
                payment.partner_id.commercial_partner_id != debtor
                or payment.company_id.root_id != order.company_id.root_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(order)s is invoiced to %(debtor)s by %(company)s: a payment "
                        "of somebody else does not count for it.",
                        order=order.name,
                        debtor=debtor.display_name,
                        company=order.company_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments._mark_collection_debtors()
        return payments

    def write(self, vals):
        if "invoice_ids" in vals:  # the debtors of those that are taken off
            self._mark_collection_debtors()
        done = super().write(vals)
        if {
            "state",
            "invoice_ids",
            "amount",
            "partner_id",
            "collection_order_id",
        } & vals.keys():
            self._mark_collection_debtors()
        if "state" in vals:
            self._mark_failed(vals["state"])
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

    def _mark_failed(self, state):
        """A payment without entry that fails comes back, as a matched one does.

        One with an entry stays matched: somebody has to see it.
        """
        payments = self.sudo()  # whoever pays may not read the invoices
        payments.move_id._mark_matched_debtors()
        if state in ("rejected", "canceled"):
            loose = payments.filtered(lambda payment: not payment.move_id)
            lines = loose.invoice_ids.line_ids
            self.env["collection.event"]._mark_lines(lines, "returned")


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
