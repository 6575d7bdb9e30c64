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
        return self._collection_ask(may_deliver, certain=True)

    def _collection_delivered(self, verdicts):
        """Let what leaves use up the sums that were released, as confirming does.

        :param verdicts: {order: verdict} of orders whose goods leave
        :return: the orders that use up a sum from now on
        """
        orders = self.sudo()  # whoever ships writes no orders
        keys = {
            order: dict(verdicts[order].reason.values)["release"]
            for order in orders
            if verdicts[order].code == "gate_released"
        }
        releases = self.env["collection.hold.release"].sudo()  # named only
        sums = releases.browse(set(keys.values())).filtered(
            lambda release: release.scope == "amount"
        )
        fresh = orders.filtered(
            lambda order: (
                keys.get(order) in sums.ids
                and order not in sums.browse(keys[order]).used_order_ids
            )
        )
        if fresh:
            self.env["collection.credit.lock"]._take(Gate(fresh).locks())
        for release, some in fresh.grouped(keys.get).items():
            sums.browse(release)._use(some)
        return fresh

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
