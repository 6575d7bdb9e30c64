from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...rules.commitment.commitment import judge, rests

# breaches of promises count so long against a debtor
BROKEN_DAYS = 90

# the last breaches of debtors, while something of their items is open
BROKEN = """
    SELECT m.partner_id, COUNT(*) FILTER (WHERE m.state = 'broken'),
           MAX(m.broken_on)
      FROM collection_commitment m
     WHERE m.company_id = %s AND m.partner_id IN %s
       AND m.state IN ('broken', 'partly') AND m.broken_on > %s
       AND EXISTS (SELECT 1 FROM collection_commitment_line c
                     JOIN account_move_line l ON l.id = c.line_id
                    WHERE c.commitment_id = m.id AND l.parent_state = 'posted'
                      AND l.reconciled IS NOT TRUE AND l.amount_residual > 0)
     GROUP BY m.partner_id
"""


class CollectionCommitment(models.Model):
    """What decisions may know of commitments."""

    _inherit = "collection.commitment"

    @api.model
    def _read_promised(self, root, partners, today):
        """The parts of items that rest because they were promised.

        :param root: the root company
        :param partners: commercial partners, or None for everybody
        :param today: the company's day
        :return: {journal item id: amount in the currency of the item}
        """
        running = self._debtors_with_running(root, partners)
        if not running:
            return {}
        gathered = self._gather(root, running, today)
        verdicts = judge(gathered.promises, gathered.items, gathered.world)
        return rests(verdicts, gathered.items)

    @api.model
    def _debtors_with_running(self, root, partners):
        """The debtors among some, or all, who promised something for later."""
        domain = [("company_id", "=", root.id), ("state", "in", ("open", "to_approve"))]
        if partners is not None:
            domain.append(("partner_id", "in", partners.ids))
        running = self.sudo()  # facts for a decision, whoever asks
        groups = running._read_group(domain, ["partner_id"])
        return self.env["res.partner"].union(*(partner for (partner,) in groups))

    @api.model
    def _read_broken(self, root, partners, today):
        """Commitments broken within 90 days whose items are still open.

        Those that were partly kept do not count, but their day does: the debtor is
        called first, too.

        :return: {partner id: (how many, day of the last one)}
        """
        if not partners:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                BROKEN,
                root.id,
                tuple(partners.ids),
                today - timedelta(days=BROKEN_DAYS),
            )
        )
        return {partner_id: (count, day) for partner_id, count, day in rows}
