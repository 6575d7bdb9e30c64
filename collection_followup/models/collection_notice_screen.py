from odoo import models


class CollectionNotice(models.Model):
    """Where the buttons of a notice lead."""

    _inherit = "collection.notice"

    def action_open_case(self):
        """Open the case of the debtor."""
        self.ensure_one()
        return self.case_id._get_records_action()

    def action_open_letter(self):
        """Show the letter as it was sent."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.letter_id.id}",
            "target": "new",
        }
