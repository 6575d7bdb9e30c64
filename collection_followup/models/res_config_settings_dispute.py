from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of disputes."""

    _inherit = "res.config.settings"

    collection_dispute_rest_days = fields.Integer(
        related="company_id.root_id.collection_dispute_rest_days", readonly=False
    )
    collection_dispute_pay_days = fields.Integer(
        related="company_id.root_id.collection_dispute_pay_days", readonly=False
    )
