from odoo import models


class StockPicking(models.Model):
    """Customers read their deliveries; why one waits is for people of the house."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "collection.internal.fields"]
