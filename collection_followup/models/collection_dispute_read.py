from odoo import api, models


class CollectionDispute(models.Model):
    """What decisions may know of disputes, and when they close by themselves."""

    _inherit = "collection.dispute"

    @api.model
    def _read_disputed(self, root, partners, today):
        """The parts of items that rest because they are contested.

        :param root: the root company
        :param partners: commercial partners
        :param today: the company's day
        :return: {journal item id: amount in the currency of the item}
        """
        return {}

    @api.model
    def _settle(self, root, partners, today):
        """Close the disputes of debtors whose remedy is done; wake what ran out.

        :param partners: commercial partners, or None for all
        """
