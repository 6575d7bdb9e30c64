from datetime import timedelta

from odoo import fields, models


class CollectionPause(models.TransientModel):
    """Until when cases rest, why, and who looks after it."""

    _name = "collection.pause"
    _description = "Pause of collection cases"
    _inherit = "collection.case.wizard"

    until = fields.Date(
        string="Last day of the pause",
        required=True,
        default=lambda self: self._today() + timedelta(days=14),
        help="On the day after, the owner gets a task and the stages go on.",
    )
    reason = fields.Char(required=True, help="It stays on the case.")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        help="Gets a task when the pause ends.",
    )

    def action_confirm(self):
        """Let the cases rest."""
        self._cases()._pause(self.until, self.reason, self.user_id)
        return self._close()
