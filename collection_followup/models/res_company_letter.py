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
