from odoo import api, fields, models

from ...models.hold.hold import EFFECTS


class CollectionHoldSet(models.TransientModel):
    """How hard debtors are put on hold, why, and until when."""

    _name = "collection.hold.set"
    _description = "Hold set manually"
    _inherit = "collection.case.wizard"

    effect = fields.Selection(
        EFFECTS,
        required=True,
        default="cod",
        help="Choose the mildest hold type that protects you.",
    )
    stop_trading = fields.Boolean(
        string="Stop trading",
        help="No new orders until a credit manager ends it.",
    )
    until = fields.Date(
        string="Last day", help="The hold ends by itself after this day. Empty: no end."
    )
    reason = fields.Text(required=True, help="It stays on the case.")
    proposes = fields.Boolean(compute="_compute_proposes")

    @api.depends_context("uid")
    def _compute_proposes(self):
        self.proposes = not self.env["collection.case"]._is_credit_manager()

    @api.onchange("stop_trading")
    def _onchange_stop_trading(self):
        if self.stop_trading:
            self.effect, self.until = "block", False

    def action_confirm(self):
        """Set the hold, or propose it."""
        self._cases()._hold(self.effect, self.reason, self.until, self.stop_trading)
        return self._close()


class CollectionHoldEnd(models.TransientModel):
    """Why holds are over, or why a proposal is refused."""

    _name = "collection.hold.end"
    _description = "End of a hold"

    hold_ids = fields.Many2many("collection.hold", required=True)
    reason = fields.Text(required=True, help="It stays in the history.")

    def action_confirm(self):
        """End the holds; days of grace follow."""
        self.hold_ids._end_by_hand(self.reason)
        return {"type": "ir.actions.act_window_close"}
