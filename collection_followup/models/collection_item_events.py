from odoo import api, models
from odoo.tools import SQL

# documents that were posted after their date
NOTE_POSTING = """
    INSERT INTO collection_item
           (line_id, company_id, posted_on, round, create_uid, create_date)
    SELECT l.id, l.company_id, MIN(v.posted_on), 1, %(uid)s,
           now() AT TIME ZONE 'UTC'
      FROM (VALUES %(pairs)s) AS v(move_id, posted_on)
      JOIN account_move m ON m.id = v.move_id
      JOIN account_move_line l ON l.move_id = m.id
      JOIN account_account a ON a.id = l.account_id
     WHERE a.account_type = 'asset_receivable'
       AND v.posted_on > COALESCE(m.invoice_date, m.date)
     GROUP BY l.id, l.company_id
    ON CONFLICT (line_id) DO UPDATE SET posted_on = EXCLUDED.posted_on
"""


class CollectionItem(models.Model):
    """What events leave on items: late postings and returned payments."""

    _inherit = "collection.item"

    @api.model
    def _note_late_postings(self, rows):
        """Remember documents that were posted after their date.

        Their full term counts from the day of posting. Levels are untouched.

        :param rows: taken events with ``move_id`` and ``on``
        """
        if not rows:
            return
        pairs = SQL(", ").join(
            SQL("(%s, %s::date)", row["move_id"], row["on"]) for row in rows
        )
        self.env.cr.execute(
            SQL(
                NOTE_POSTING,
                pairs=pairs,
                uid=self.env.uid,
            )
        )
        self.invalidate_model()

    @api.model
    def _note_returns(self, rows):
        """Remember items whose payment was un-matched and is still missing.

        Whoever un-matches to match anew has done so by the time this is read.

        :param rows: taken events with ``move_id`` and ``on``
        """
        if not rows:
            return
        pairs = SQL(", ").join(
            SQL("(%s, %s::date)", row["move_id"], row["on"]) for row in rows
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_item i SET returned_on = v.returned_on
                  FROM (VALUES %(pairs)s) AS v(move_id, returned_on),
                       account_move_line l
                 WHERE l.move_id = v.move_id AND i.line_id = l.id
                   AND i.stage_id IS NOT NULL
                   AND l.reconciled IS NOT TRUE AND l.amount_residual > 0
                """,
                pairs=pairs,
            )
        )
        self.invalidate_model()
