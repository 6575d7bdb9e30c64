from odoo import fields, models
from odoo.exceptions import UserError


class CollectionAssign(models.TransientModel):
    """Who looks after cases from now on, and by which strategy."""

    _name = "collection.assign"
    _description = "Assignment of collection cases"
    _inherit = "collection.case.wizard"

    user_id = fields.Many2one(
        "res.users",
        string="Collector",
        domain=lambda self: [
            (
                "all_group_ids",
                "in",
                self.env.ref("collection_followup.group_collection_user").ids,
            )
        ],
        help="Empty: the collectors stay as they are.",
    )
    strategy_id = fields.Many2one(
        "collection.strategy", help="Empty: the strategies stay as they are."
    )

    def action_confirm(self):
        """Assign what was chosen; tasks and unsent notices follow the collector."""
        vals = {}
        if self.user_id:
            vals["user_id"] = self.user_id.id
        if self.strategy_id:
            vals["strategy_id"] = self.strategy_id.id
        if not vals:
            raise UserError(self.env._("Choose a collector or a strategy."))
        self._cases().write(vals)
        return self._close()
