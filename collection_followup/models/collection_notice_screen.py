from odoo import api, fields, models

from .channel_names import set_channel_names


class CollectionNotice(models.Model):
    """What the screens show of a notice, and where its buttons lead."""

    _inherit = "collection.notice"

    channels = fields.Char(compute="_compute_channels", help="How it leaves.")

    @api.depends("by_email", "by_letter", "by_call")
    def _compute_channels(self):
        set_channel_names(self)

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
