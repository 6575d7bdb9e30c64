from odoo import models

from ..rules.gate import may_confirm, may_deliver
from .gate_facts import Gate
from .gate_words import Words

QUOTATION = ("draft", "sent")


class SaleOrder(models.Model):
    """The gate: every way in which an order becomes, or grows as, a confirmed one."""

    _inherit = "sale.order"

    def _collection_verdicts(self):
        """Whether these orders may be confirmed as they are now, all of them at once.

        :return: {order: ``rules.gate.Verdict``}
        """
        return self._collection_ask(may_confirm)

    def _collection_delivery_verdicts(self):
        """Whether what these orders deliver may leave the house.

        :return: {order: ``rules.gate.Verdict``}
        """
        return self._collection_ask(may_deliver, together=False, certain=True)

    def _collection_ask(self, rule, grown=None, together=True, certain=False):
        """Ask a rule of the gate; a debtor who is dirty is judged before it says no.

        :param grown: {order: by how much a confirmed order became larger}
        :param together: whether they are let through all at once
        :param certain: whether only money counts that has come in
        :return: {order: ``rules.gate.Verdict``}
        """
        gate = Gate(self, grown, certain)
        verdicts = gate.ask(rule, together)
        cases = self.env["collection.case"].sudo()  # orders ask, not users
        for order, verdict in verdicts.items():
            if not verdict.allowed and verdict.effect != "limit":
                cases |= gate.case(order)
        if cases._judge_if_dirty():
            verdicts = Gate(self, grown, certain).ask(rule, together)
        return verdicts

    def _collection_words(self, verdict):
        """A verdict on this order in words, for those who do not see the ledger."""
        self.ensure_one()
        return Words(self)(verdict) if verdict.reason else ""
