from odoo import models

from ..rules.gate import OPEN


class SaleOrder(models.Model):
    """The gate: every way in which an order becomes, or grows as, a confirmed one."""

    _inherit = "sale.order"

    def _collection_verdicts(self):
        """Whether these orders may be confirmed as they are now.

        :return: {order: ``rules.gate.Verdict``}
        """
        return dict.fromkeys(self, OPEN)

    def _collection_delivery_verdicts(self):
        """Whether what these orders deliver may leave the house.

        :return: {order: ``rules.gate.Verdict``}
        """
        return dict.fromkeys(self, OPEN)
