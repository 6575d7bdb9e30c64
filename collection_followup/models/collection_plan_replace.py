from odoo import models

from ..sentences import house


class CollectionPlan(models.Model):
    """Running promises on the same items give way to a plan."""

    _inherit = "collection.plan"

    def _replace_promises(self, promises):
        """Let the instalments take the place of what was promised before.

        Another plan on these items ends; what a single promise was about besides
        goes on in a record of its own.

        :param promises: the commitments of this plan
        """
        lines = self.item_ids.line_id
        old = self.env["collection.commitment"].search(
            [
                ("case_id", "=", self.case_id.id),
                ("id", "not in", promises.ids),
                ("state", "in", ("open", "to_approve")),
                ("line_ids.line_id", "in", lines.ids),
            ]
        )
        words = house(self.company_id)
        text = words._("Payment plan %(plan)s took its place.", plan=self.name)
        if plans := old.plan_id:
            plans._end("cancelled", dict.fromkeys(plans.ids, text))
        single = old.filtered(lambda promise: not promise.plan_id)
        single._carry_on_besides(lines)
        postponed = {"state": "postponed", "reason_code": "postponed", "reason": text}
        single.write({**postponed, "replaced_by_id": promises[:1].id})
        single._finish_approval(text)


class CollectionCommitment(models.Model):
    """What a promise was about besides goes on."""

    _inherit = "collection.commitment"

    def _carry_on_besides(self, lines):
        """Keep these promises on the items that are not among ``lines``."""
        for promise in self:
            left = promise.line_ids.filtered(lambda part: part.line_id not in lines)
            if left:
                promise._carry_on(left)
