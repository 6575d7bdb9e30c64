from odoo import api, models


class CollectionCase(models.Model):
    """What was left too long goes to the manager, not on to the next letter."""

    _inherit = "collection.case"

    @api.model
    def _cron_escalate(self):
        """Give the manager overdue decisions and replies that nobody read."""
        cases = self.search(
            [
                ("state", "=", "open"),
                "|",
                ("decision_open", "=", True),
                ("replied_on", "!=", False),
            ]
        )
        for company, group in cases.grouped("company_id").items():
            group._escalate(company, company._collection_today())

    def _escalate(self, company, today):
        """Give the manager of one company what is overdue on ``today``."""
        manager = company._collection_manager()
        late = self.filtered(
            lambda case: case.decision_open and case.decision_deadline < today
        )
        late._give_tasks(
            "decision",
            manager,
            today,
            lambda env: env._("Nobody decided in time: how do we go on?"),
        )
        self._unread(company, today)._give_tasks(
            "reply",
            manager,
            today,
            lambda env: env._("The debtor replied and nobody has looked at it"),
        )

    def _unread(self, company, today):
        """The cases of a company whose reply has waited for longer than it may."""
        calendar = company._collection_calendar(today)
        days = company.collection_reply_days
        return self.filtered(
            lambda case: (
                case.replied_on and calendar.add_working(case.replied_on, days) <= today
            )
        )

    def _give_tasks(self, kind, manager, today, summary):
        """Hand the tasks of a kind to the manager; make them where they are missing.

        Those that the manager has already stay as they are.
        """
        tasks = self._tasks(self._task_types(kind))
        others = tasks.filtered(lambda task: task.user_id != manager)
        others.with_context(mail_activity_quick_update=True).user_id = manager
        missing = self - self.browse(tasks.mapped("res_id"))
        missing._quietly()._add_tasks(
            kind, [(case, today, summary, "", manager) for case in missing]
        )
        moved = missing | self.browse(others.mapped("res_id"))
        moved._say(
            lambda env: env._(
                "Left too long, now with %(manager)s.", manager=manager.name
            )
        )
