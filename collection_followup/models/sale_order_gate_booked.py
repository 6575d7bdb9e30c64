from odoo import models
from odoo.tools import SQL

from ..rules.gate_paid import Booked

# customer payments booked for an order, with what no invoice has used up of them yet;
# one without an entry that is registered for invoices counts with those
BOOKED = """
    SELECT o.id AS order_id, c.name AS currency,
           CASE WHEN y.move_id IS NULL THEN y.amount
                ELSE (SELECT COALESCE(SUM(-l.amount_residual_currency), 0.0)
                        FROM account_move_line l
                        JOIN account_account a ON a.id = l.account_id
                       WHERE l.move_id = y.move_id AND l.parent_state = 'posted'
                         AND l.amount_residual_currency < 0
                         AND a.account_type = 'asset_receivable') END AS amount
      FROM account_payment y
      JOIN sale_order o ON o.id = y.collection_order_id
      JOIN res_partner p ON p.id = y.partner_id
      JOIN res_partner d ON d.id = o.partner_invoice_id
      JOIN res_currency c ON c.id = y.currency_id
      JOIN res_company f ON f.id = y.company_id
      JOIN res_company g ON g.id = o.company_id
     WHERE o.id IN %s AND p.commercial_partner_id = d.commercial_partner_id
       AND split_part(f.parent_path, '/', 1) = split_part(g.parent_path, '/', 1)
       AND y.partner_type = 'customer' AND y.payment_type = 'inbound'
       AND y.state IN ('in_process', 'paid') AND y.payment_transaction_id IS NULL
       AND NOT (y.move_id IS NULL AND EXISTS (
           SELECT 1 FROM account_move__account_payment n WHERE n.payment_id = y.id))
     ORDER BY y.id
"""


class SaleOrder(models.Model):
    """Transfers in advance: payments that an accountant booked for an order."""

    _inherit = "sale.order"

    def _collection_booked(self):
        """The payments booked for these orders, for the rule.

        :return: {order: list of ``rules.gate_paid.Booked``}
        """
        found = {order.id: [] for order in self}
        for model in ("account.payment", "account.move.line", "res.partner"):
            self.env[model].flush_model()
        query = SQL(BOOKED, tuple(found) or (0,))
        for row in self.env.execute_query_dict(query):
            money = Booked(row["currency"], float(row["amount"]))
            found[row["order_id"]].append(money)
        return {order: found[order.id] for order in self}
