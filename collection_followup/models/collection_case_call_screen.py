from odoo import models
from odoo.fields import Domain

from ..sentences import say_amount

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
        words = [self._order_words(order) for order in self._waiting_orders()]
        if self.hold_effect:
            effects = self._fields["hold_effect"]._description_selection(self.env)
            effect = dict(effects)[self.hold_effect]
            words.insert(0, self.env._("On hold: %(effect)s", effect=effect))
        return "\n".join(words)

    def _waiting_orders(self):
        """Orders that wait for money; with a hold, quotations that would."""
        # the caller need not read orders; number and sum help him to explain
        orders = self.env["sale.order"].sudo()
        domain = Domain(
            "partner_invoice_id.commercial_partner_id", "=", self.partner_id.id
        )
        domain &= Domain("company_id", "child_of", self.company_id.id)
        domain &= Domain("state", "in", ("draft", "sent"))
        if not self.hold_effect:
            domain &= Domain("collection_waiting", "=", True)
        return orders.search(domain, limit=MOST_ORDERS)

    def _order_words(self, order):
        return self.env._(
            "%(order)s over %(sum)s waits",
            order=order.name,
            sum=say_amount(self.env, order.amount_total, order.currency_id),
        )
