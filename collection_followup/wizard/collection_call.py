from odoo import api, fields, models

from ..models.collection_interaction import OF_MACHINES, OUTCOMES


class CollectionCall(models.TransientModel):
    """What came of a call, and what happens next."""

    _name = "collection.call"
    _description = "Log of a call"
    _inherit = "collection.case.wizard"

    contact_id = fields.Many2one(
        "res.partner",
        string="Spoke to",
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    role = fields.Char(compute="_compute_role")
    phone = fields.Char(compute="_compute_role")
    direction = fields.Selection(
        [("out", "We called"), ("in", "They called")], required=True, default="out"
    )
    date = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    outcome = fields.Selection(
        [outcome for outcome in OUTCOMES if outcome[0] not in OF_MACHINES],
        required=True,
    )
    note = fields.Text()
    next_on = fields.Date(
        string="Next step on",
        help="When to call again; for a promise, the day on which they will pay.",
    )

    @api.depends("contact_id", "case_ids")
    def _compute_role(self):
        for wizard in self:
            who = wizard.contact_id or wizard.partner_id
            wizard.role = ", ".join(who.collection_role_ids.mapped("name"))
            wizard.phone = who.phone

    def action_confirm(self):
        """Log the call and open its next step."""
        self._cases()._log_call(
            self.outcome,
            {
                "contact_id": self.contact_id.id,
                "direction": self.direction,
                "date": self.date,
                "note": self.note,
            },
            self.next_on,
        )
        return self._close()
