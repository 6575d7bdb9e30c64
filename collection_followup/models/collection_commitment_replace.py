from odoo import models
from odoo.fields import Command

from ..rules.commitment import caps_of
from ..sentences import house


class CollectionCommitment(models.Model):
    """A new promise takes the place of others; the rest of those goes on."""

    _inherit = "collection.commitment"

    def _take_over(self, leaving, today):
        """Take the place of promises that give way, and tell everybody.

        :param leaving: commitments that are replaced
        :param today: the company's day
        """
        self.ensure_one()
        leaving._postpone(self)
        self._ask_approval(today)
        self._tell_case()
        self.case_id._look_again()

    def _postpone(self, commitment):
        """Let a new commitment take the place of these.

        What they were about besides is promised as before, in a record of its own.

        :param commitment: the new one
        """
        if not self:
            return
        for promise in self:
            left = promise.line_ids - promise.line_ids.filtered(
                lambda line: line.line_id in commitment.line_ids.line_id
            )
            if left:
                promise._carry_on(left)
        env = house(commitment.company_id)
        self.write(
            {
                "state": "postponed",
                "replaced_by_id": commitment.id,
                "reason_code": "postponed",
                "reason": env._(
                    "Replaced by a new promise: %(promise)s.",
                    promise=commitment.with_env(env)._sum_and_day(),
                ),
            }
        )
        self._finish_approval(lambda env: env._("Replaced by a new promise."))

    def _carry_on(self, lines):
        """Keep the promise on the items that a new one is not about."""
        amount = self._sum_for(lines)
        if not amount:
            return
        spoken = self.with_env(house(self.company_id))
        rest = self.copy(
            {
                "amount": amount,
                "state": self.state,
                "promised_on": self.promised_on,
                "note": spoken.env._(
                    "The rest of: %(promise)s", promise=spoken._sum_and_day()
                ),
                "line_ids": [
                    Command.create({"line_id": line.line_id.id, "amount": line.amount})
                    for line in lines
                ],
            }
        )
        then = {line.line_id: line for line in lines}
        for line in rest.line_ids:
            line.open_then = then[line.line_id].open_then
            line.matched_until = then[line.line_id].matched_until
        if rest.state == "to_approve":
            rest._ask_for_answer(self.company_id._collection_today())

    def _sum_for(self, lines):
        """What of the promised sum falls to some of its parts.

        In another currency than that of the items by the rates of the day on which
        it was recorded, as it is judged.
        """
        if lines.currency_id == self.currency_id:
            return sum(lines.mapped("amount"))
        today = self.company_id._collection_today()
        gathered = self._gather(self.company_id, self.partner_id, today)
        known = {item.key: item for item in gathered.items}
        fact = next(fact for fact in gathered.promises if fact.key == self.id)
        parts = [part for part in fact.parts if part.item in known]
        caps = caps_of(fact, parts, known, gathered.world.rates)
        wanted = set(lines.line_id.ids)
        shares = zip(parts, caps, strict=True)
        return sum(cap for part, cap in shares if part.item in wanted)
