from odoo import models

from odoo.addons.collection_followup.models.gate.asking import ask
from odoo.addons.collection_followup.rules.gate.gate import may_owe

# orders of the till that are sold: paid, or posted when the session is closed
SOLD = ("paid", "done")


class PosOrder(models.Model):
    """What the gate asks of an order of the till: the part that is put on account.

    The answers have the names that orders of sales give them.
    """

    _inherit = "pos.order"

    def _collection_contact(self):
        """Who owes what is put on account: who gets the invoice, if there is one.

        An order that settles one of sales is invoiced as that would be.
        """
        if self.account_move or not self.to_invoice:
            return self.account_move.partner_id or self.partner_id
        order = self._collection_settled()[:1]
        theirs = order.partner_invoice_id != order.partner_id
        return order.partner_invoice_id if theirs else self.partner_id

    def _collection_on_account(self):
        """What is put on account, less what is paid in on it, in order currency."""
        payments = self.payment_ids
        later = payments.filtered(lambda p: p.payment_method_id.type == "pay_later")
        return self.currency_id.round(sum(later.mapped("amount")))

    def _collection_worth(self):
        """Only what is put on account needs credit: {order: amount}."""
        return {order: order._collection_on_account() for order in self}

    def _collection_paid(self, certain=False):
        """Nothing is paid of what is put on account: {order: amount}."""
        return dict.fromkeys(self, 0.0)

    def _collection_exempt(self, anybody=False):
        """The orders of tills whose sales team is exempt.

        The team of a till is chosen by who sets it up, not by the cashier.
        """
        if "crm_team_id" not in self.env["pos.config"]._fields:  # comes with pos_sale
            return self.browse()
        return self.filtered("config_id.crm_team_id.collection_exempt")

    def _collection_on_delivery(self):
        """What is put on account is not paid on delivery."""
        return False

    def _collection_release_key(self):
        """The order of sales that is settled here, if it is the only one.

        A release of one order lets it be put on account once: where another order of
        the till has used it nobody's key is given, which no release names.
        """
        orders = self._collection_settled()
        if len(orders) != 1:
            return -self.id
        others = orders.pos_order_line_ids.order_id - self
        used = others.filtered(
            lambda other: other.state in SOLD and other._collection_on_account() > 0.0
        )
        return -self.id if used else orders.id

    def _collection_settled(self):
        """The orders of sales that are settled here."""
        lines = self.lines
        if "sale_order_origin_id" not in lines._fields:  # comes with pos_sale
            return self.env["sale.order"]
        return lines.sale_order_origin_id

    def _collection_in_company(self, amount):
        """An amount of this order in company currency."""
        self.ensure_one()
        return amount / (self.currency_rate or 1.0)

    # ------------------------------------------------------------------- asking

    def _collection_owing(self):
        """What was sold on account to somebody: {order: (debtor, amount)}."""
        orders = self.sudo()  # payments of a colleague count too
        owing = {}
        for order in orders.filtered(lambda order: order.state in SOLD):
            amount = order._collection_on_account()
            if order.currency_id.compare_amounts(amount, 0.0) > 0:
                debtor = order._collection_contact().commercial_partner_id
                owing |= {order: (debtor, amount)} if debtor else {}
        return owing

    def _collection_charge(self):
        """Whether these orders may be put on account; the releases they use are kept.

        :return: {order that is refused: ``rules.gate.Verdict``}
        """
        verdicts = ask(self, may_owe, lock=True)
        sales = self.env["sale.order"]
        for order, verdict in verdicts.items():
            if release := sales._collection_released_by(verdict):
                release._use_at_till(order)
        return {o: verdict for o, verdict in verdicts.items() if not verdict.allowed}
