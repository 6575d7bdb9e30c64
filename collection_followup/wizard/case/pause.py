from datetime import timedelta

from odoo import api, fields, models


class CollectionPause(models.TransientModel):
    """Until when cases rest, why, and who looks after it."""

    _name = "collection.pause"
    _description = "Pause of collection cases"
    _inherit = "collection.case.wizard"

    days = fields.Selection(
        [("7", "7 days"), ("14", "14 days"), ("30", "30 days")],
        string="For",
        default="14",
        help="Fills the last day; choose any other day below.",
    )
    until = fields.Date(
        string="Last day of the pause",
        required=True,
        compute="_compute_until",
        store=True,
        precompute=True,
        readonly=False,
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

    @api.depends("days")
    def _compute_until(self):
        for wizard in self:
            if wizard.days:
                wizard.until = self._today() + timedelta(days=int(wizard.days))

    def action_confirm(self):
        """Let the cases rest."""
        self._cases()._pause(self.until, self.reason, self.user_id)
        return self._close()


class CollectionStop(models.TransientModel):
    """Why nothing automatic may happen any more."""

    _name = "collection.stop"
    _description = "Stop of collection cases"
    _inherit = "collection.case.wizard"

    kind = fields.Selection(
        "_kinds",
        required=True,
        help="Insolvency opens a task to file our claim.",
    )
    reason = fields.Char(required=True, help="It stays on the case.")

    @api.model
    def _kinds(self):
        """The stops of a case, those of addons too."""
        return (
            self.env["collection.case"]._fields["stop"]._description_selection(self.env)
        )

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
