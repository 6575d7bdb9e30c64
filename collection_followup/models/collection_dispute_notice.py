from odoo import api, fields, models
from odoo.tools import SQL

# the dispute behind each contested line of new notices: the one that ends last
NAME_DISPUTES = """
    UPDATE collection_notice_line l
       SET dispute_number = d.name, dispute_pay_by = d.pay_by
      FROM (SELECT DISTINCT ON (line_id) line_id, name, pay_by
              FROM collection_dispute
             WHERE state IN ('open', 'remedy')
                OR state IN ('for_us', 'closed') AND pay_by >= %(today)s
             ORDER BY line_id, (state IN ('open', 'remedy')) DESC, id DESC) d
     WHERE d.line_id = l.line_id AND l.part = 'disputed'
       AND l.notice_id IN %(notices)s
"""


class CollectionNoticeLine(models.Model):
    """A contested line carries the number under which we look into it."""

    _inherit = "collection.notice.line"

    dispute_number = fields.Char(string="Dispute", readonly=True)
    dispute_pay_by = fields.Date(
        string="Pay by (dispute)",
        readonly=True,
        help="Decided already: the pay-by date that the debtor was given.",
    )


class CollectionNotice(models.Model):
    """Notices say which dispute a contested part belongs to."""

    _inherit = "collection.notice"

    @api.model
    def _insert_lines(self, run, notices, wanted):
        result = super()._insert_lines(run, notices, wanted)
        if notices:
            self.env.cr.execute(
                SQL(NAME_DISPUTES, today=run.date, notices=tuple(notices.ids))
            )
            notices.line_ids.invalidate_recordset(["dispute_number", "dispute_pay_by"])
        return result
