from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ...rules.gate.gate_paid import Invoice, Money, paid
from ...rules.ledger.facts import Currency

# whose money counts for an order: that of its debtor or its customer, in its company
ASKED = """
    SELECT o.id AS order_id, k.commercial_partner_id AS customer,
           d.commercial_partner_id AS debtor,
           split_part(f.parent_path, '/', 1) AS root
      FROM sale_order o
      JOIN res_company f ON f.id = o.company_id
      JOIN res_partner k ON k.id = o.partner_id
      JOIN res_partner d ON d.id = o.partner_invoice_id
     WHERE o.id IN %(orders)s
"""

# What was paid for an order and no invoice has used up. A payment without an entry
# that is registered for invoices counts with those; a payment for several orders
# pays the others first.
MONEY = """
    WITH asked AS (%(asked)s),
    money AS (
        SELECT q.order_id, t.partner_id, t.company_id, t.currency_id, t.payment_id,
               t.state = 'done' AS sure,
               t.amount - COALESCE((
                   SELECT SUM(-b.amount) FROM payment_transaction b
                    WHERE b.source_transaction_id = t.id AND b.operation = 'refund'
                      AND b.state NOT IN ('cancel', 'error')), 0.0)
                 - COALESCE((
                   SELECT SUM(GREATEST(s.amount_total, 0.0))
                     FROM collection_transaction_order_rel e
                     JOIN sale_order s ON s.id = e.order_id
                    WHERE e.transaction_id = t.id AND s.id <> q.order_id), 0.0)
                 AS amount
          FROM asked q
          JOIN collection_transaction_order_rel r ON r.order_id = q.order_id
          JOIN payment_transaction t ON t.id = r.transaction_id
         WHERE t.state IN ('authorized', 'done')
           AND COALESCE(t.operation, '') NOT IN ('refund', 'validation')
         UNION ALL
        SELECT q.order_id, y.partner_id, y.company_id, y.currency_id, y.id, TRUE,
               y.amount
          FROM asked q
          JOIN account_payment y ON y.collection_order_id = q.order_id
         WHERE y.partner_type = 'customer' AND y.payment_type = 'inbound'
           AND y.payment_transaction_id IS NULL)
    SELECT m.order_id, c.name AS currency, m.sure,
           GREATEST(0.0, CASE
               WHEN y.id IS NULL THEN m.amount
               WHEN y.state NOT IN ('in_process', 'paid') THEN 0.0
               WHEN y.move_id IS NOT NULL THEN LEAST(m.amount, (
                   SELECT COALESCE(SUM(-l.amount_residual_currency), 0.0)
                     FROM account_move_line l
                     JOIN account_account a ON a.id = l.account_id
                    WHERE l.move_id = y.move_id AND l.parent_state = 'posted'
                      AND l.amount_residual_currency < 0
                      AND a.account_type = 'asset_receivable'))
               WHEN EXISTS (SELECT FROM account_move__account_payment n
                             WHERE n.payment_id = y.id) THEN 0.0
               ELSE m.amount END) AS amount
      FROM money m
      JOIN asked q ON q.order_id = m.order_id
      JOIN res_currency c ON c.id = m.currency_id
      JOIN res_partner p ON p.id = m.partner_id
      JOIN res_company f ON f.id = m.company_id
      LEFT JOIN account_payment y ON y.id = m.payment_id
     WHERE p.commercial_partner_id IN (q.debtor, q.customer)
       AND split_part(f.parent_path, '/', 1) = q.root
"""

# what posted invoices bill of an order; a line of an invoice counts for one order
INVOICED = """
    WITH asked AS (%(asked)s)
    SELECT q.order_id, c.name AS currency, m.amount_total AS total,
           m.amount_residual AS open, m.payment_state AS state,
           SUM(CASE m.move_type WHEN 'out_refund' THEN -a.price_total
                                ELSE a.price_total END) AS amount
      FROM asked q
      JOIN sale_order_line l ON l.order_id = q.order_id
      JOIN collection_billed_rel r ON r.order_line_id = l.id
      JOIN account_move_line a ON a.id = r.invoice_line_id
      JOIN account_move m ON m.id = a.move_id
      JOIN res_company f ON f.id = m.company_id
      JOIN res_currency c ON c.id = m.currency_id
     WHERE m.state = 'posted'
       AND m.commercial_partner_id IN (q.debtor, q.customer)
       AND split_part(f.parent_path, '/', 1) = q.root
       AND NOT EXISTS (SELECT FROM collection_billed_rel e
                        WHERE e.invoice_line_id = r.invoice_line_id
                          AND e.order_line_id < r.order_line_id)
     GROUP BY q.order_id, c.name, m.id
"""


class SaleOrder(models.Model):
    """What is paid of an order: read from money and invoices, never from the order."""

    _inherit = "sale.order"

    def _collection_paid(self, certain=False):
        """How much of these orders is paid: {order: amount in its currency}.

        :param certain: whether only money counts that has come in
        """
        money = self._collection_facts(MONEY, Money)
        invoices = self._collection_facts(INVOICED, Invoice)
        rows = self._collection_read_elsewhere("order_id", "paid")
        ahead, found = dict(rows), {}
        for order in self:
            currency = Currency(order.currency_id.name, order.currency_id.rounding)
            down = Money(currency.code, float(ahead.get(order.id) or 0.0))
            mine = ([*money[order.id], down], invoices[order.id])
            found[order] = paid(currency, *mine, certain)
        return found

    def _collection_facts(self, statement, fact):
        """Read facts about these orders: {order id: list of them}."""
        found = defaultdict(list)
        if not self.ids:
            return found
        self.env.flush_all()
        orders = SQL(ASKED, orders=tuple(self.ids))
        for row in self.env.execute_query_dict(SQL(statement, asked=orders)):
            found[row.pop("order_id")].append(fact(**row))
        return found
