from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of holds, as the company keeps them."""

    _inherit = "res.config.settings"

    collection_hold_auto = fields.Boolean(
        related="company_id.root_id.collection_hold_auto", readonly=False
    )
    collection_hold_stage = fields.Boolean(
        related="company_id.root_id.collection_hold_stage", readonly=False
    )
    collection_hold_stage_severity = fields.Integer(
        related="company_id.root_id.collection_hold_stage_severity", readonly=False
    )
    collection_hold_stage_effect = fields.Selection(
        related="company_id.root_id.collection_hold_stage_effect", readonly=False
    )
    collection_hold_days = fields.Boolean(
        related="company_id.root_id.collection_hold_days", readonly=False
    )
    collection_hold_days_late = fields.Integer(
        related="company_id.root_id.collection_hold_days_late", readonly=False
    )
    collection_hold_days_effect = fields.Selection(
        related="company_id.root_id.collection_hold_days_effect", readonly=False
    )
    collection_hold_amount = fields.Boolean(
        related="company_id.root_id.collection_hold_amount", readonly=False
    )
    collection_hold_amount_sum = fields.Monetary(
        related="company_id.root_id.collection_hold_amount_sum", readonly=False
    )
    collection_hold_amount_effect = fields.Selection(
        related="company_id.root_id.collection_hold_amount_effect", readonly=False
    )
    collection_hold_share = fields.Boolean(
        related="company_id.root_id.collection_hold_share", readonly=False
    )
    collection_hold_share_percent = fields.Float(
        related="company_id.root_id.collection_hold_share_percent", readonly=False
    )
    collection_hold_share_effect = fields.Selection(
        related="company_id.root_id.collection_hold_share_effect", readonly=False
    )
    collection_hold_broken = fields.Boolean(
        related="company_id.root_id.collection_hold_broken", readonly=False
    )
    collection_hold_broken_times = fields.Integer(
        related="company_id.root_id.collection_hold_broken_times", readonly=False
    )
    collection_hold_broken_effect = fields.Selection(
        related="company_id.root_id.collection_hold_broken_effect", readonly=False
    )
    collection_hold_returned = fields.Boolean(
        related="company_id.root_id.collection_hold_returned", readonly=False
    )
    collection_hold_returned_times = fields.Integer(
        related="company_id.root_id.collection_hold_returned_times", readonly=False
    )
    collection_hold_returned_effect = fields.Selection(
        related="company_id.root_id.collection_hold_returned_effect", readonly=False
    )
    collection_hold_minimum = fields.Monetary(
        related="company_id.root_id.collection_hold_minimum", readonly=False
    )
    collection_hold_minimum_share = fields.Float(
        related="company_id.root_id.collection_hold_minimum_share", readonly=False
    )
    collection_hold_window = fields.Integer(
        related="company_id.root_id.collection_hold_window", readonly=False
    )
    collection_hold_believe = fields.Boolean(
        related="company_id.root_id.collection_hold_believe", readonly=False
    )
    collection_hold_grace_days = fields.Integer(
        related="company_id.root_id.collection_hold_grace_days", readonly=False
    )
    collection_hold_propose = fields.Boolean(
        related="company_id.root_id.collection_hold_propose", readonly=False
    )

    def action_collection_hold_test(self):
        """Show whom these settings would hold or free today; nothing is changed."""
        return self.env["collection.hold.test"]._open(self.company_id.root_id)
