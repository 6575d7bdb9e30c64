from odoo import api, models


class CollectionCommitment(models.Model):
    """What decisions may know of commitments, and when they are judged."""

    _inherit = "collection.commitment"

    @api.model
    def _read_promised(self, root, partners, today):
        """The parts of items that rest because they were promised.

        :param root: the root company
        :param partners: commercial partners
        :param today: the company's day
        :return: {journal item id: amount in the currency of the item}
        """
        return {}

    @api.model
    def _read_broken(self, root, partners, today):
        """Commitments broken within 90 days whose items are still open.

        :return: {partner id: (how many, day of the last one)}
        """
        return {}

    @api.model
    def _rejudge(self, root, partners, today):
        """Hold the commitments of debtors against the ledger, in a few statements.

        :param partners: commercial partners, or None for all with something to judge
        """
