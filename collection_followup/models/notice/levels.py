from odoo import models
from odoo.tools import SQL

# every listed item moves to its own next stage and remembers the one before
MOVE = """
    INSERT INTO collection_item AS i
           (line_id, company_id, stage_id, severity, level_date, due_then,
            notice_id, round, create_uid, create_date, write_uid, write_date)
    SELECT l.line_id, l.company_id, l.stage_id, s.severity, %(on)s,
           COALESCE(j.date_maturity, j.date), l.notice_id, l.round, %(uid)s,
           now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
      FROM collection_notice_line l
      JOIN collection_stage s ON s.id = l.stage_id
      JOIN account_move_line j ON j.id = l.line_id
     WHERE l.notice_id IN %(notices)s
    ON CONFLICT (line_id) DO UPDATE
       SET previous_stage_id = i.stage_id, previous_date = i.level_date,
           stage_id = EXCLUDED.stage_id, severity = EXCLUDED.severity,
           level_date = EXCLUDED.level_date, due_then = EXCLUDED.due_then,
           notice_id = EXCLUDED.notice_id, round = EXCLUDED.round,
           returned_on = NULL,
           write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
"""


class CollectionNotice(models.Model):
    """Levels move when a notice leaves, and come back when it did not arrive."""

    _inherit = "collection.notice"

    def _sync_line_state(self):
        """Copy the state to the lines: their unique index forbids a second sending."""
        self.flush_recordset(["state"])
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE collection_notice_line l SET state = n.state"
                    " FROM collection_notice n WHERE n.id = l.notice_id"
                    " AND n.id IN %s AND l.state <> n.state",
                    tuple(self.ids),
                )
            )
            self.line_ids.invalidate_recordset(["state"])

    def _move_levels(self, on):
        """Move the items that the notices list to their own next stage."""
        if not self.ids:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                MOVE,
                on=on,
                uid=self.env.uid,
                notices=tuple(self.ids),
            )
        )
        self._clear_skips()
        self.env["collection.item"].invalidate_model()

    def _clear_skips(self):
        """A notice that left without an item has used up its "leave out once"."""
        self.env.cr.execute(
            SQL(
                "UPDATE collection_item i SET skip_once = FALSE"
                " FROM account_move_line l, res_partner p"
                " WHERE i.skip_once AND l.id = i.line_id AND p.id = l.partner_id"
                " AND p.commercial_partner_id IN %s",
                tuple(self.partner_id.ids),
            )
        )

    def _return_levels(self):
        """Put the items back to where they were before these notices."""
        if not self.ids:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_item i
                   SET stage_id = i.previous_stage_id, severity = s.severity,
                       level_date = i.previous_date, previous_stage_id = NULL,
                       previous_date = NULL, notice_id = NULL
                  FROM collection_item j
                  LEFT JOIN collection_stage s ON s.id = j.previous_stage_id
                 WHERE j.id = i.id AND i.notice_id IN %s
                """,
                tuple(self.ids),
            )
        )
        self.env["collection.item"].invalidate_model()
