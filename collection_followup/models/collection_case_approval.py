from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..sentences import say_date
from .approval_names import APPROVALS

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


class CollectionCase(models.Model):
    """The approval questions: not received, in check, approved, scheduled for."""

    _inherit = "collection.case"

    approval_words = fields.Char(
        string="In their house",
        compute="_compute_approval_words",
        help="What the customer last said of his open invoices: how many are not "
        "received, in check, to approve, approved, scheduled.",
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
