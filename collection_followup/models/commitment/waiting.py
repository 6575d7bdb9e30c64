from dataclasses import replace

from odoo import api, models

from ...rules.commitment.commitment_waiting import waiting_money


class CollectionCommitment(models.Model):
    """Money that is there but not matched keeps a promise from being broken."""

    _inherit = "collection.commitment"

    @api.model
    def _with_waiting(self, root, gathered, today):
        """The world of a judgement with the unmatched money of the debtors.

        It is read for debtors only who promised for an earlier day something that is
        still open: what rests of the others does not depend on it.

        :param gathered: the commitments and their facts
        :return: ``rules.commitment.World``
        """
        opens = {item.key for item in gathered.items if item.open > 0.0}
        debtors = {
            promise.debtor
            for promise in gathered.promises
            if promise.due < today and any(p.item in opens for p in promise.parts)
        }
        if not debtors:
            return gathered.world
        partners = self.env["res.partner"].browse(sorted(debtors))
        waiting = self.env["collection.reader"]._read_waiting(root, partners, today)
        return replace(gathered.world, waiting=waiting)


class CollectionReader(models.AbstractModel):
    """Reads the money of debtors that nobody has matched yet."""

    _inherit = "collection.reader"

    @api.model
    def _read_waiting(self, root, partners, today):
        """Unmatched credits and money on its way, as it lowers the chaseable amount.

        :param root: the root company
        :param partners: commercial partners
        :return: tuple of ``rules.commitment_facts.Waiting``
        """
        rows = self.env["account.move.line"]._read_open_items(root, partners)
        transit = self.env["collection.transit"]
        transits = transit._read_transits(root, partners, rows, today)
        credits_ = self._read_credits(root, rows)
        opens = {
            move: (owed.currency, owed.amount)
            for move, owed in transit._owed(rows).items()
        }
        policy = root._collection_policy()
        return tuple(
            money
            for partner_id in partners.ids
            for money in waiting_money(
                partner_id,
                credits_.get(partner_id, ()),
                transits.get(partner_id, ()),
                opens,
                policy,
            )
        )
