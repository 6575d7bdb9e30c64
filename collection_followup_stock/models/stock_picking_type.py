from odoo import fields, models


class StockPickingType(models.Model):
    """The overview counts the deliveries that wait for money."""

    _inherit = "stock.picking.type"

    count_collection_waiting = fields.Integer(
        string="Wait for money",
        compute="_compute_count_collection_waiting",
        groups="stock.group_stock_user",
    )

    def _compute_count_collection_waiting(self):
        groups = self.env["stock.picking"]._read_group(
            [
                ("collection_waiting", "=", True),
                ("state", "not in", ("done", "cancel")),
                ("picking_type_id", "in", self.ids),
            ],
            ["picking_type_id"],
            ["__count"],
        )
        counts = dict(groups)
        for kind in self:
            kind.count_collection_waiting = counts.get(kind, 0)

    def action_collection_waiting(self):
        """Show the deliveries of this kind that wait for money."""
        return self._get_action(
            "collection_followup_stock.stock_picking_action_waiting"
        )
