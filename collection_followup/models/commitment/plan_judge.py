from odoo import api, models
from odoo.tools import SQL

from ...rules.commitment.plan_standing import Part, judge
from ...sentences import house
from ..case.judge import as_json

END = """
    UPDATE collection_plan p
       SET state = v.state, reason = v.reason, ended_on = v.ended_on,
           write_date = now() AT TIME ZONE 'UTC'
      FROM json_populate_recordset(NULL::collection_plan, %s) v
     WHERE v.id = p.id
"""


class CollectionPlan(models.Model):
    """Plans stand and fall with their instalments, for all debtors at once."""

    _inherit = "collection.plan"

    @api.model
    def _judge_plans(self, root, partners, today):
        """Say of running plans how they stand, after their commitments were judged.

        A plan that was kept is looked at again when a payment came back.

        :param partners: commercial partners, or None for everybody
        """
        plans = self._read_judged(root, partners)
        if not plans:
            return
        changed, said = {}, {}
        for plan in plans:
            outcome = judge(plan._parts(), plan._money())
            if outcome.state != plan.state:
                changed.setdefault(outcome.state, []).append(plan.id)
            said[plan.id] = plan._in_words(outcome.reason)
        plans._tell_reasons(said)
        for state, ids in changed.items():
            plans.browse(ids)._turn(state, said, today)

    @api.model
    def _read_judged(self, root, partners):
        """The plans that run, and those kept of which an instalment is open again."""
        domain = [("company_id", "=", root.id)]
        if partners is not None:
            domain.append(("partner_id", "in", partners.ids))
        reopened = ("open", "partly", "broken")
        return self.search(
            [
                *domain,
                "|",
                ("state", "=", "running"),
                "&",
                ("state", "=", "kept"),
                ("commitment_ids.state", "in", reopened),
            ]
        )

    def _parts(self):
        """The instalments as the ledger has them."""
        return [
            Part(promise.date, promise.state, promise.amount, promise.paid_amount)
            for promise in self.commitment_ids
        ]

    def _in_words(self, reason):
        """A reason in the language of the company, as all reasons are kept."""
        words = self.env["collection.reason"].with_env(house(self.company_id))
        return words._say_plan(reason, self.currency_id)

    def _tell_reasons(self, said):
        """Keep why each plan stands as it does, in one statement."""
        news = [plan.id for plan in self if plan.reason != said[plan.id]]
        if not news:
            return
        rows = [{"id": plan_id, "reason": said[plan_id]} for plan_id in news]
        self.env.cr.execute(
            SQL(
                "UPDATE collection_plan p SET reason = v.reason"
                " FROM json_populate_recordset(NULL::collection_plan, %s) v"
                " WHERE v.id = p.id",
                as_json(rows),
            )
        )
        self.browse(news).invalidate_recordset(["reason"])

    def _turn(self, state, said, today):
        """Let plans that were judged anew turn kept, defaulted, running, cancelled."""
        if state == "running":
            self.write({"state": "running", "ended_on": False})
            return
        self._end(state, said, today)
        if state == "defaulted":
            self._open_default_calls(said, today)

    def _end(self, state, said, today=None):
        """End plans: what is still open of their instalments is promised no more.

        :param said: why, in words, by the id of the plan
        """
        self.env["collection.commitment"]._drop_open(self, said)
        days = {plan: today or plan.company_id._collection_today() for plan in self}
        self.flush_recordset()
        rows = [
            {"id": plan.id, "state": state, "reason": said[plan.id], "ended_on": day}
            for plan, day in days.items()
        ]
        self.env.cr.execute(SQL(END, as_json(rows)))
        self.invalidate_recordset(["state", "reason", "ended_on"])
        self._message_log_batch(bodies={plan.id: said[plan.id] for plan in self})
        self.case_id._message_log_batch(
            bodies={plan.case_id.id: f"{plan.name}: {said[plan.id]}" for plan in self}
        )

    def _open_default_calls(self, said, today):
        """Ask the collectors to call those whose plan is in default, the same day."""
        self.case_id._quietly()._add_tasks(
            "call",
            [
                (
                    plan.case_id,
                    today,
                    lambda env, name=plan.name: env._(
                        "Payment plan %(plan)s was not kept: call the customer",
                        plan=name,
                    ),
                    said[plan.id],
                    None,
                )
                for plan in self
            ],
        )

    # -- A plan in default runs on when the missing money turns up in time after all

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


class CollectionCommitment(models.Model):
    """Instalments that are given up together with their plan."""

    _inherit = "collection.commitment"

    @api.model
    def _drop_open(self, plans, said):
        """Cancel what is still open of the instalments of plans.

        :param said: why, in words, by the id of the plan
        """
        self.flush_model()
        rows = [{"plan_id": plan.id, "reason": said[plan.id]} for plan in plans]
        self.env.cr.execute(
            SQL(
                "UPDATE collection_commitment m SET state = 'cancelled',"
                " reason = v.reason, reason_code = 'plan_ended',"
                " write_date = now() AT TIME ZONE 'UTC'"
                " FROM json_populate_recordset(NULL::collection_commitment, %s) v"
                " WHERE m.plan_id = v.plan_id AND m.state IN ('open', 'to_approve')",
                as_json(rows),
            )
        )
        self.invalidate_model(["state", "reason", "reason_code"])

    # -- items of a plan that waits for approval rest as if they were promised

    @api.model
    def _read_promised(self, root, partners, today):
        # EXTENDS: up to the day of the first instalment, so that a plan which
        # nobody answers does not rest for ever
        promised = dict(super()._read_promised(root, partners, today))
        domain = [
            ("plan_id.company_id", "=", root.id),
            ("plan_id.state", "=", "to_approve"),
            ("plan_id.first_on", ">=", today),
        ]
        if partners is not None:
            domain.append(("plan_id.partner_id", "in", partners.ids))
        groups = self.env["collection.plan.item"]._read_group(
            domain, ["line_id"], ["amount:sum"]
        )
        for line, amount in groups:
            promised[line.id] = max(promised.get(line.id, 0.0), amount)
        return promised

    # --------------- what follows when commitments were judged: plans, reliability

    @api.model
    def _rejudge(self, root, partners, today):
        # EXTENDS: plans stand and fall with their instalments
        result = super()._rejudge(root, partners, today)
        plans_sudo = self.env["collection.plan"].sudo()  # whoever asks for a judgement
        if revived := plans_sudo._revive(root, partners):
            super()._rejudge(root, revived.partner_id, today)
        plans_sudo._judge_plans(root, partners, today)
        cases_sudo = self.env["collection.case"].sudo()  # the same
        cases_sudo._rate_reliability(root, partners, today)
        return result
