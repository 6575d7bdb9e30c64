from odoo import api, models


class CollectionPlan(models.Model):
    """A plan in default runs on when the missing money turns up in time after all.

    Bank data is sometimes late: money with a value day within grace, booked after
    the plan was found broken, mends it, unless the debtor was told already or has
    promised something else since.
    """

    _inherit = "collection.plan"

    @api.model
    def _revive(self, root, partners):
        """Let plans run again of which no instalment is broken any more.

        :param partners: commercial partners, or None for everybody
        :return: the plans that run again; their instalments have to be judged
        """
        domain = [
            ("company_id", "=", root.id),
            ("state", "=", "defaulted"),
            ("told_notice_id", "=", False),
            ("commitment_ids", "not any", [("state", "in", ("partly", "broken"))]),
            ("commitment_ids.state", "=", "kept"),
        ]
        if partners is not None:
            domain.append(("partner_id", "in", partners.ids))
        plans = self.search(domain)
        if not plans:
            return plans
        running = [("state", "in", ("open", "to_approve"))]
        promised = self.env["collection.commitment"].search(
            [("case_id", "in", plans.case_id.ids), *running]
        )
        plans = plans.filtered(lambda plan: plan.case_id not in promised.case_id)
        given_up = plans.commitment_ids.filtered(
            lambda promise: promise.reason_code == "plan_ended"
        )
        given_up.write({"state": "open", "reason": False, "reason_code": False})
        plans.write({"state": "running", "ended_on": False})
        plans._say_revived()
        return plans

    def _say_revived(self):
        self._say(
            lambda env: env._("The missing instalment came in time: the plan runs on.")
        )
