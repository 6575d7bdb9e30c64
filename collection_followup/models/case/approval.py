from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...sentences import say_date
from ..settings.groups import COLLECTIONS
from .approval_names import APPROVALS
from .judge import as_json

# what waits in the customer's houses, by case
WAITING = """
    SELECT c.id, item.approval, COUNT(*), MIN(item.approval_on)
      FROM collection_case c
      JOIN res_partner contact ON contact.commercial_partner_id = c.partner_id
      JOIN account_move_line l ON l.partner_id = contact.id
       AND l.reconciled IS NOT TRUE AND l.parent_state = 'posted'
       AND l.amount_residual > 0
      JOIN res_company company ON company.id = l.company_id
       AND split_part(company.parent_path, '/', 1)::int = c.company_id
      JOIN collection_item item ON item.line_id = l.id
       AND item.approval IS NOT NULL
     WHERE c.id IN %s
     GROUP BY c.id, item.approval
"""
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


class CollectionCase(models.Model):
    """The approval questions: not received, in check, approved, scheduled for."""

    _inherit = "collection.case"

    approval_words = fields.Char(
        string="Invoice status at customer",
        compute="_compute_approval_words",
        help=(
            "The customer's last answer about the open invoices: how many are not "
            "received, in check, to approve, approved, scheduled."
        ),
    )

    @api.depends("open_item_ids.approval")
    def _compute_approval_words(self):
        labels = dict(
            self.env["collection.item"]
            ._fields["approval"]
            ._description_selection(self.env)
        )
        order = [code for code, _label in APPROVALS]
        found = {}
        for case_id, approval, count, _first in self._read_waiting():
            found.setdefault(case_id, Counter())[approval] += count
        for case in self:
            counts = found.get(case.id, {})
            case.approval_words = ", ".join(
                f"{counts[code]} {labels[code].lower()}"
                for code in order
                if code in counts
            )

    def _read_waiting(self):
        """What was said of the open items: rows of case, answer, count, first day."""
        if not self.ids:
            return []
        self.env["collection.item"].flush_model()
        self.env["account.move.line"].flush_model()
        return self.env.execute_query(SQL(WAITING, tuple(self.ids)))

    def _keep_answers(self, rows, contact):
        """Keep what was said of items; who approves gets the role.

        :param rows: as ``collection.item._set_approvals`` takes them
        :param contact: who said so; may be empty
        """
        self.check_access("write")
        self.ensure_one()
        lines = self.env["account.move.line"].browse([row["line_id"] for row in rows])
        self._check_own_lines(lines)
        partners = self.env["res.partner"]
        approvers = partners.browse(
            {row["partner_id"] for row in rows if row.get("partner_id")}
        )
        self._check_people(approvers | contact)
        items = self.env["collection.item"].sudo()  # rights were checked above
        items._set_approvals(rows, contact, self.company_id._collection_today())
        approvers._collection_add_role("approves")
        self._say(
            lambda env: "\n".join(self._answer_words(lines, row, env) for row in rows)
        )

    def _check_people(self, people):
        """Refuse people who do not belong to the debtor."""
        strangers = people.filtered(
            lambda one: one.commercial_partner_id != self.partner_id
        )
        if strangers:
            raise UserError(
                self.env._(
                    "%(contact)s does not belong to %(debtor)s.",
                    contact=", ".join(strangers.mapped("display_name")),
                    debtor=self.partner_id.display_name,
                )
            )

    @api.model
    def _answer_words(self, lines, row, env):
        """One line of text about what was said of an item."""
        field = env["collection.item"]._fields["approval"]
        labels = dict(field._description_selection(env))
        line = lines.browse(row["line_id"]).sudo()  # a branch's items have names too
        approver = self.env["res.partner"].browse(row.get("partner_id") or [])
        day = row.get("approval_on")
        return " ".join(
            filter(
                None,
                [
                    f"{line.move_id.name}: {labels[row['approval']].lower()}",
                    day and say_date(env, fields.Date.to_date(day)),
                    approver and f"({approver.name})",
                    row.get("note"),
                ],
            )
        )


class ResPartner(models.Model):
    """People get a role by what the customer says of them."""

    _inherit = "res.partner"

    def _collection_add_role(self, code):
        """Give these contacts a role in collections; the caller checks the rights."""
        role = self.env["collection.role"].search([("code", "=", code)], limit=1)
        without = self.filtered(lambda one: role not in one.collection_role_ids)
        # a collector may not write contacts, but what their role is he was told
        without.sudo().write({"collection_role_ids": [fields.Command.link(role.id)]})


class CollectionItem(models.Model):
    """Where an invoice lies in the customer's house: the approval questions.

    One answer for each receivable line, the last one counts; when it was given, by
    whom and to whom stands beside it, and in the thread of the case.
    """

    _inherit = "collection.item"

    approval = fields.Selection(
        APPROVALS,
        string="Invoice status at customer",
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


class CollectionOpenItem(models.Model):
    """The lists of open items show it."""

    _inherit = "collection.open.item"

    approval = fields.Selection(related="item_id.approval")
    approval_on = fields.Date(related="item_id.approval_on")
    approval_partner_id = fields.Many2one(related="item_id.approval_partner_id")
    approval_asked_on = fields.Date(related="item_id.approval_asked_on")


class AccountMove(models.Model):
    """So do the invoices."""

    _inherit = "account.move"

    collection_approval_item_id = fields.Many2one(
        "collection.item", compute="_compute_collection_approval", groups=COLLECTIONS
    )
    collection_approval = fields.Selection(
        APPROVALS,
        string="Invoice status at customer",
        compute="_compute_collection_approval",
        groups=COLLECTIONS,
        help="The customer's last answer about this invoice.",
    )

    @api.depends("line_ids.collection_item_ids.approval")
    def _compute_collection_approval(self):
        items = self.env["collection.item"].search(
            [("line_id.move_id", "in", self.ids), ("approval", "!=", False)],
            order="approval_asked_on, id",
        )
        last = {item.line_id.move_id.id: item for item in items}
        for move in self:
            item = last.get(move.id, items.browse())
            move.collection_approval_item_id = item
            move.collection_approval = item.approval
