from odoo import api, models


class CollectionCommitment(models.Model):
    """What follows when commitments were judged: plans, reliability."""

    _inherit = "collection.commitment"

    @api.model
    def _rejudge(self, root, partners, today):
        # EXTENDS: plans stand and fall with their instalments
        result = super()._rejudge(root, partners, today)
        self.env["collection.plan"]._judge_plans(root, partners, today)
        self.env["collection.case"]._rate_reliability(root, partners, today)
        return result
