from odoo import api, models
from odoo.tools import SQL

# what invoices bill of lines of orders, drafts too, in the currency of the order; a
# line of an invoice counts for one line of an order
BILLED = """
    SELECT l.id, SUM(CASE m.move_type WHEN 'out_refund' THEN -a.price_total
                                      ELSE a.price_total END)
      FROM sale_order_line l
      JOIN sale_order o ON o.id = l.order_id
      JOIN collection_billed_rel r ON r.order_line_id = l.id
      JOIN account_move_line a ON a.id = r.invoice_line_id
      JOIN account_move m ON m.id = a.move_id
     WHERE l.order_id IN %s AND m.state <> 'cancel' AND a.is_downpayment IS NOT TRUE
       AND m.currency_id = o.currency_id
       AND NOT EXISTS (SELECT FROM collection_billed_rel e
                        WHERE e.invoice_line_id = r.invoice_line_id
                          AND e.order_line_id < r.order_line_id)
     GROUP BY l.id
"""


class SaleOrder(models.Model):
    """What an order sells: counted from its lines, whatever its stored totals say."""

    _inherit = "sale.order"

    def _collection_worth(self):
        """What these orders are worth with taxes: {order: amount in its currency}.

        What was delivered or invoiced beyond the order counts too. Else an invoiced
        line could be written down to make room for new goods, and what was ordered
        for nothing could be delivered for more. What another document has sold of it
        counts there.
        """
        taxes, billed = self.env["account.tax"], self._collection_billed()
        sold = self._collection_sold()
        self.order_line.fetch(["tax_ids"])  # at once
        worth = {}
        for order in self:
            company, currency = order.company_id, order.currency_id
            lines = [
                line._prepare_base_line_for_taxes_computation()
                for line in order._get_priced_lines()
            ]
            all_of_it = lines + order._add_base_lines_for_early_payment_discount()
            taxes._add_tax_details_in_base_lines(all_of_it, company)
            taxes._round_base_lines_tax_details(all_of_it, company)
            totals = taxes._get_tax_totals_summary(all_of_it, currency, company)
            worth[order] = totals["total_amount_currency"] + sum(
                line["record"]._collection_beside(
                    line["tax_details"]["total_included_currency"], billed, sold
                )
                for line in lines
            )
        return worth

    def _collection_billed(self):
        """What is billed of the lines of these orders: {line id: amount}."""
        if not self._origin.ids:
            return {}
        self.env.flush_all()
        return dict(self.env.execute_query(SQL(BILLED, tuple(self._origin.ids))))

    def _collection_sold(self):
        """What other documents have sold of these orders: {line id: quantity}."""
        rows = self._collection_read_elsewhere("order_line_id", "quantity")
        return {line: float(quantity or 0.0) for line, quantity in rows}

    def _collection_read_elsewhere(self, key, value):
        """Sum up a column of what other documents have done with these orders."""
        ids = tuple(self._origin.ids)
        elsewhere = ids and self._collection_elsewhere(
            SQL("SELECT id FROM sale_order WHERE id IN %s", ids)
        )
        if not elsewhere:
            return []
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                "SELECT %(key)s, SUM(%(value)s) FROM (%(rows)s) e GROUP BY %(key)s",
                key=SQL.identifier(key),
                value=SQL.identifier(value),
                rows=elsewhere,
            )
        )

    @api.model
    def _collection_elsewhere(self, orders):
        """What documents other than invoices have sold of orders; for addons to say.

        Such as a point of sale, which loads an order and sells its lines itself::

            SELECT o.id AS order_id, l.id AS order_line_id, SUM(...) AS quantity,
                   SUM(...) AS ahead, SUM(...) AS paid
              FROM ... WHERE o.id IN (%s) GROUP BY o.id, l.id

        :param orders: SQL of the ids of orders
        :return: SQL of rows, one a line (``quantity`` that was sold, in the unit of
            the line; ``ahead``: down payments with taxes that are sold there, in the
            currency of the order; ``paid``: what of those is paid), or an empty one
        """
        return SQL()

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


class SaleOrderLine(models.Model):
    """What a line is worth beyond what it sells."""

    _inherit = "sale.order.line"

    def _collection_beside(self, total, billed, sold):
        """What a line is worth more, or less, than its quantity and price say.

        :param total: its quantity and price, with taxes
        :param billed: {line id: what was invoiced of it, with taxes}
        :param sold: {line id: the quantity that another document has sold}
        """
        self.ensure_one()
        line_id, ordered = self._origin.id, self.product_uom_qty
        share = max(min(sold.get(line_id, 0.0) / ordered, 1.0), 0.0) if ordered else 0.0
        return self._collection_beyond(total, billed.get(line_id, 0.0)) - share * total

    def _collection_beyond(self, total, billed):
        """What was delivered or invoiced beyond this line as it stands.

        :param total: its quantity and price, with taxes
        :param billed: what was invoiced of it, with taxes
        """
        self.ensure_one()
        if self.product_uom_qty < 0.0:
            return 0.0
        price = self.price_unit * (1 - self.discount / 100)
        more = max(self.qty_delivered - self.product_uom_qty, 0.0) * price
        return max(more, billed - total if billed > 0.0 else 0.0, 0.0)
