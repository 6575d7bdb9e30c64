from odoo import api, models


class CollectionHold(models.Model):
    """Judging: holds are set and ended by what the ledger and the debtor do."""

    _inherit = "collection.hold"

    @api.model
    def _judge_for(self, root, decisions, today):
        """Set, change or end the holds of debtors who were just judged.

        :param root: the root company
        :param decisions: {partner id: (Debtor, Decision)}
        :param today: the company's day
        """
