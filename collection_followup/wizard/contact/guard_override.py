from odoo import fields, models
from odoo.exceptions import UserError

from ...models.contact.stop import CHANNEL_LABELS


class CollectionGuardOverrideWizard(models.TransientModel):
    """Why a debtor is contacted although he should be left in peace now."""

    _name = "collection.guard.override.wizard"
    _description = "Contact anyway"
    _inherit = "collection.case.wizard"

    channel = fields.Selection(CHANNEL_LABELS, required=True, default="email")
    reason = fields.Char(required=True, help="It stays on the case.")

    def action_confirm(self):
        """Keep the reason; what waited leaves."""
        self._cases()._override_guard(self.channel, self.reason)
        return self._close()


class CollectionContactStopLift(models.TransientModel):
    """Why a person may be contacted again."""

    _name = "collection.contact.stop.lift"
    _description = "End of a stop of contact"

    stop_ids = fields.Many2many("collection.contact.stop", required=True)
    reason = fields.Char(required=True, help="It stays with the stop.")

    def action_confirm(self):
        """Lift the stops."""
        self.ensure_one()
        if not self.stop_ids:
            raise UserError(self.env._("Choose at least one stop of contact."))
        self.stop_ids._lift(self.reason)
        return {"type": "ir.actions.act_window_close"}
