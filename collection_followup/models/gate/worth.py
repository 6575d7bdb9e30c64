from odoo import models
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
        for nothing could be delivered for more.
        """
        taxes, billed = self.env["account.tax"], self._collection_billed()
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
                line["record"]._collection_beyond(
                    line["tax_details"]["total_included_currency"],
                    billed.get(line["record"]._origin.id, 0.0),
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
