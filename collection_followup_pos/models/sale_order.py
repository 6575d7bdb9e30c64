from odoo import api, models
from odoo.tools import SQL

# What tills have sold of orders: quantities in the unit of the line, and down payments
# in the currency of the order, with what of them was paid at once. Only what the same
# customer, or who pays for him, has bought of the same product: links can be written.
SOLD = """
    SELECT o.id AS order_id, s.id AS order_line_id,
           SUM(CASE WHEN s.is_downpayment IS TRUE OR s.product_id <> l.product_id
                    THEN 0 ELSE l.qty * tu.factor / su.factor END) AS quantity,
           SUM(CASE WHEN s.is_downpayment THEN l.price_subtotal_incl * c.rate
                    ELSE 0 END) AS ahead,
           SUM(CASE WHEN s.is_downpayment THEN l.price_subtotal_incl * c.rate * CASE
                    WHEN l.qty < 0 THEN 1 ELSE c.share END ELSE 0 END) AS paid
      FROM sale_order o
      JOIN res_partner k ON k.id = o.partner_id
      JOIN res_partner d ON d.id = o.partner_invoice_id
      JOIN sale_order_line s ON s.order_id = o.id
      JOIN pos_order_line l ON l.sale_order_line_id = s.id
      JOIN pos_order t ON t.id = l.order_id
      JOIN pos_config g ON g.id = t.config_id
      JOIN res_partner b ON b.id = t.partner_id
      JOIN product_product v ON v.id = l.product_id
      JOIN product_template e ON e.id = v.product_tmpl_id
      JOIN uom_uom tu ON tu.id = e.uom_id
      LEFT JOIN uom_uom su ON su.id = s.product_uom_id
     CROSS JOIN LATERAL (
           SELECT CASE WHEN g.currency_id = o.currency_id THEN 1
                       ELSE o.currency_rate / NULLIF(t.currency_rate, 0) END AS rate,
                  CASE WHEN t.amount_total > 0
                       THEN GREATEST(0, LEAST(1, 1 - a.later / t.amount_total))
                       ELSE 1 END AS share
             FROM (SELECT COALESCE(SUM(y.amount), 0) AS later
                     FROM pos_payment y
                    WHERE y.pos_order_id = t.id
                      AND y.payment_method_id IN %(methods)s) a) c
     WHERE o.id IN (%(orders)s) AND t.state IN ('paid', 'done')
       AND b.commercial_partner_id IN (k.commercial_partner_id, d.commercial_partner_id)
     GROUP BY o.id, s.id
"""


class SaleOrder(models.Model):
    """What is settled at the till is no longer open in the order."""

    _inherit = "sale.order"

    @api.model
    def _collection_elsewhere(self, orders):
        if "sale_order_line_id" not in self.env["pos.order.line"]._fields:
            return super()._collection_elsewhere(orders)  # it comes with pos_sale
        methods = self.env["pos.payment.method"]._collection_on_account()
        return SQL(SOLD, orders=orders, methods=tuple(methods.ids) or (0,))
