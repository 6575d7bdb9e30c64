from odoo import models


class AccountMoveLine(models.Model):
    """Costs that are charged on: the vendor's bill cannot wait for the customer."""

    _inherit = "account.move.line"

    def _sale_create_reinvoice_sale_line(self):
        with self.env["sale.order"]._collection_charging():
            return super()._sale_create_reinvoice_sale_line()
