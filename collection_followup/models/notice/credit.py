from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...rules.ledger.facts import LISTED
from ..case.judge import as_json

# credit notes that were matched with items
MATCHED = """
    SELECT r.debit_move_id, n.name, SUM(r.debit_amount_currency)
      FROM account_partial_reconcile r
      JOIN account_move_line c ON c.id = r.credit_move_id
      JOIN account_move n ON n.id = c.move_id
     WHERE r.debit_move_id IN %s AND n.move_type = 'out_refund'
       AND n.state = 'posted'
     GROUP BY r.debit_move_id, n.id, n.name
     ORDER BY n.id
"""
WRITE = """
    UPDATE collection_notice_line l SET credit_notes = v.credit_notes
      FROM json_to_recordset(%s) AS v(line_id int, credit_notes jsonb)
     WHERE v.line_id = l.line_id AND l.notice_id IN %s AND l.part IN %s
"""


class CollectionNoticeLine(models.Model):
    """An item says which credit notes lowered it: the debtor need not look for them."""

    _inherit = "collection.notice.line"

    credit_notes = fields.Json(
        readonly=True,
        help="Number and amount of each credit note that was taken off.",
    )

    @api.model
    def _credit_notes(self, claims):
        """The credit notes that lowered items, matched or waiting to be.

        :param claims: ``rules.facts.Claim`` of the items
        :return: {journal item id: [[number, amount in the item's currency], ...]}
        """
        keys = tuple({claim.item.key for claim in claims})
        found = defaultdict(list)
        if keys:
            for key, name, amount in self.env.execute_query(SQL(MATCHED, keys)):
                found[key].append([name, float(amount)])
        lines = self.env["account.move.line"].sudo()  # their numbers only
        lines = lines.browse({key for claim in claims for key, _sum in claim.credits})
        notes = lines.filtered(lambda line: line.move_id.move_type == "out_refund")
        names = {line.id: line.move_id.name for line in notes}
        for claim in claims:
            found[claim.item.key] += [
                [names[key], amount] for key, amount in claim.credits if key in names
            ]
        return {key: notes for key, notes in found.items() if notes}


class CollectionNotice(models.Model):
    """Notices keep the credit notes that were taken off what they ask for."""

    _inherit = "collection.notice"

    @api.model
    def _insert_lines(self, run, notices, wanted):
        # EXTENDS: the credit notes, in one statement
        result = super()._insert_lines(run, notices, wanted)
        lines = [line for decision in wanted.values() for line in decision.lines]
        claims = [line.claim for line in lines if line.part in LISTED]
        found = self.env["collection.notice.line"]._credit_notes(claims)
        if found:
            rows = [{"line_id": key, "credit_notes": found[key]} for key in found]
            self.env.cr.execute(SQL(WRITE, as_json(rows), tuple(notices.ids), LISTED))
            notices.line_ids.invalidate_recordset(["credit_notes"])
        return result
