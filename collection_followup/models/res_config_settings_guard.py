from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """When debtors may be written to and called."""

    _inherit = "res.config.settings"

    collection_contact_from = fields.Float(
        related="company_id.root_id.collection_contact_from", readonly=False
    )
    collection_contact_to = fields.Float(
        related="company_id.root_id.collection_contact_to", readonly=False
    )
    collection_email_hours = fields.Boolean(
        related="company_id.root_id.collection_email_hours", readonly=False
    )
    collection_call_saturday = fields.Boolean(
        related="company_id.root_id.collection_call_saturday", readonly=False
    )
    collection_call_saturday_person = fields.Boolean(
        related="company_id.root_id.collection_call_saturday_person", readonly=False
    )
    collection_contact_most = fields.Integer(
        related="company_id.root_id.collection_contact_most", readonly=False
    )
    collection_call_most = fields.Integer(
        related="company_id.root_id.collection_call_most", readonly=False
    )
    collection_call_most_person = fields.Integer(
        related="company_id.root_id.collection_call_most_person", readonly=False
    )
    collection_call_window = fields.Integer(
        related="company_id.root_id.collection_call_window", readonly=False
    )
    collection_talk_days = fields.Integer(
        related="company_id.root_id.collection_talk_days", readonly=False
    )
    collection_document_days = fields.Integer(
        related="company_id.root_id.collection_document_days", readonly=False
    )
