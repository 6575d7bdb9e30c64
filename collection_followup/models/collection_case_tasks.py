from functools import partial

from odoo import api, models

from ..sentences import speaking, spoken_everywhere

# the tasks that are a choice between ways to go on; the others are simple errands
DECISIONS = ("decide", "ran_out", "person")
# these have their task already: the reply, and the call after a broken promise
WITH_TASK = ("reply_overdue", "promise_broken")


class CollectionCase(models.Model):
    """Tasks that a run opens: one of each kind at a time."""

    _inherit = "collection.case"

    def _open_task(self, code, today):
        """Ask a person to act on these cases.

        :param code: the reason code of ``rules.reasons`` that asks for it
        :param today: the company's day, on which the task is due
        """
        if code in WITH_TASK:
            return
        if code in DECISIONS:
            self._open_decision({case.id: case.reason for case in self}, today)
            return
        activity_type = self.env.ref("mail.mail_activity_data_todo")
        if code == "returned":
            activity_type = self.env.ref("mail.mail_activity_data_call")
        summary = partial(self._task_summary, code)
        self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": case.id,
                    "summary": summary(speaking(self.env, case._responsible().lang)),
                    "note": case.reason,
                    "date_deadline": today,
                    "user_id": case._responsible().id,
                }
                for case in self._not_asked(summary)
            ]
        )

    def _not_asked(self, summary):
        """The cases on which no task with this summary, in any language, is open."""
        asked = self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("summary", "in", spoken_everywhere(summary, self.env)),
            ]
        )
        return self - self.browse(asked.mapped("res_id"))

    @api.model
    def _task_summary(self, code, env):
        return {
            "returned": env._("A payment came back: call the debtor"),
            "unreachable": env._("Find an address"),
        }.get(code) or env._("Look at this case")

    def _responsible(self):
        """Who acts on the case: its collector, the credit manager, or we ourselves.

        Nobody who has left.
        """
        self.ensure_one()
        collector = self.user_id.filtered("active")
        return collector or self.company_id._collection_manager() or self.env.user
