from odoo import fields, models
from odoo.tools import SQL

TOPICS = [
    ("pause", "A pause ends"),
    ("contact_stop", "A stop of contact ends"),
    ("call", "A call is due"),
    ("no_task", "Paused, without a task"),
    ("left_out", "Items are excluded"),
    ("no_next", "Open, without any next step"),
    ("stop", "Stopped"),
]

# what ends: pauses, stops of contact with an end, calls that were put off
WAKING = """
    SELECT c.id * 8 AS id, c.id AS case_id, 'pause' AS topic, c.pause_until AS date,
           NULL::date AS since, c.pause_reason AS note, c.pause_user_id AS user_id
      FROM collection_case c
     WHERE c.pause_until IS NOT NULL AND c.state = 'open'
    UNION ALL
    SELECT MIN(c.id) * 8 + 1, c.id, 'contact_stop', MIN(s.until), MIN(s.date),
           MIN(s.reason), c.user_id
      FROM collection_contact_stop s
      JOIN collection_case c
        ON c.partner_id = s.debtor_id AND c.company_id = s.company_id
     WHERE s.until IS NOT NULL AND s.lifted_on IS NULL
       AND s.until >= %(today)s
     GROUP BY c.id
    UNION ALL
    SELECT MIN(a.res_id) * 8 + 2, a.res_id, 'call', MIN(a.date_deadline), NULL,
           MIN(a.summary), MIN(a.user_id)
      FROM mail_activity a
      JOIN collection_case c ON c.id = a.res_id AND c.state = 'open'
     WHERE a.res_model = 'collection.case' AND a.active
       AND a.activity_type_id IN %(calls)s
     GROUP BY a.res_id
"""

# what nobody looks after
FORGOTTEN = """
    SELECT c.id * 8 + 3, c.id, 'no_task', c.pause_until, NULL,
           c.pause_reason, c.pause_user_id
      FROM collection_case c
     WHERE c.pause_until IS NOT NULL AND c.state = 'open'
       AND NOT EXISTS (%(task)s)
    UNION ALL
    SELECT c.id * 8 + 4, c.id, 'left_out', NULL, x.since, x.note, c.user_id
      FROM (SELECT q.commercial_partner_id AS debtor,
                   SPLIT_PART(k.parent_path, '/', 1)::int AS root,
                   MIN(i.write_date)::date AS since, MIN(i.note) AS note
              FROM collection_item i
              JOIN account_move_line l
                ON l.id = i.line_id AND l.reconciled IS NOT TRUE
              JOIN res_partner q ON q.id = l.partner_id
              JOIN res_company k ON k.id = l.company_id
             WHERE i.left_out OR i.skip_once
             GROUP BY 1, 2) x
      JOIN collection_case c ON c.partner_id = x.debtor AND c.company_id = x.root
    UNION ALL
    SELECT c.id * 8 + 5, c.id, 'no_next', NULL, c.judged_at::date, c.reason,
           c.user_id
      FROM collection_case c
     WHERE c.state = 'open' AND c.stop IS NULL AND c.next_action_date IS NULL
       AND NOT EXISTS (%(task)s)
       AND (c.to_collect > 0 OR NOT EXISTS (%(ends)s))
    UNION ALL
    SELECT c.id * 8 + 6, c.id, 'stop', NULL,
           COALESCE(c.stopped_on, c.create_date::date), c.stop_reason, c.user_id
      FROM collection_case c
     WHERE c.stop IS NOT NULL AND c.state = 'open'
"""
TASK = """
    SELECT 1 FROM mail_activity a
     WHERE a.res_model = 'collection.case' AND a.res_id = c.id AND a.active
"""
# a promise has its day, a dispute its owner and deadline: both come back by themselves
ENDS = """
    SELECT 1 FROM collection_commitment k
     WHERE k.case_id = c.id AND k.state IN ('to_approve', 'open')
    UNION ALL
    SELECT 1 FROM collection_dispute d
     WHERE d.case_id = c.id AND d.state IN ('open', 'remedy', 'for_us')
"""


class CollectionRest(models.Model):
    """What rests: about to wake, or forgotten.

    One row for each case and topic. ``date`` is when it ends by itself, ``since``
    since when it stands like this.
    """

    _name = "collection.rest"
    _description = "Paused case"
    _auto = False
    _order = "date, since, id"
    _rec_name = "case_id"

    case_id = fields.Many2one("collection.case", readonly=True)
    partner_id = fields.Many2one(related="case_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="case_id.company_id")
    currency_id = fields.Many2one(related="case_id.currency_id")
    to_collect = fields.Monetary(related="case_id.to_collect")
    topic = fields.Selection(TOPICS, string="What", readonly=True)
    date = fields.Date(string="Ends on", readonly=True)
    since = fields.Date(readonly=True)
    note = fields.Char(string="Why", readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True)

    @property
    def _table_query(self):
        cases = self.env["collection.case"]
        self.env.flush_all()
        calls = tuple(cases._call_types().ids) or (0,)
        today = self.env.company._collection_today()
        return SQL(
            "%s UNION ALL %s",
            SQL(WAKING, calls=calls, today=today),
            SQL(FORGOTTEN, task=SQL(TASK), ends=SQL(ENDS)),
        )

    def action_open_case(self):
        """Open the case that rests."""
        self.ensure_one()
        return self.case_id._get_records_action()
