from odoo import api, fields, models

from ..sentences import say_amount
from .sale_order_gate import QUOTATION


class SaleOrder(models.Model):
    """What the customer of a held order sees and may do."""

    _inherit = "sale.order"

    collection_customer_words = fields.Text(
        compute="_compute_collection_customer_words",
        compute_sudo=True,
        groups="sales_team.group_sale_salesman",
        help="What the customer reads on the quotation.",
    )

    @api.depends("partner_invoice_id", "company_id", "state", "amount_total")
    @api.depends_context("lang")
    def _compute_collection_customer_words(self):
        verdicts = self._collection_seen()
        for order in self:
            verdict = verdicts.get(order)
            refused = verdict and not verdict.allowed
            order.collection_customer_words = refused and order._collection_tell(
                verdict
            )

    def _collection_tell(self, verdict):
        """Tell the customer politely what his order waits for; no invoice is named."""
        self.ensure_one()
        values = dict(verdict.reason.values)
        # the customer reads the words of his hold, no more
        hold = self.env["collection.hold"].sudo().browse(values.get("hold") or ())
        owed = hold._owed_words()
        if verdict.effect == "prepay":
            missing = say_amount(self.env, values["missing"], self.currency_id)
            by_transfer = self.env._(
                "If you pay by bank transfer, please give %(order)s as its reference.",
                order=self.name,
            )
            return f"{self._collection_tell_prepay(missing, owed)}\n{by_transfer}"
        return self._collection_tell_wait(owed)

    def _collection_tell_prepay(self, missing, owed):
        if owed:
            return self.env._(
                "We gladly confirm this order as soon as it is paid (%(missing)s), or "
                "as soon as overdue invoices of %(owed)s are settled.",
                missing=missing,
                owed=owed,
            )
        return self.env._(
            "We gladly confirm this order as soon as it is paid (%(missing)s).",
            missing=missing,
        )

    def _collection_tell_wait(self, owed):
        if owed:
            return self.env._(
                "We gladly confirm this order as soon as overdue invoices of %(owed)s "
                "are settled. If you have paid already, or if something is unclear, "
                "please talk to us.",
                owed=owed,
            )
        return self.env._(
            "Before we confirm this order we would like to talk with you about your "
            "account. Please contact us; we are glad to help."
        )

    def _collection_blocked(self):
        """Those of these quotations for which no payment is asked at all."""
        quotations = self.filtered(lambda order: order.state in QUOTATION)
        verdicts = quotations._collection_verdicts()
        return quotations.filtered(lambda order: verdicts[order].effect == "block")

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and not self._collection_blocked()

    def _validate_order(self):
        refused = self._collection_wait_if_refused()
        if self - refused:
            return super(SaleOrder, self - refused)._validate_order()
        return None
