from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError

from ...sentences import house, say_amount, say_date
from .pause import LONGEST_PAUSE

TASK_DAYS = timedelta(days=7)


class CollectionCase(models.Model):
    """Decision tasks: what to do when writing again would not help."""

    _inherit = "collection.case"

    # ------------------------------------------------------------------ opening

    def _open_decision(self, reasons, today):
        """Open a decision task on these cases; nothing is written meanwhile.

        :param reasons: why, in words; one text, or {case id: text}
        :param today: the company's day
        :return: the cases for which one was opened now
        """
        cases = self.filtered(lambda case: not case.decision_open)
        if isinstance(reasons, str):
            reasons = dict.fromkeys(cases.ids, reasons)
        for company, group in cases.grouped("company_id").items():
            deadline = today + timedelta(days=company.collection_decision_days)
            group._open_decision_until(deadline, reasons)
        return cases

    def _open_decision_until(self, deadline, reasons):
        """Open the decision tasks of one company, quietly: the worklist shows them."""
        cases = self.sudo()  # the run opens them for whoever started it
        cases.write({"decision_open": True, "decision_deadline": deadline})
        cases._quietly()._add_tasks(
            "decision",
            [
                (
                    case,
                    deadline,
                    lambda env: env._("Decide how to go on"),
                    reasons.get(case.id, ""),
                    None,
                )
                for case in cases
            ],
        )

    # ---------------------------------------------------------------- answering

    def action_decide(self):
        """Ask how to go on with this case."""
        self.check_access("write")
        self.ensure_one()
        self._check_decision_open()
        return self._wizard("collection.decision", self.env._("Decide"))

    def _check_decision_open(self):
        if not all(self.mapped("decision_open")):
            raise UserError(
                self.env._(
                    "No decision is open here: somebody has answered it already."
                )
            )

    def _close_decision(self, words):
        """Close the open decisions with the answer in words, as in ``_say``."""
        answered = self.filtered("decision_open")
        answered.sudo().write(  # the caller has checked the rights
            {"decision_open": False, "decision_deadline": False}
        )
        answered._finish_tasks(self._task_types("decision"), words)

    def _answer(self, words):
        """Check that a decision may be answered here, and close it."""
        self.ensure_one()
        self.check_access("write")
        self._check_decision_open()
        self._say(words)
        self._close_decision(words)

    def _decide_carry_on(self, call_on, contact, note):
        """Carry on: a new round, which begins with a call.

        The stages may be used again; what ended gets its last stage once more.

        :param call_on: when to call
        :param contact: another person at the debtor, who gets the call and the next
            notice, or nobody
        :param note: why, in words
        """
        note = self._words(note)
        self._check_day(call_on)
        self._answer(lambda env: env._("Decided to carry on: %(note)s", note=note))
        today = self.company_id._collection_today()
        self.sudo().write(  # rights were checked by the answer
            {
                "round": self.round + 1,
                "decided_on": today,
                "next_contact_id": contact.id if contact else False,
            }
        )
        who = contact or self.partner_id
        self._add_task(
            "call",
            call_on,
            lambda env: env._("New cycle: call %(who)s", who=who.display_name),
            note,
        )
        self._look_again()

    def _decide_plan(self, until, owner, note):
        """Agree on a plan with the debtor; meanwhile the case rests."""
        note = self._words(note)
        self._answer(
            lambda env: env._("Decided on a payment plan: %(note)s", note=note)
        )
        reason = house(self.company_id)._("Payment plan: %(note)s", note=note)
        self._pause(until, reason, owner)
        self._add_task(
            "call",
            self._in_days(TASK_DAYS),
            self._plan_task,
            note,
            owner,
        )

    @api.model
    def _plan_task(self, env):
        """What the task to agree on a plan is called."""
        return env._("Agree on the plan")

    def _decide_hand_over(self, kind, note):
        """Hand the case over to the agency or to the court: stopped for us.

        :param kind: ``agency`` or ``court``
        """
        note = self._words(note)
        self.check_access("write")
        self._check_decision_open()
        self._stop(kind, note)

        def summary(env):
            return {
                "agency": env._("Hand the file over to the collection agency"),
                "court": env._("Prepare the court claim"),
            }[kind]

        self._add_task("hand_over", self._in_days(TASK_DAYS), summary, note)

    def _decide_write_off(self, accountant, until, note):
        """Ask an accountant to write off what is open; nothing is posted here.

        :param accountant: the user who posts it
        :param until: the case rests up to this day
        """
        note = self._words(note)
        if not accountant or not accountant.has_group("account.group_account_invoice"):
            raise UserError(
                self.env._("Choose an accountant who may post the write-off.")
            )
        self._answer(lambda env: env._("Decided to write off: %(note)s", note=note))
        reason = house(self.company_id)._("To be written off: %(note)s", note=note)
        self._pause(until, reason, accountant)
        self._add_task(
            "write_off",
            self._in_days(TASK_DAYS),
            lambda env: env._("Write off what %(name)s owes", name=self.display_name),
            lambda env: "\n".join([note, *self._open_item_names(env)]),
            accountant,
        )

    def _open_item_names(self, env):
        """One line of text for each open item of this case, oldest first."""
        self.ensure_one()
        lines = self._open_lines().sudo()  # a branch's items belong to the list too
        return [
            env._(
                "%(name)s, due %(due)s: %(amount)s",
                name=line.move_id.name or line.name,
                due=say_date(env, line._collection_due()),
                amount=say_amount(env, line.amount_residual_currency, line.currency_id),
            )
            for line in lines
        ]

    def _in_days(self, delta):
        """A day after the companies' today."""
        return max(company._collection_today() for company in self.company_id) + delta

    def _check_day(self, day):
        """Refuse a next step without date, in the past or more than a year ahead."""
        today = min(company._collection_today() for company in self.company_id)
        if not day or not today <= day <= today + LONGEST_PAUSE:
            raise UserError(
                self.env._(
                    "Choose a date for the next step, from today on and within a year."
                )
            )
