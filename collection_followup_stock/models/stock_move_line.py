from odoo import api, models


class StockMoveLine(models.Model):
    """A transfer that was done cannot be made larger, or be sent on to a customer."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        done = lines.filtered(lambda line: line.state == "done")
        done.move_id._collection_check_leaving()
        return lines

    def write(self, vals):
        growing = self.filtered(lambda line: line._collection_grows(vals))
        done = super().write(vals)
        growing.move_id._collection_check_leaving()
        return done

    def _collection_grows(self, vals):
        """Tell whether more goods would leave with a line that was done."""
        if self.state != "done":
            return vals.get("state") == "done"
        place = vals.get("location_dest_id")
        unit = vals.get("product_uom_id")
        return (
            vals.get("quantity", 0.0) > self.quantity
            or (place and place != self.location_dest_id.id)
            or (unit and unit != self.product_uom_id.id)
        )
