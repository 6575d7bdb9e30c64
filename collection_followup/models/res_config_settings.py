from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of collections, as the company keeps them."""

    _inherit = "res.config.settings"

    collection_auto = fields.Boolean(
        related="company_id.root_id.collection_auto", readonly=False
    )
    collection_opened_on = fields.Date(
        related="company_id.root_id.collection_opened_on"
    )
    collection_strategy_id = fields.Many2one(
        related="company_id.root_id.collection_strategy_id", readonly=False
    )
    collection_manager_id = fields.Many2one(
        related="company_id.root_id.collection_manager_id", readonly=False
    )
    collection_bank_stale_days = fields.Integer(
        related="company_id.root_id.collection_bank_stale_days", readonly=False
    )
    collection_bank_confirmed_on = fields.Date(
        related="company_id.root_id.collection_bank_confirmed_on"
    )
    collection_bank_days = fields.Integer(
        related="company_id.root_id.collection_bank_days", readonly=False
    )
    collection_transit_days = fields.Integer(
        related="company_id.root_id.collection_transit_days", readonly=False
    )
    collection_online_days = fields.Integer(
        related="company_id.root_id.collection_online_days", readonly=False
    )
    collection_remainder_share = fields.Float(
        related="company_id.root_id.collection_remainder_share", readonly=False
    )
    collection_remainder_amount = fields.Monetary(
        related="company_id.root_id.collection_remainder_amount", readonly=False
    )
    collection_repeat_window = fields.Integer(
        related="company_id.root_id.collection_repeat_window", readonly=False
    )
    collection_repeat_most = fields.Integer(
        related="company_id.root_id.collection_repeat_most", readonly=False
    )
    collection_sternest = fields.Integer(
        related="company_id.root_id.collection_sternest", readonly=False
    )
    collection_person_severity = fields.Integer(
        related="company_id.root_id.collection_person_severity", readonly=False
    )
    collection_reply_days = fields.Integer(
        related="company_id.root_id.collection_reply_days", readonly=False
    )
    collection_decision_days = fields.Integer(
        related="company_id.root_id.collection_decision_days", readonly=False
    )
    collection_limitation_years = fields.Integer(
        related="company_id.root_id.collection_limitation_years", readonly=False
    )
    collection_weekly_list = fields.Boolean(
        related="company_id.root_id.collection_weekly_list", readonly=False
    )
    collection_window_side = fields.Selection(
        related="company_id.root_id.collection_window_side", readonly=False
    )
