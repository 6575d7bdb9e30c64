from odoo import api, fields, models


class ResCompany(models.Model):
    """Every company starts with the strategy that is shipped."""

    _inherit = "res.company"

    collection_strategy_id = fields.Many2one(
        default=lambda self: self._collection_shipped_strategy()
    )

    @api.model
    def _collection_shipped_strategy(self):
        """The strategy that works without any set-up; empty if it was deleted."""
        xml_id = "collection_followup.strategy_standard"
        return self.env.ref(xml_id, raise_if_not_found=False)

    @api.model
    def _collection_set_up(self):
        """Let the shipped strategies send and give them to companies without one.

        Called when the addon is installed; nothing leaves all the same before the
        opening position of a company was confirmed.
        """
        standard = self._collection_shipped_strategy()
        persons = self.env.ref(
            "collection_followup.strategy_persons", raise_if_not_found=False
        )
        for strategy in (standard, persons):
            if strategy and not strategy.confirmed_revision:
                strategy.confirmed_revision = strategy.revision
        without = self.search([("collection_strategy_id", "=", False)])
        without.collection_strategy_id = standard
