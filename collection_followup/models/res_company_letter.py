from odoo import fields, models


class ResCompany(models.Model):
    """How letters are printed."""

    _inherit = "res.company"

    collection_both_sides = fields.Boolean(
        string="Print letters on both sides",
        help="Every letter starts on a new sheet: a blank page is added where a "
        "letter has an odd number of pages.",
    )
    collection_letter_orders = fields.Boolean(
        string="What ships the day you pay",
        default=True,
        help="Letters and e-mails to a debtor on hold name his orders that wait.",
    )


class ResConfigSettings(models.TransientModel):
    """The same, on the settings page."""

    _inherit = "res.config.settings"

    collection_both_sides = fields.Boolean(
        related="company_id.root_id.collection_both_sides", readonly=False
    )
    collection_letter_orders = fields.Boolean(
        related="company_id.root_id.collection_letter_orders", readonly=False
    )
