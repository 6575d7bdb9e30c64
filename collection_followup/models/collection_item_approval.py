from odoo import api, fields, models
from odoo.tools import SQL

from .approval_names import APPROVALS
from .collection_case_judge import as_json

SET_APPROVALS = """
    INSERT INTO collection_item
           (line_id, company_id, round, approval, approval_on, approval_partner_id,
            approval_note, approval_asked_on, approval_user_id,
            approval_contact_id, create_uid, create_date, write_uid, write_date)
    SELECT l.id, l.company_id, 1, v.approval, v.approval_on, v.partner_id,
           v.note, %(today)s, %(user)s, %(contact)s,
           %(user)s, now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
      FROM json_to_recordset(%(rows)s) AS v (
           line_id int, approval text, approval_on date, partner_id int, note text)
      JOIN account_move_line l ON l.id = v.line_id
    ON CONFLICT (line_id) DO UPDATE
       SET approval = EXCLUDED.approval, approval_on = EXCLUDED.approval_on,
           approval_partner_id = EXCLUDED.approval_partner_id,
           approval_note = EXCLUDED.approval_note,
           approval_asked_on = EXCLUDED.approval_asked_on,
           approval_user_id = EXCLUDED.approval_user_id,
           approval_contact_id = EXCLUDED.approval_contact_id,
           write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
"""


class CollectionItem(models.Model):
    """Where an invoice lies in the customer's house: the approval questions.

    One answer for each receivable line, the last one counts; when it was given, by
    whom and to whom stands beside it, and in the thread of the case.
    """

    _inherit = "collection.item"

    approval = fields.Selection(
        APPROVALS,
        string="In their house",
        readonly=True,
        index="btree_not_null",
        help="What the customer last said of this invoice: not received, in check, "
        "waiting for approval, approved, or scheduled for payment.",
    )
    approval_on = fields.Date(
        string="For",
        readonly=True,
        help="Scheduled: the day of payment. Otherwise: the day on which we ask again.",
    )
    approval_partner_id = fields.Many2one(
        "res.partner",
        string="Approved by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The person at the customer who has to approve the invoice.",
    )
    approval_note = fields.Char(string="Said", readonly=True)
    approval_asked_on = fields.Date(string="Asked on", readonly=True)
    approval_user_id = fields.Many2one(
        "res.users", string="Asked by", readonly=True, ondelete="set null"
    )
    approval_contact_id = fields.Many2one(
        "res.partner",
        string="Answered by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _set_approvals(self, rows, contact, today):
        """Keep what was said of items, all in one statement.

        The caller checks the rights.

        :param rows: dicts with ``line_id``, ``approval`` and, if known,
            ``approval_on``, ``partner_id`` (who approves) and ``note``
        :param contact: who said so; may be empty
        :param today: the company's day
        """
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                SET_APPROVALS,
                rows=as_json(rows),
                today=today,
                user=self.env.uid,
                contact=contact.id or None,
            )
        )
        self.invalidate_model()
        # an item that had no record yet has one by now
        self.env["collection.open.item"].invalidate_model(["item_id"])
