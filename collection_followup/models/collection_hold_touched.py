from odoo import api, models
from odoo.tools import SQL

# orders that a hold would touch, by who gets the invoice: quotations that are
# open, and of confirmed orders what is not invoiced yet; company currency
TOUCHED = """
    SELECT p.commercial_partner_id,
           SUM(CASE WHEN o.state <> 'sale'
                    THEN o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1)
                    ELSE 0 END),
           SUM(CASE WHEN o.state = 'sale'
                    THEN COALESCE(l.rest, 0)
                         / COALESCE(NULLIF(o.currency_rate, 0), 1)
                    ELSE 0 END),
           ARRAY_AGG(o.id ORDER BY o.id)
      FROM sale_order o
      JOIN res_partner p ON p.id = o.partner_invoice_id
      LEFT JOIN LATERAL (
           SELECT SUM(s.price_total * GREATEST(
                      1 - s.qty_invoiced / NULLIF(s.product_uom_qty, 0), 0)) AS rest
             FROM sale_order_line s
            WHERE s.order_id = o.id AND s.display_type IS NULL
              AND s.is_downpayment IS NOT TRUE AND o.state = 'sale') l ON TRUE
     WHERE o.state IN ('draft', 'sent', 'sale')
       AND (o.state <> 'sale' OR o.invoice_status <> 'invoiced')
       AND o.company_id = ANY(%(companies)s)
       AND p.commercial_partner_id = ANY(%(partners)s)
     GROUP BY p.commercial_partner_id
"""


class CollectionHold(models.Model):
    """What a hold touches: the orders of a debtor that are not invoiced yet."""

    _inherit = "collection.hold"

    @api.model
    def _touched(self, root, partners):
        """The order value that holds of these debtors touch.

        :param root: the root company
        :param partners: commercial partners
        :return: {partner id: (open quotations, confirmed and not invoiced, ids of
            both)}; amounts in company currency
        """
        if not partners:
            return {}
        self.env.flush_all()
        companies = self.env["account.move.line"]._collection_companies(root)
        rows = self.env.execute_query(
            SQL(TOUCHED, companies=companies.ids, partners=partners.ids)
        )
        digits = root.currency_id
        return {
            partner_id: (digits.round(quoted), digits.round(ordered), order_ids)
            for partner_id, quoted, ordered, order_ids in rows
        }
