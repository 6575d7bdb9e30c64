from odoo import models
from odoo.tools import format_amount

MOST_ORDERS = 10


class CollectionCase(models.Model):
    """What the call sheet asks of a case."""

    _inherit = "collection.case"

    def _call_guard(self, contact):
        """Why now is not a good time to call, in words, and whether nobody may.

        :return: (words, hard); empty words when it is a good time
        """
        self.ensure_one()
        verdict = self._contact_verdict("call", contact or None)
        if verdict.allowed:
            return "", False
        return self._contact_words(verdict), verdict.hard

    def _waiting_orders_words(self):
        """The hold of the debtor and the orders that wait for money, one a line."""
        self.ensure_one()
        if not self.hold_effect:
            return ""
        effects = dict(self._fields["hold_effect"]._description_selection(self.env))
        held = self.env._("On hold: %(effect)s", effect=effects[self.hold_effect])
        orders = self._waiting_orders()
        return "\n".join([held, *(self._order_words(order) for order in orders)])

    def _waiting_orders(self):
        """Quotations of the debtor, the latest first."""
        # the caller need not read orders; number and sum help him to explain
        orders = self.env["sale.order"].sudo()
        return orders.search(
            [
                ("state", "in", ("draft", "sent")),
                ("partner_invoice_id.commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "child_of", self.company_id.id),
            ],
            limit=MOST_ORDERS,
        )

    def _order_words(self, order):
        return self.env._(
            "%(order)s over %(sum)s waits",
            order=order.name,
            sum=format_amount(self.env, order.amount_total, order.currency_id),
        )
