from odoo import api, models
from odoo.exceptions import AccessError

# what only the system writes: it says what is paid, invoiced or released
ORDER = {"transaction_ids", "invoice_status", "collection_release_id"}
LINE = {"state", "invoice_lines", "invoice_status"}


class SaleOrder(models.Model):
    """What the gate believes of an order, and nobody writes."""

    _inherit = "sale.order"

    @api.model
    def default_get(self, fields):
        """Take none of it from a context key or from somebody's own defaults."""
        return super().default_get([name for name in fields if name not in ORDER])

    @api.model
    def _collection_check_protected(self, vals):
        """Refuse to write by hand what the gate believes; sudo is no matter of RPC."""
        if ORDER & vals.keys() and not self.env.su:
            raise AccessError(
                self.env._("Payments and releases of an order are not written by hand.")
            )


class SaleOrderLine(models.Model):
    """What the gate believes of a line, and nobody writes."""

    _inherit = "sale.order.line"

    @api.model
    def default_get(self, fields):
        """Take none of it from a context key or from somebody's own defaults."""
        return super().default_get([name for name in fields if name not in LINE])

    @api.model
    def _collection_check_protected(self, vals):
        """Lines are confirmed and invoiced with their order, never by hand."""
        if LINE & vals.keys() and not self.env.su:
            raise AccessError(
                self.env._("Lines are confirmed and invoiced with their order.")
            )
