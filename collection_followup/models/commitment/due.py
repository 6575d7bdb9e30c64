from odoo import api, fields, models

from ...sentences import say_amount
from .commitment import RUNNING


class CollectionCommitment(models.Model):
    """On the promised day somebody looks whether the money came.

    Instalments are left out: their plan reminds of them.
    """

    _inherit = "collection.commitment"

    due_asked_on = fields.Date(
        string="Looked for on",
        readonly=True,
        help="When the collector got the task of the promised day.",
    )
    due_task_id = fields.Many2one(
        "mail.activity",
        string="Task of the day",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS: what is promised for today has its task at once
        commitments = super().create(vals_list)
        for root, group in commitments.grouped("company_id").items():
            today = root._collection_today()
            group.filtered(
                lambda promise, day=today: (
                    promise.date == day and promise.state == "open"
                )
            )._ask_on_the_day(today)
        return commitments

    def write(self, vals):
        # EXTENDS: what has ended needs no look
        done = super().write(vals)
        if vals.get("state") and vals["state"] not in RUNNING:
            self._end_tasks_of_the_day()
        return done

    @api.model
    def _after_judging(self, turned):
        # EXTENDS: verdicts are written without ``write``
        done = super()._after_judging(turned)
        ended = [key for key, (_was, now) in turned.items() if now not in RUNNING]
        self.sudo().browse(ended)._end_tasks_of_the_day()  # whoever has them
        return done

    @api.model
    def _ask_for_today(self, root, today):
        """Open the tasks of all promises that are due and were not asked for yet."""
        due = self.sudo().search(  # the night asks for whoever has the case
            [
                ("company_id", "=", root.id),
                ("state", "=", "open"),
                ("date", "<=", today),
                ("deadline", ">=", today),
                ("due_asked_on", "=", False),
            ]
        )
        due._ask_on_the_day(today)

    def _ask_on_the_day(self, today):
        """Open one task for each of these promises, on its case.

        :param today: the company's day
        """
        # the nightly job and whoever records a promise for today open the same task
        promises = self.sudo().filtered(lambda promise: not promise.plan_id)
        if not promises:
            return
        tasks = promises.case_id._quietly()._add_tasks(
            "promise_due", [promise._task_of_the_day(today) for promise in promises]
        )
        for promise, task in zip(promises, tasks, strict=True):
            promise.write({"due_asked_on": today, "due_task_id": task.id})

    def _task_of_the_day(self, today):
        """The task of one promise, as ``_add_tasks`` wants it."""
        self.ensure_one()

        def summary(env):
            amount = self.amount - self.paid_amount
            return env._(
                "%(amount)s was promised for today: look whether it came",
                amount=say_amount(env, amount, self.currency_id),
            )

        details = filter(None, (self.reference, self.note))
        return self.case_id, today, summary, "\n".join(details), None

    def _end_tasks_of_the_day(self):
        """Take back the tasks of promises that were kept, broken or given up."""
        self.sudo().due_task_id.unlink()  # whoever has them


class CollectionRun(models.Model):
    """Every morning the promises of the day become tasks."""

    _inherit = "collection.run"

    @api.model
    def _wake_and_escalate(self):
        # EXTENDS: after those that ran out were judged
        result = super()._wake_and_escalate()
        for root in self.env["res.company"].search([("parent_id", "=", False)]):
            self.env["collection.commitment"]._ask_for_today(
                root, root._collection_today()
            )
        return result
