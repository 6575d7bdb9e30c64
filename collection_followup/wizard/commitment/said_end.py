from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionSaidEnd(models.TransientModel):
    """Why a plan is cancelled or not approved, or what the debtor disagrees with."""

    _name = "collection.said.end"
    _description = "End of an agreement"

    kind = fields.Selection(
        [
            ("cancel", "Cancel the plan"),
            ("refuse", "Do not approve the plan"),
            ("disagree", "The customer disagrees"),
        ],
        required=True,
        readonly=True,
    )
    plan_id = fields.Many2one("collection.plan", readonly=True)
    commitment_id = fields.Many2one("collection.commitment", readonly=True)
    reason = fields.Text(required=True, help="It stays in the thread.")

    @api.model
    def _open(self, record, kind, name):
        """The window that asks for the reason."""
        field = "plan_id" if record._name == "collection.plan" else "commitment_id"
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{field}": record.id, "default_kind": kind},
        }

    def action_confirm(self):
        """Do it, with the reason in words; the models check the rights."""
        self.ensure_one()
        if not (self.commitment_id if self.kind == "disagree" else self.plan_id):
            raise UserError(self.env._("Choose the plan or the promise."))
        if self.kind == "disagree":
            self.commitment_id._disagree(self.reason)
        elif self.kind == "refuse":
            self.plan_id._refuse(self.reason)
        else:
            self.plan_id._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
