from dataclasses import replace
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...rules.commitment import commitment as rule
from ..ledger.part import Part

_lt = LazyTranslate(__name__)

PROMISED = Part("promised", 20, _lt("Promised"), _lt("As agreed with you"), apart=True)

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
        verdicts = rule.judge(gathered.promises, gathered.items, gathered.world)
        return rule.rests(verdicts, gathered.items)

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


class CollectionReader(models.AbstractModel):
    """What is promised is not claimed; what was promised and not kept is known."""

    _inherit = "collection.reader"

    @api.model
    def _declared_parts(self):
        return (*super()._declared_parts(), PROMISED)

    @api.model
    def _read_rests(self, root, partners, rows, today):
        rests = super()._read_rests(root, partners, rows, today)
        commitments = self.env["collection.commitment"]
        rests["promised"] = commitments._read_promised(root, partners, today)
        return rests

    @api.model
    def _shared_facts(self, root, partners, rows, today):
        facts = super()._shared_facts(root, partners, rows, today)
        commitments = self.env["collection.commitment"]
        return facts | {"broken": commitments._read_broken(root, partners, today)}

    @api.model
    def _debtor(self, partner_id, rows, shared):
        debtor = super()._debtor(partner_id, rows, shared)
        if partner_id not in shared["broken"]:
            return debtor
        times, day = shared["broken"][partner_id]
        return replace(debtor, broken=times, broken_on=day)
