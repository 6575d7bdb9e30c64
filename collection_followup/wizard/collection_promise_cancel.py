from odoo import fields, models


class CollectionPromiseCancel(models.TransientModel):
    """Why a promise is given up, or not agreed to."""

    _name = "collection.promise.cancel"
    _description = "End of a promise"

    commitment_ids = fields.Many2many(
        "collection.commitment", string="Promises", required=True, readonly=True
    )
    kind = fields.Selection(
        [("cancel", "Cancel"), ("refuse", "Refuse")], required=True, readonly=True
    )
    reason = fields.Text(required=True, help="It stays on the promise.")

    def action_confirm(self):
        """Do it, with the reason in words; the model checks the rights."""
        self.ensure_one()
        if self.kind == "refuse":
            self.commitment_ids._refuse(self.reason)
        else:
            self.commitment_ids._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
