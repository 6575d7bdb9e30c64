from odoo import api, models


class CollectionCommitment(models.Model):
    """What follows when commitments were judged: plans, reliability."""

    _inherit = "collection.commitment"

    @api.model
    def _rejudge(self, root, partners, today):
        # EXTENDS: plans stand and fall with their instalments
        result = super()._rejudge(root, partners, today)
        plans_sudo = self.env["collection.plan"].sudo()  # whoever asks for a judgement
        if revived := plans_sudo._revive(root, partners):
            super()._rejudge(root, revived.partner_id, today)
        plans_sudo._judge_plans(root, partners, today)
        cases_sudo = self.env["collection.case"].sudo()  # the same
        cases_sudo._rate_reliability(root, partners, today)
        return result
