from odoo import fields, models

from ..models.collection_case import STOPS


class CollectionStop(models.TransientModel):
    """Why nothing automatic may happen any more."""

    _name = "collection.stop"
    _description = "Stop of collection cases"
    _inherit = "collection.case.wizard"

    kind = fields.Selection(
        STOPS,
        required=True,
        help="Insolvency opens a task to file our claim.",
    )
    reason = fields.Char(required=True, help="It stays on the case.")

    def action_confirm(self):
        """Stop the cases until somebody lifts it."""
        self._cases()._stop(self.kind, self.reason)
        return self._close()


class CollectionStopLift(models.TransientModel):
    """Why a stop is over."""

    _name = "collection.stop.lift"
    _description = "End of a stop"
    _inherit = "collection.case.wizard"

    reason = fields.Char(required=True, help="It stays in the thread of the case.")

    def action_confirm(self):
        """Lift the stops; the items keep their levels."""
        self._cases()._lift_stop(self.reason)
        return self._close()
