from odoo import api, models

from ...sentences import house, spoken_everywhere

MISSED = ("broken", "partly")
BROKEN = "promise_broken"


class CollectionCommitment(models.Model):
    """A promise that was not kept: the collector calls the same day."""

    _inherit = "collection.commitment"

    @api.model
    def _ask_for_calls(self, root, decisions, today):
        """Open one call task for each debtor who has to be called first.

        Instalments are left out: their plan asks for the call.

        :param decisions: {partner id: (Debtor, Decision)}
        :return: the commitments for which a call was asked
        """
        asked = [
            partner_id
            for partner_id, (_debtor, decision) in decisions.items()
            if decision.reason.code == BROKEN
        ]
        if not asked:
            return self.browse()
        missed = self.sudo().search(  # the run asks for whoever has the case
            [
                ("company_id", "=", root.id),
                ("partner_id", "in", asked),
                ("state", "in", MISSED),
                ("plan_id", "=", False),
                ("called_on", "=", False),
            ]
        )
        kept = missed.with_env(house(root))  # as their reasons are
        missed.case_id._quietly()._add_tasks("call", kept._calls(today))
        missed.write({"called_on": today})
        return missed

    def _calls(self, today):
        """The call tasks for these commitments, one for each case."""
        return [
            (
                case,
                today,
                self._call_summary,
                "\n".join(f"{m._sum_and_day()}: {m.reason}" for m in promises),
                None,
            )
            for case, promises in self.grouped("case_id").items()
        ]

    @api.model
    def _call_summary(self, env):
        return env._("A promise was not kept: call the customer")

    @api.model
    def _after_judging(self, turned):
        # EXTENDS: who has paid after all is not called
        super()._after_judging(turned)
        mended = [
            key
            for key, (before, now) in turned.items()
            if before in MISSED and now not in MISSED
        ]
        if not mended:
            return
        cases = self.sudo().browse(mended).case_id  # the tasks of whoever has them
        still = self.sudo().search(
            [("case_id", "in", cases.ids), ("state", "in", MISSED)]
        )
        cases -= still.case_id
        tasks = cases._tasks(cases._task_types("call"))
        called = spoken_everywhere(self._call_summary, self.env)
        tasks.filtered(lambda task: task.summary in called).unlink()


class CollectionCase(models.Model):
    """What follows a decision that tells to call first."""

    _inherit = "collection.case"

    @api.model
    def _after_deciding(self, root, decisions, today):
        # EXTENDS: the call task on the day on which a promise was found broken
        result = super()._after_deciding(root, decisions, today)
        self.env["collection.commitment"]._ask_for_calls(root, decisions, today)
        return result


class CollectionRun(models.Model):
    """Every night the promises that ran out are judged, whoever runs by himself."""

    _inherit = "collection.run"

    @api.model
    def _wake_and_escalate(self):
        # EXTENDS: before the day's run sends anything
        result = super()._wake_and_escalate()
        roots = self.env["res.company"].search([("parent_id", "=", False)])
        commitments = self.env["collection.commitment"]
        for root in roots:
            today = root._collection_today()
            partners = commitments._debtors_run_out(root, today)
            if partners:
                self._judge_changed(root, partners)
        return result
