from odoo import api, models


class CollectionHold(models.Model):
    """What was just judged may have freed deliveries, or made them wait."""

    _inherit = "collection.hold"

    @api.model
    def _judge_for(self, root, decisions, today):
        done = super()._judge_for(root, decisions, today)
        partners = self.env["res.partner"].browse(decisions)
        self.env["stock.picking"]._collection_refresh_of(partners, root)
        return done
