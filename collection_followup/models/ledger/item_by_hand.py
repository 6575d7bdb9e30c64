from odoo import api, fields, models
from odoo.tools import SQL

SET_LEVELS = """
    INSERT INTO collection_item AS i
           (line_id, company_id, round, stage_id, severity, level_date, due_then,
            note, create_uid, create_date, write_uid, write_date)
    SELECT l.id, l.company_id, 1, s.id, s.severity,
           CASE WHEN s.id IS NOT NULL THEN v.day END,
           CASE WHEN s.id IS NOT NULL
                THEN COALESCE(l.date_maturity, l.date) END, v.note,
           %(uid)s, now() AT TIME ZONE 'UTC',
           %(uid)s, now() AT TIME ZONE 'UTC'
      FROM unnest(%(lines)s::int[], %(stages)s::int[], %(days)s::date[],
                  %(notes)s::text[]) AS v(line_id, stage_id, day, note)
      JOIN account_move_line l ON l.id = v.line_id
      LEFT JOIN collection_stage s ON s.id = v.stage_id
    ON CONFLICT (line_id) DO UPDATE
       SET round = COALESCE(i.round, 1) + (COALESCE(EXCLUDED.severity, '')
                   < COALESCE(i.severity, ''))::int,
           stage_id = EXCLUDED.stage_id, severity = EXCLUDED.severity,
           level_date = EXCLUDED.level_date, due_then = EXCLUDED.due_then,
           note = EXCLUDED.note, notice_id = NULL,
           previous_stage_id = NULL, previous_date = NULL,
           write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
"""
SET_LEFT_OUT = """
    INSERT INTO collection_item
           (line_id, company_id, round, skip_once, left_out, note,
            create_uid, create_date, write_uid, write_date)
    SELECT l.id, l.company_id, 1, v.once, v.decided, v.note,
           %(uid)s, now() AT TIME ZONE 'UTC',
           %(uid)s, now() AT TIME ZONE 'UTC'
      FROM unnest(%(lines)s::int[], %(once)s::bool[], %(decided)s::bool[],
                  %(notes)s::text[]) AS v(line_id, once, decided, note)
      JOIN account_move_line l ON l.id = v.line_id
    ON CONFLICT (line_id) DO UPDATE
       SET skip_once = EXCLUDED.skip_once, left_out = EXCLUDED.left_out,
           note = EXCLUDED.note,
           write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
"""


class CollectionItem(models.Model):
    """What people say about an item: its level, or that it is left out.

    A level that a person set has no notice behind it (``notice_id`` is empty),
    so that it never counts as announced: it causes no hold.
    """

    _inherit = "collection.item"

    left_out = fields.Boolean(
        string="Excluded until decided",
        readonly=True,
        help="No notice asks for this item until somebody decides; a task is open.",
    )

    _left_out_idx = models.Index("(line_id) WHERE left_out")

    def _how(self):
        """How the item is left out: ``once``, ``decided`` or not at all."""
        if self.left_out:
            return "decided"
        return "once" if self.skip_once else False

    @api.model
    def _set_levels(self, rows):
        """Set levels by hand, all in one statement; the caller checks the rights.

        An item that goes down starts a round of its own, because it gets each stage
        once in a round.

        :param rows: list of (journal item id, stage id or None, day on which the
            debtor was reminded, why)
        """
        if not rows:
            return
        lines, stages, days, notes = map(list, zip(*rows, strict=True))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                SET_LEVELS,
                uid=self.env.uid,
                lines=lines,
                stages=stages,
                days=days,
                notes=notes,
            )
        )
        self.invalidate_model()

    @api.model
    def _set_left_out(self, rows):
        """Leave items out, or take them in again; the caller checks the rights.

        :param rows: list of (journal item id, once, until decided, why)
        """
        if not rows:
            return
        lines, once, decided, notes = map(list, zip(*rows, strict=True))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                SET_LEFT_OUT,
                uid=self.env.uid,
                lines=lines,
                once=once,
                decided=decided,
                notes=notes,
            )
        )
        self.invalidate_model()
