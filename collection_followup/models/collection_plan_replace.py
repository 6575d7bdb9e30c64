from odoo import models


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
        old = self._read_replaced(promises, lines)
        text = self.env._("Payment plan %(plan)s took its place.", plan=self.name)
        if plans := old.plan_id:
            plans._end("cancelled", dict.fromkeys(plans.ids, text))
        single = old.filtered(lambda promise: not promise.plan_id)
        for promise in single:
            left = promise.line_ids.filtered(lambda part: part.line_id not in lines)
            if left and left.currency_id == promise.currency_id:
                promise._carry_on(left)
        single.write(
            {
                "state": "postponed",
                "replaced_by_id": promises[:1].id,
                "reason": text,
                "reason_code": "postponed",
            }
        )

    def _read_replaced(self, promises, lines):
        """The running promises, other than those of the plan, on some items."""
        return self.env["collection.commitment"].search(
            [
                ("case_id", "=", self.case_id.id),
                ("id", "not in", promises.ids),
                ("state", "in", ("open", "to_approve")),
                ("line_ids.line_id", "in", lines.ids),
            ]
        )
