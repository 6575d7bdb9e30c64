from odoo import models


class ResConfigSettings(models.TransientModel):
    """Odoo's general settings only lead to the settings of collections."""

    _inherit = "res.config.settings"

    def action_collection_settings(self):
        """Open the settings of collections."""
        return self.env["collection.settings"].action_open()
