from odoo import api, models
from odoo.exceptions import UserError

from .sale_order_gate import QUOTATION
from .sale_order_gate_wait import AT_HANDOVER


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
