from odoo import models

from ..rules.gate_paid import Invoice, Online, paid
from .gate_facts import as_currency


class SaleOrder(models.Model):
    """What an order is worth and how much of it is paid, as the gate believes it.

    Stored amounts can be written by whoever writes orders: they are believed only
    where they are no lower than what quantities and prices say.
    """

    _inherit = "sale.order"

    def _collection_worth(self):
        """The sum of quantity and price over the lines, after discounts.

        Lines with which a vendor bill is charged on are left out, if the product is
        made for that: the bill cannot wait for the customer's money.

        :return: {order: amount in the currency of the order}
        """
        return {
            order: sum(
                line._collection_value()
                for line in order.order_line
                if not line._collection_charged_on()
            )
            for order in self
        }

    def _collection_totals(self):
        """The total of these orders with taxes: {order: amount in its currency}."""
        totals = {}
        for order in self:
            total = order.amount_total
            lines = order.order_line
            ordered = sum(line._collection_ordered() for line in lines)
            if order.currency_id.compare_amounts(total, ordered) < 0:
                # less than the lines say: taxes, or somebody wrote it
                total = order.tax_totals["total_amount_currency"]
            totals[order] = total + sum(line._collection_beyond() for line in lines)
        return totals

    def _collection_in_company(self, amount, day=None):
        """An amount of this order in company currency.

        :param day: else the day of the order, which anybody can write: it is never
            before the order was entered
        """
        self.ensure_one()
        company = self.company_id
        if self.currency_id == company.currency_id:
            return amount
        day = day or max(self.date_order, self.create_date)
        return self.currency_id._convert(amount, company.currency_id, company, day)

    def _collection_paid(self, certain=False):
        """How much of these orders is paid: {order: amount in its currency}.

        :param certain: whether only money counts that has come in
        """
        online, invoices = self._collection_online(), self._collection_invoiced()
        booked = self._collection_booked()
        return {
            order: paid(
                as_currency(order.currency_id),
                online[order],
                invoices[order],
                booked[order],
                certain,
            )
            for order in self
        }

    def _collection_online(self):
        """The online payments of these orders, for the rule."""
        return {
            order: [
                Online(
                    currency=tx.currency_id.name,
                    amount=tx.amount,
                    state=tx.state,
                    refunded=tx._collection_refunded(),
                    others=sum((tx.sale_order_ids - order).mapped("amount_total")),
                    invoiced=bool(order._collection_moves() & tx._collection_settled()),
                )
                for tx in order.transaction_ids
                if tx.operation not in ("refund", "validation")
            ]
            for order in self
        }

    def _collection_invoiced(self):
        """What the posted invoices of these orders bill, for the rule."""
        found = {}
        for order in self:
            lines = order.order_line.invoice_lines
            found[order] = [
                Invoice(
                    currency=move.currency_id.name,
                    amount=sum(billed.mapped("price_total"))
                    * (-1 if move.move_type == "out_refund" else 1),
                    total=move.amount_total,
                    open=move.amount_residual,
                    state=move.payment_state,
                )
                for move, billed in lines.grouped("move_id").items()
                if move.state == "posted"
            ]
        return found

    def _collection_moves(self):
        """The posted invoices of an order."""
        moves = self.order_line.invoice_lines.move_id
        return moves.filtered(lambda move: move.state == "posted")


class SaleOrderLine(models.Model):
    """What a line is worth, and which lines charge a cost on to the customer."""

    _inherit = "sale.order.line"

    def _collection_value(self):
        """What the line is worth, with what was delivered or invoiced beyond it."""
        return self._collection_ordered() + self._collection_beyond()

    def _collection_ordered(self):
        """Quantity times price after the discount; nothing for sections and notes."""
        self.ensure_one()
        if self.display_type:
            return 0.0
        return self.product_uom_qty * self.price_unit * (1 - self.discount / 100)

    def _collection_beyond(self):
        """What was delivered or invoiced beyond the order as it stands.

        Else an invoiced line could be written down to make room for new goods, and
        what was ordered for nothing could be delivered for more.
        """
        self.ensure_one()
        if self.display_type or self.product_uom_qty < 0.0:
            return 0.0
        price = self.price_unit * (1 - self.discount / 100)
        more = max(self.qty_delivered - self.product_uom_qty, 0.0) * price
        billed = self._collection_billed() - self._collection_ordered()
        return max(more, billed if self._collection_billed() > 0.0 else 0.0, 0.0)

    def _collection_billed(self):
        """What invoices bill of this line, counted like the line itself."""
        self.ensure_one()
        currency = self.order_id.currency_id
        return sum(
            line.quantity
            * line.price_unit
            * (1 - line.discount / 100)
            * (-1 if line.move_id.move_type == "out_refund" else 1)
            for line in self.invoice_lines
            if line.parent_state != "cancel"
            and not line.is_downpayment
            and line.currency_id == currency
        )

    def _collection_charged_on(self):
        """Tell whether the line charges a vendor bill, an expense or freight on."""
        self.ensure_one()
        if self.is_expense and self.product_id.expense_policy not in (False, "no"):
            return True
        # the cost of a delivery is known when it leaves; the module may be missing
        order = self.order_id
        carrier = order.carrier_id if "carrier_id" in order._fields else None
        return bool(carrier) and self.product_id == carrier.product_id


class PaymentTransaction(models.Model):
    """What became of the money of a transaction."""

    _inherit = "payment.transaction"

    def _collection_refunded(self):
        """What was given back of this payment, or is on its way back."""
        self.ensure_one()
        refunds = self.child_transaction_ids.filtered(
            lambda tx: tx.operation == "refund" and tx.state not in ("cancel", "error")
        )
        return -sum(refunds.mapped("amount"))

    def _collection_settled(self):
        """The invoices that this payment pays."""
        self.ensure_one()
        return self.invoice_ids | self.payment_id.reconciled_invoice_ids
