from odoo import api, models


class CollectionCase(models.Model):
    """What the customer said is held against the ledger around every decision."""

    _inherit = "collection.case"

    @api.model
    def _before_deciding(self, root, partners, today):
        """Judge commitments and disputes, so that the rules see them as they are."""
        self.env["collection.commitment"]._rejudge(root, partners, today)
        self.env["collection.dispute"]._settle(root, partners, today)

    @api.model
    def _after_deciding(self, root, decisions, today):
        """Set and end holds by what was just decided."""
        self.env["collection.hold"]._judge_for(root, decisions, today)
