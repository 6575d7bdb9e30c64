from odoo import api, fields, models
from odoo.tools import SQL

# the first day for which each promised line of new notices was promised
NAME_DAYS = """
    UPDATE collection_notice_line l SET promised_for = d.date
      FROM (SELECT c.line_id, MIN(m.date) AS date
              FROM collection_commitment_line c
              JOIN collection_commitment m ON m.id = c.commitment_id
             WHERE m.state IN ('open', 'to_approve')
             GROUP BY c.line_id) d
     WHERE d.line_id = l.line_id AND l.part = 'promised'
       AND l.notice_id IN %s
"""


class CollectionNoticeLine(models.Model):
    """A promised line says for when it was promised."""

    _inherit = "collection.notice.line"

    promised_for = fields.Date(
        string="Promise date",
        readonly=True,
        help="The first day for which money of it was promised.",
    )


class CollectionNotice(models.Model):
    """Notices say for when the parts were promised that they do not claim."""

    _inherit = "collection.notice"

    @api.model
    def _insert_lines(self, run, notices, wanted):
        # EXTENDS: the promised days, in one statement
        result = super()._insert_lines(run, notices, wanted)
        if notices:
            self.env["collection.commitment"].flush_model()
            self.env.cr.execute(SQL(NAME_DAYS, tuple(notices.ids)))
            notices.line_ids.invalidate_recordset(["promised_for"])
        return result


class CollectionCommitment(models.Model):
    """For when items were promised."""

    _inherit = "collection.commitment"

    @api.model
    def _promised_days(self, lines):
        """The first day for which something of journal items was promised.

        :return: {journal item id: date}
        """
        parts = self.env["collection.commitment.line"].sudo()  # days only
        groups = parts._read_group(
            [
                ("line_id", "in", lines.ids),
                ("commitment_id.state", "in", ("open", "to_approve")),
            ],
            ["line_id", "commitment_id"],
        )
        days = {}
        for line, commitment in groups:
            first = days.get(line.id, commitment.date)
            days[line.id] = min(first, commitment.date)
        return days
