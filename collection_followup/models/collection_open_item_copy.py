from odoo import models
from odoo.exceptions import UserError


class CollectionOpenItem(models.Model):
    """One click from the list: "we never got it"."""

    _inherit = "collection.open.item"

    def action_not_received(self):
        """Send copies of these invoices again and ask whether they have arrived."""
        answered = self.filtered("case_id")
        if not answered:
            raise UserError(self.env._("There is no case to which this item belongs."))
        for case, items in answered.grouped("case_id").items():
            case._never_received(items.line_id)
        return True
