from odoo import api, fields, models
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
    """What collections knows of one receivable line: its level and since when.

    Nothing is stored on journal items: writing to posted ones is slow and locks
    rows that the accountant needs. A row exists once there is something to know.
    """

    _name = "collection.item"
    _description = "Collection item"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _rec_name = "line_id"
    _order = "id"

    line_id = fields.Many2one(
        "account.move.line",
        string="Journal item",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    stage_id = fields.Many2one(
        "collection.stage",
        string="Level",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The last stage that was sent for this item.",
    )
    severity = fields.Selection(related="stage_id.severity", store=True)
    level_date = fields.Date(readonly=True, help="When the level was reached.")
    due_then = fields.Date(
        readonly=True,
        help="The due date on that day; a later one puts the item back to the start.",
    )
    previous_stage_id = fields.Many2one(
        "collection.stage",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The level before the last notice, given back when it bounces.",
    )
    previous_date = fields.Date(readonly=True)
    notice_id = fields.Many2one(
        "collection.notice",
        string="Last notice",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    round = fields.Integer(
        string="Dunning cycle",
        default=1,
        readonly=True,
        help="Counts how often the item started again, after a returned payment, a "
        "later due date or the decision to carry on.",
    )
    posted_on = fields.Date(
        readonly=True,
        help="When the document was posted, if later than its date: the full term "
        "counts from here.",
    )
    returned_on = fields.Date(readonly=True, help="When a payment of it came back.")
    fresh_from = fields.Date(
        string="Counts anew from",
        readonly=True,
        help=(
            "The whole item was disputed and got a new pay-by date: from there it "
            "starts like a new invoice."
        ),
    )
    skip_once = fields.Boolean(
        string="Exclude from next notice",
        help="The next notice does not mention this item.",
    )
    note = fields.Char(help="Why the level was changed, or the item excluded.")

    _line_unique = models.UniqueIndex(
        "(line_id)", "Collections keeps one record for each journal item."
    )

    # ------------- what events leave on items: late postings and returned payments

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
