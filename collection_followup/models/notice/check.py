from odoo import models

from ...rules.ledger.facts import LISTED, Action
from ...sentences import house, say_amount

CLAIMED = ("due", "also", "coming")


class CollectionNotice(models.Model):
    """The second look: is what a notice says still true?"""

    _inherit = "collection.notice"

    def _recheck(self, today):
        """Read the ledger again and decide again, as if these had never been planned.

        The answer is only as fresh as the transaction: whoever sends starts a new
        one before.

        :param today: the company's day
        :return: {notice: reason in words why it no longer stands, else ""}
        """
        verdicts = {}
        # the ledger is read for whoever sends; only the verdict comes back
        for root, notices in (
            self.sudo().grouped(lambda n: n.case_id.company_id).items()
        ):
            cases = notices.env["collection.case"]
            decisions = cases._decide(root, notices.partner_id, today)
            verdicts.update(notices._verdicts(decisions, today))
        return verdicts

    def _verdicts(self, decisions, today):
        """Hold notices against fresh decisions: {notice: reason or ""}."""
        verdicts = {}
        for root, notices in self.grouped(lambda n: n.case_id.company_id).items():
            found = [decisions[n.partner_id.id][1] for n in notices]
            speaking = notices.with_env(house(root))  # what is said stays on them
            speaker = speaking.env["collection.reason"]._speaker(
                root, [decision.reason for decision in found]
            )
            blocked = speaking._blocked_for_all(root.with_env(speaking.env))
            for notice, decision in zip(speaking, found, strict=True):
                verdicts[notice] = blocked or notice._verdict(decision, speaker)
        return verdicts

    def _blocked_for_all(self, root):
        """Why nothing at all may leave this company, or an empty text."""
        if not root.collection_opened_on:
            return self.env._(
                "Nothing is sent until a manager has confirmed the go-live review."
            )
        return root._collection_copy_warning()

    def _verdict(self, decision, speaker):
        """Why this notice no longer stands in the light of a decision, or ""."""
        self.ensure_one()
        if self.state == "sent" or decision.reason.code == "not_working_day":
            # what left by another channel, and what waits over the weekend, only
            # has to be still owed
            return self._paid_since({c.item.key: c for c in decision.claims})
        if decision.action is not Action.NOTICE:
            return speaker(decision.reason)
        if decision.stage_key != self.stage_id.id:
            return self.env._(
                "Another stage is due now. %(reason)s", reason=speaker(decision.reason)
            )
        return self._changed_since(decision.lines)

    def _changed_since(self, new):
        """Compare the lines with newly decided ones, amount by amount."""
        paid = self._paid_since({line.claim.item.key: line.claim for line in new})
        if paid:
            return paid
        # an item has two lines when only part of it rests: the rest is claimed
        old = {
            (line.line_id.id, line.part, line.stage_id.id or None)
            for line in self.line_ids
        }
        if old != {(line.claim.item.key, line.part, line.moves_to) for line in new}:
            return self.env._("The items have changed since it was planned.")
        return ""

    def _paid_since(self, claims):
        """Say what was paid, credited or contested since the notice was planned."""
        for line in self.line_ids.filtered(lambda line: line.part in LISTED):
            claim = claims.get(line.line_id.id)
            now = claim.to_collect if claim else 0.0
            currency = line.currency_id
            if currency.compare_amounts(now, line.amount_to_collect) != 0:
                return self.env._(
                    "%(number)s has changed since it was planned: %(now)s is to be "
                    "paid instead of %(then)s.",
                    number=line.name,
                    now=say_amount(self.env, now, currency),
                    then=say_amount(self.env, line.amount_to_collect, currency),
                )
        return ""
