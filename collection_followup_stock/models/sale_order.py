from odoo import api, fields, models

from odoo.addons.collection_followup.models.gate.facts import Gate
from odoo.addons.collection_followup.rules.gate.gate import may_deliver
from odoo.addons.collection_followup.sentences import say_amount


class SaleOrder(models.Model):
    """Who sold, and who has bought, reads on the order that its deliveries wait."""

    _inherit = "sale.order"

    collection_deliveries = fields.Char(
        string="Deliveries that wait",
        compute="_compute_collection_deliveries",
        compute_sudo=True,
    )

    @api.depends("picking_ids.collection_waiting", "picking_ids.state")
    def _compute_collection_deliveries(self):
        for order in self:
            waiting = order._collection_waiting_pickings()
            order.collection_deliveries = ", ".join(waiting.mapped("name"))

    def _collection_waiting_pickings(self):
        """The deliveries of an order that wait for money."""
        return self.picking_ids.filtered(
            lambda p: p.collection_waiting and p.state not in ("done", "cancel")
        )

    @api.depends("picking_ids.collection_waiting", "picking_ids.state")
    def _compute_collection_customer_words(self):
        done = super()._compute_collection_customer_words()
        orders = self.filtered(
            lambda order: order.state == "sale" and order._collection_waiting_pickings()
        )
        # as on other screens nobody is judged for it
        verdicts = Gate(orders, certain=True).ask(may_deliver) if orders else {}
        for order, verdict in verdicts.items():
            if not verdict.allowed:
                order.collection_customer_words = order._collection_tell_delivery(
                    dict(verdict.reason.values)
                )
        return done

    def _collection_tell_delivery(self, values):
        """Tell the customer politely what the goods wait for; no invoice is named."""
        # the customer reads the words of his hold, no more
        hold = self.env["collection.hold"].sudo().browse(values.get("hold") or ())
        owed = hold._owed_words()
        if "missing" in values:
            missing = say_amount(self.env, values["missing"], self.currency_id)
            return self._collection_tell_delivery_paid(missing, owed)
        if owed:
            return self.env._(
                "We gladly send the goods as soon as overdue invoices of %(owed)s are "
                "settled. If you have paid already, or if something is unclear, please "
                "talk to us.",
                owed=owed,
            )
        return self.env._(
            "Before we send the goods we would like to talk with you about your "
            "account. Please contact us; we are glad to help."
        )

    def _collection_tell_delivery_paid(self, missing, owed):
        if owed:
            return self.env._(
                "We gladly send the goods as soon as this order is paid (%(missing)s), "
                "or as soon as overdue invoices of %(owed)s are settled.",
                missing=missing,
                owed=owed,
            )
        return self.env._(
            "We gladly send the goods as soon as this order is paid (%(missing)s).",
            missing=missing,
        )
