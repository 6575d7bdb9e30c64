from odoo import api, models
from odoo.tools import SQL

# Quantities from the moves, since the delivered quantity of a line can be written. As
# in Odoo, a return that is not to be refunded is an exchange and counts for nothing.
# What came back and is delivered again is on its way, or there.
SHARES = """
    SELECT LEAST(m.returned, GREATEST(a.ordered - m.there - m.coming, 0)) / a.ordered
               AS back,
           LEAST(m.coming / a.ordered, 1) AS coming,
           m.there / a.ordered AS there
      FROM (SELECT NULLIF(GREATEST(l.product_uom_qty, 0), 0) * u.factor AS ordered
              FROM uom_uom u WHERE u.id = l.product_uom_id) a
     CROSS JOIN LATERAL (
           SELECT COALESCE(SUM(q.qty) FILTER (WHERE q.returned), 0) AS returned,
                  COALESCE(SUM(CASE WHEN q.returned THEN -q.qty ELSE q.qty END)
                               FILTER (WHERE q.done), 0) AS there,
                  GREATEST(
                      SUM(q.qty) FILTER (WHERE q.leaves AND NOT q.done),
                      SUM(q.qty) FILTER (WHERE NOT q.leaves AND NOT q.done), 0)
                      AS coming
             FROM (SELECT CASE WHEN v.state = 'done' THEN v.quantity
                               ELSE v.product_uom_qty END * mu.factor AS qty,
                          v.state = 'done' AS done,
                          o.usage = 'customer' AND v.state = 'done' AS returned,
                          d.usage = 'customer' AS leaves
                     FROM stock_move v
                     JOIN uom_uom mu ON mu.id = v.product_uom
                     JOIN stock_location o ON o.id = v.location_id
                     JOIN stock_location d ON d.id = v.location_dest_id
                     LEFT JOIN stock_location f ON f.id = v.location_final_id
                    WHERE v.sale_line_id = l.id AND v.product_id = l.product_id
                      AND v.state <> 'cancel'
                      AND (v.to_refund OR v.origin_returned_move_id IS NULL)
                      AND CASE WHEN o.usage = 'customer'
                               THEN v.state = 'done' AND v.to_refund
                               WHEN v.state = 'done' THEN d.usage = 'customer'
                               ELSE 'customer' IN (d.usage, f.usage) END) q) m
"""


class CollectionExposure(models.AbstractModel):
    """Goods that came back are not ordered any more."""

    _inherit = "collection.exposure"

    @api.model
    def _shares_sql(self):
        # EXTENDS 'collection_followup'
        return SQL(SHARES)
