from odoo import api, fields, models
from odoo.tools import SQL

# items of documents whose payment was un-matched and is still missing
NOTE = """
    INSERT INTO collection_item
           (line_id, company_id, payment_returned_on, round, create_uid, create_date)
    SELECT l.id, l.company_id, MAX(v.day), 1, %(uid)s, now() AT TIME ZONE 'UTC'
      FROM unnest(%(moves)s::int[], %(days)s::date[]) AS v(move_id, day)
      JOIN account_move_line l ON l.move_id = v.move_id
      JOIN account_account a ON a.id = l.account_id
     WHERE a.account_type = 'asset_receivable'
       AND l.reconciled IS NOT TRUE AND l.amount_residual > 0
     GROUP BY l.id, l.company_id
    ON CONFLICT (line_id) DO UPDATE
       SET payment_returned_on = EXCLUDED.payment_returned_on
"""


class CollectionItem(models.Model):
    """Returned payments stay known after the next notice: holds ask for them."""

    _inherit = "collection.item"

    payment_returned_on = fields.Date(
        readonly=True,
        help="When a payment of it came back the last time; a cause of a hold.",
    )

    @api.model
    def _note_returns(self, rows):
        result = super()._note_returns(rows)
        if rows:
            self.env.cr.execute(
                SQL(
                    NOTE,
                    uid=self.env.uid,
                    moves=[row["move_id"] for row in rows],
                    days=[row["on"] for row in rows],
                )
            )
            self.invalidate_model()
        return result
