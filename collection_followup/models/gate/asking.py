from odoo import models

from ...rules.gate.gate import may_confirm, may_deliver
from .facts import Gate
from .words import Words

QUOTATION = ("draft", "sent")


def ask(orders, rule, grown=None, certain=False, lock=False):
    """Ask a rule of the gate; a debtor who is dirty is judged before it says no.

    :param orders: orders of sales, or of a model that answers as they do
    :param rule: one of ``rules.gate``
    :param grown: {order: by how much a confirmed order became larger}
    :param certain: whether only money counts that has come in
    :param lock: whether they are let through now, not only asked about
    :return: {order: ``rules.gate.Verdict``}
    """
    gate = Gate(orders, grown, certain)
    if lock:
        gate.lock()
    verdicts = gate.ask(rule)
    cases = gate.env["collection.case"]
    for order, verdict in verdicts.items():
        if not verdict.allowed and verdict.effect != "limit":
            cases |= gate.cases[order.sudo()]  # named only
    if cases._judge_if_dirty():
        verdicts = Gate(orders, grown, certain).ask(rule)
    return verdicts


class SaleOrder(models.Model):
    """The questions to the gate, and its answers in words."""

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

    def _collection_ask(self, rule, grown=None, certain=False, lock=False):
        """Ask a rule of the gate; a debtor who is dirty is judged before it says no.

        The arguments are those of ``ask``.
        """
        return ask(self, rule, grown, certain, lock)

    def _collection_delivered(self, verdicts):
        """Let what leaves use up the sums that were released, as confirming does.

        :param verdicts: {order: verdict} of orders whose goods leave
        :return: the orders that use up a sum from now on
        """
        releases = {
            order: order._collection_released_by(verdicts[order]) for order in self
        }
        fresh = self.filtered(
            lambda order: (
                releases[order].scope == "amount"
                and order not in releases[order].used_order_ids
            )
        )
        if fresh:
            Gate(fresh).lock()
        for release, orders in fresh.grouped(releases.get).items():
            release._use(orders)
        return fresh

    def _collection_contact(self):
        """Who owes what this order comes to."""
        return self.partner_invoice_id

    def _collection_release_key(self):
        """The order that a release of one order names."""
        return self.id

    def _collection_released_by(self, verdict):
        """The release that lets this order through, empty without one."""
        releases = self.env["collection.hold.release"].sudo()  # who sells sees none
        if verdict.code != "gate_released":
            return releases
        return releases.browse(dict(verdict.reason.values)["release"])

    def _collection_words(self, verdict):
        """A verdict on this order in words, for those who do not see the ledger."""
        self.ensure_one()
        return Words(self)(verdict) if verdict.reason else ""
