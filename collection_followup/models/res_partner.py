from odoo import fields, models


class ResPartner(models.Model):
    """Partners know their case, and contacts their role in paying."""

    _inherit = "res.partner"

    collection_case_ids = fields.One2many("collection.case", "partner_id")
    collection_role_ids = fields.Many2many(
        "collection.role",
        string="Role in collections",
        help="What this person does with our invoices; stages write to a role.",
    )
