from odoo import models
from odoo.tools import format_amount


class CollectionCase(models.Model):
    """What the call sheet asks of a case."""

    _inherit = "collection.case"

    def _call_guard(self, contact):
        """Why now is not a good time to call, in words; empty when it is."""
        self.ensure_one()
        if not hasattr(self, "_contact_verdict"):
            return ""
        verdict = self._contact_verdict("call", contact or None)
        return "" if verdict.allowed else self._contact_words(verdict)

    def _waiting_orders_words(self):
        """The orders of the debtor that wait for money, one a line."""
        self.ensure_one()
        if not self.hold_effect:
            return ""
        # the caller need not read orders; number and sum help him to explain
        orders = self.env["sale.order"].sudo()
        orders = orders.search(
            [
                ("state", "in", ("draft", "sent")),
                ("partner_invoice_id.commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "child_of", self.company_id.id),
            ],
            limit=10,
        )
        effects = dict(self._fields["hold_effect"]._description_selection(self.env))
        return "\n".join(
            [
                self.env._("On hold: %(effect)s", effect=effects[self.hold_effect]),
                *(
                    self.env._(
                        "%(order)s over %(sum)s waits",
                        order=order.name,
                        sum=format_amount(
                            self.env, order.amount_total, order.currency_id
                        ),
                    )
                    for order in orders
                ),
            ]
        )
