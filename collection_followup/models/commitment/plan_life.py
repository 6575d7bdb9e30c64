from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...rules.commitment.plan import OpenItem, split, wrong_schedule
from ...rules.commitment.plan_standing import needs_approval
from ...sentences import house, say_amount, speaking, spoken, spoken_everywhere
from ..case.pause import NO_PAUSE

MANAGER = "collection_followup.group_collection_manager"


class CollectionPlan(models.Model):
    """Starting a plan, with the approval that it needs, and ending it by hand."""

    _inherit = "collection.plan"

    # ------------------------------------------------------------------ starting

    def action_start(self):
        """Start plans, or ask for the approval that they need."""
        self.check_access("write")
        for plan in self:
            plan._begin(plan.company_id.collection_confirm_promises)
        return True

    def _begin(self, confirm):
        """Start a draft; above the limits a credit manager is asked first.

        :param confirm: whether the debtor gets the agreement by e-mail
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("draft", self.env._("This plan has started already."))
        today = self.company_id._collection_today()
        self._check_agreed(today)
        policy = self.company_id._collection_plan_policy(self.currency_id, today)
        reasons = needs_approval(self._instalments(), policy, today, self._money())
        words = self.env["collection.reason"].with_env(house(self.company_id))
        said = "\n".join(words._say_plan(why, self.currency_id) for why in reasons)
        plan_sudo = self.sudo()  # rights were checked above
        plan_sudo.write({"approval_reason": said, "confirm": confirm})
        if reasons and not self._may_approve():
            plan_sudo._ask_approval(today)
        else:
            plan_sudo._start(today, self.env.user if reasons else None)

    def _may_approve(self):
        """Tell whether the user may agree to plans above the limits."""
        return self.env.su or self.env.user.has_group(MANAGER)

    def _check_state(self, state, message):
        """Refuse plans that do not stand as they should."""
        if any(plan.state != state for plan in self):
            raise UserError(message)

    def _check_agreed(self, today):
        """Refuse instalments that cannot be, and items that were paid meanwhile."""
        wrong = wrong_schedule(self._instalments(), self.amount, self._money(), today)
        self.env["collection.reason"]._refuse_plan(wrong, self.currency_id)
        self.case_id._check_own_lines(self.item_ids.line_id)
        free = self.case_id._plan_free(self.item_ids.line_id)
        for item in self.item_ids:
            line = item.line_id
            self.case_id._check_plan_item(line, item.amount, free[line])
        if self.currency_id.compare_amounts(
            sum(self.item_ids.mapped("amount")), self.amount
        ):
            raise UserError(
                self.env._("The items have to add up to the total of the plan.")
            )

    def _start(self, today, approver=None):
        """The plan runs from today: its instalments become commitments.

        :param approver: the user who agreed to a plan above the limits
        """
        self.ensure_one()
        promises = self._make_commitments(today)
        self.write(
            {
                "state": "running",
                "started_on": today,
                "approved_by_id": approver and approver.id,
                "reason": False,
            }
        )
        self._replace_promises(promises)
        self.case_id._say(self._start_words)
        self.case_id._plan_agreed(self._start_words)
        self._keep_agreement()
        if self.confirm:
            self._mail_agreement()
        self.case_id._look_again()

    def _start_words(self, env):
        return env._(
            "Payment plan %(plan)s starts: %(amount)s in %(count)s instalments.",
            plan=self.name,
            amount=say_amount(env, self.amount, self.currency_id),
            count=len(self.line_ids),
        )

    def _make_commitments(self, today):
        """Create one commitment for each instalment, its items the oldest first."""
        parts = self._instalments()
        opens = [
            OpenItem(
                item.line_id.id,
                item.line_id._collection_due(),
                item.amount,
            )
            for item in self.item_ids
        ]
        shares = split(parts, opens, self._money())
        return self.env["collection.commitment"].create(
            [
                self._commitment_values(part, share, today)
                for part, share in zip(parts, shares, strict=True)
            ]
        )

    def _commitment_values(self, part, share, today):
        """The values of the commitment that an instalment becomes."""
        lines = self.env["account.move.line"]
        return {
            "case_id": self.case_id.id,
            "plan_id": self.id,
            "currency_id": self.currency_id.id,
            "amount": part.amount,
            "date": part.on,
            "contact_id": self.contact_id.id,
            "interaction_id": self.interaction_id.id,
            "user_id": self.user_id.id,
            "promised_on": today,
            "line_ids": [
                Command.create(
                    {
                        "line_id": key,
                        "amount": amount,
                        "open_then": lines.browse(key).amount_residual_currency,
                    }
                )
                for key, amount in share
            ],
        }

    # ------------------------------------------------------------------ approval

    def _ask_approval(self, today):
        """Wait for a credit manager; the items rest meanwhile."""
        self.write({"state": "to_approve", "asked_on": today})
        manager = self.company_id._collection_manager() or self.env.user
        self.activity_schedule(
            "collection_followup.mail_activity_type_plan",
            date_deadline=today,
            summary=speaking(self.env, manager.lang)._(
                "Approve the payment plan of %(debtor)s",
                debtor=self.partner_id.display_name,
            ),
            note=self.approval_reason,
            user_id=manager.id,
        )
        self.case_id._look_again()

    def _check_manager(self):
        if not self._may_approve():
            raise AccessError(
                self.env._(
                    "Only a credit manager can answer for plans above the limits."
                )
            )

    def action_approve(self):
        """Agree to plans above the limits: they start (credit managers)."""
        self._check_manager()
        self.check_access("write")
        self._check_state("to_approve", self.env._("This plan waits for no approval."))
        for plan in self:
            today = plan.company_id._collection_today()
            plan._check_agreed(today)
            plan.sudo()._start(today, self.env.user)  # rights were checked above
            plan._finish_approval(lambda env: env._("Approved."))
        return True

    def _finish_approval(self, feedback):
        """Close the task that asked for the answer; ``feedback`` as in ``_say``."""
        for company, plans in self.grouped("company_id").items():
            plans.activity_feedback(
                ["collection_followup.mail_activity_type_plan"],
                feedback=spoken(feedback, house(company)),
            )

    def _refuse(self, reason):
        """Say no to plans above the limits; they are drafts again (managers).

        :param reason: why, in words
        """
        self._check_manager()
        self.check_access("write")
        self._check_state("to_approve", self.env._("This plan waits for no approval."))
        reason = self.case_id._words(reason)
        plans_sudo = self.sudo()  # rights were checked above

        def words(env):
            return env._("Not approved: %(reason)s", reason=reason)

        self._finish_approval(words)
        plans_sudo._say(words)
        for plan in plans_sudo:
            plan.write({"state": "draft", "reason": words(house(plan.company_id))})
            plan.case_id._add_task(
                "call",
                plan.company_id._collection_today(),
                lambda env: env._("Payment plan not approved: agree on another one"),
                words,
                plan.user_id,
            )
        self.case_id._look_again()

    # ------------------------------------------------------------------- ending

    def action_cancel(self):
        """Ask why the plan ends."""
        self.ensure_one()
        self.check_access("write")
        return self.env["collection.said.end"]._open(
            self, "cancel", self.env._("Cancel the plan")
        )

    def action_refuse(self):
        """Ask why the plan is not approved (credit managers)."""
        self.ensure_one()
        self._check_manager()
        return self.env["collection.said.end"]._open(
            self, "refuse", self.env._("Do not approve")
        )

    def _cancel(self, reason):
        """End plans by hand; their items are back where they were.

        :param reason: why, in words
        """
        self.check_access("write")
        if any(p.state not in ("draft", "to_approve", "running") for p in self):
            raise UserError(self.env._("This plan has ended already."))
        reason = self.case_id._words(reason)
        plans_sudo = self.sudo()  # rights were checked above

        def words(env):
            return env._("Cancelled: %(reason)s", reason=reason)

        said = {plan.id: words(house(plan.company_id)) for plan in self}
        plans_sudo._end("cancelled", said)
        plans_sudo._finish_approval(words)
        self.case_id._look_again()


class CollectionCase(models.Model):
    """The pause in which a plan is agreed on ends when the plan starts."""

    _inherit = "collection.case"

    pause_for_plan = fields.Boolean(
        readonly=True, copy=False, help="The case is paused until a plan is agreed."
    )

    def _pause(self, until, reason, owner):
        # EXTENDS: another pause has nothing to do with a plan
        self.filtered("pause_for_plan").sudo().pause_for_plan = False  # checked next
        return super()._pause(until, reason, owner)

    def _decide_plan(self, until, owner, note):
        # EXTENDS: remember what the pause is for
        result = super()._decide_plan(until, owner, note)
        self.sudo().pause_for_plan = True  # rights were checked by the decision
        return result

    def _plan_agreed(self, words):
        """End the pause and close the task that waited for a plan, and the decision.

        :param words: which plan starts, as in ``_say``
        """
        waiting = self.filtered(lambda case: case.pause_for_plan and case.pause_until)
        waiting.sudo().write(  # whoever starts the plan was checked
            {**NO_PAUSE, "pause_for_plan": False}
        )
        tasks = self._tasks(self._task_types("call"))
        called = spoken_everywhere(self._plan_task, self.env)
        asked = tasks.filtered(lambda task: task.summary in called)
        if asked:
            asked.action_feedback(feedback=spoken(words, house(self.company_id)))
        self._close_decision(words)
