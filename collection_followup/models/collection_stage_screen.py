from odoo import api, fields, models

from .channel_names import set_channel_names


class CollectionStage(models.Model):
    """What the screens show of a stage."""

    _inherit = "collection.stage"

    channels = fields.Char(compute="_compute_channels", help="How it leaves.")

    @api.depends("by_email", "by_letter", "by_call")
    def _compute_channels(self):
        set_channel_names(self)
