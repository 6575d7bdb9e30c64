from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.contact.partner import SOURCES


class CollectionContactRepair(models.TransientModel):
    """Another way to the debtor: one that was found in Odoo, or a new one."""

    _name = "collection.contact.repair"
    _description = "Repair of a contact"
    _inherit = "collection.case.wizard"
    _about_one = True

    line_ids = fields.One2many(
        "collection.contact.repair.line", "wizard_id", string="Found in Odoo"
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Correct this contact",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Empty: a new contact of the customer is made.",
    )
    name = fields.Char(help="Of the new contact.")
    email = fields.Char(string="E-mail")
    phone = fields.Char()
    role_ids = fields.Many2many("collection.role")
    source = fields.Selection(
        SOURCES, string="Known from", required=True, default="other"
    )
    verified = fields.Boolean(
        string="Verified: this is correct",
        help="The contact data counts as verified today, by you.",
    )

    def action_confirm(self):
        """Write the contact, close the repair task, let notices leave again."""
        case = self._cases()
        row = self._chosen()
        contact = self.contact_id or row._contact_of(case.partner_id)
        case._repair(
            contact,
            {
                "name": self.name or (not contact and row.name),
                "email": self.email or row.email,
                "phone": self.phone or row.phone,
                "roles": self.role_ids,
            },
            self.source,
            self.verified,
        )
        return self._close()

    def _chosen(self):
        """The found address that was chosen; empty when one was typed."""
        chosen = self.line_ids.filtered("use")
        if len(chosen) > 1:
            raise UserError(self.env._("Choose one of the addresses, not several."))
        return chosen


class CollectionContactRepairLine(models.TransientModel):
    """One address that was found."""

    _name = "collection.contact.repair.line"
    _description = "Address that was found"

    wizard_id = fields.Many2one(
        "collection.contact.repair", required=True, index=True, ondelete="cascade"
    )
    use = fields.Boolean()
    name = fields.Char(readonly=True)
    email = fields.Char(string="E-mail", readonly=True)
    phone = fields.Char(readonly=True)
    where = fields.Char(string="Found in", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)

    def _contact_of(self, debtor):
        """The contact that was found, when he is one of the debtor's own."""
        return self.partner_id.filtered(
            lambda person: person.commercial_partner_id == debtor
        )

    @api.depends("name", "email", "phone")
    def _compute_display_name(self):
        for line in self:
            ways = (line.name, line.email, line.phone)
            line.display_name = ", ".join(filter(None, ways))
