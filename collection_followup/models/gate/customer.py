from odoo import api, fields, models
from odoo.exceptions import UserError

from ...sentences import say_amount
from .asking import QUOTATION
from .waiting import AT_HANDOVER


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


class PaymentTransaction(models.Model):
    """Payments confirm what the gate lets through; the rest waits, and is kept."""

    _inherit = "payment.transaction"

    @api.model_create_multi
    def create(self, vals_list):
        transactions = super().create(vals_list)
        transactions._collection_check_payable()
        return transactions

    def write(self, vals):
        done = super().write(vals)
        if vals.get("state") == "pending":
            self._collection_keep_pending()
        return done

    def _check_amount_and_confirm_order(self):
        quotations = self.sale_order_ids.filtered(lambda o: o.state in QUOTATION)
        verdicts = quotations._collection_verdicts()
        refused = quotations.filtered(lambda order: not verdicts[order].allowed)
        enough = refused.filtered(
            lambda order: (
                verdicts[order].effect == "block"
                or order._is_confirmation_amount_reached()
            )
        )
        enough._collection_wait(verdicts)
        going = self.filtered(lambda tx: not tx.sale_order_ids & refused)
        return super(PaymentTransaction, going)._check_amount_and_confirm_order()

    def _collection_check_payable(self):
        """Under a block nobody is asked for money for a new order."""
        quotations = self.sale_order_ids.filtered(lambda o: o.state in QUOTATION)
        blocked = quotations._collection_blocked()
        if blocked:
            raise UserError("\n".join(blocked.mapped("collection_customer_words")))

    def _collection_keep_pending(self):
        """Orders to be paid at handover do not go on while the gate refuses them.

        They become sent quotations, as every pending payment makes them, before the
        providers confirm drafts.
        """
        handover = self.filtered(lambda tx: tx._collection_pays_at_handover())
        refused = handover.sale_order_ids._collection_wait_if_refused()
        drafts = refused.filtered(lambda order: order.state == "draft")
        if drafts:
            drafts.with_context(tracking_disable=True).action_quotation_sent()

    def _collection_pays_at_handover(self):
        """Tell whether the customer pays when he gets the goods."""
        self.ensure_one()
        return self.provider_id._collection_at_handover()


class PaymentProvider(models.Model):
    """What a debtor on hold may pay with."""

    _inherit = "payment.provider"

    def _collection_at_handover(self):
        """Tell whether this provider takes money when the goods are handed over."""
        self.ensure_one()
        # the field comes with addons that may be missing
        return "custom_mode" in self._fields and self.custom_mode in AT_HANDOVER

    @api.model
    def _get_compatible_providers(
        self, company_id, partner_id, amount, *args, sale_order_id=None, **kwargs
    ):
        providers = super()._get_compatible_providers(
            company_id, partner_id, amount, *args, sale_order_id=sale_order_id, **kwargs
        )
        order = self.env["sale.order"].browse(sale_order_id).exists()
        order = order.sudo()  # the page has checked whose order it is
        if not order or order.state not in QUOTATION:
            return providers
        verdict = order._collection_verdicts()[order]
        if verdict.allowed:
            return providers
        if verdict.effect == "block":
            return providers.browse()
        return providers.filtered(lambda p: not p._collection_at_handover())
