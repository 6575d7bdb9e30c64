from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ...sentences import house, speaking, spoken, spoken_everywhere

# the tasks that are a choice between ways to go on; the others are simple errands
DECISIONS = ("decide", "ran_out", "person")
# these have their task already: the reply, and the call after a broken promise
WITH_TASK = ("reply_overdue", "promise_broken")
# more cases than this are judged by the job, so that the button answers at once
AT_ONCE = 20


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
            "returned": env._("A payment came back: call the customer"),
            "unreachable": env._("Find an address"),
        }.get(code) or env._("Look at this case")

    def _responsible(self):
        """Who acts on the case: its collector, the credit manager, or we ourselves.

        Nobody who has left.
        """
        self.ensure_one()
        collector = self.user_id.filtered("active")
        return collector or self.company_id._collection_manager() or self.env.user

    # ---------------- tasks of people, and the small steps that every button takes

    # ------------------------------------------------------------------- tasks

    def _quietly(self):
        """These cases with tasks that are not mailed: the worklist shows them."""
        return self.with_context(mail_activity_quick_update=True)

    def _add_task(self, kind, deadline, summary, note="", user=None):
        """Open one task on each of these cases, see ``_add_tasks``."""
        return self._add_tasks(
            kind, [(case, deadline, summary, note, user) for case in self]
        )

    @api.model
    def _add_tasks(self, kind, tasks):
        """Create an activity for each task, all at once.

        Summary and note are in the language of whoever gets the task where they are
        functions of the environment, see ``sentences.spoken``.

        :param kind: the activity type, last part of its xml id
        :param tasks: list of (case, deadline, summary, note as plain text, user);
            without user, or when he has left, it goes to the collector
        :return: the activities
        """
        activity_type = self._task_types(kind)
        activities = self.env["mail.activity"].sudo()  # may be for an accountant
        return activities.create(
            [
                case._task_values(activity_type, deadline, summary, note, user)
                for case, deadline, summary, note, user in tasks
            ]
        )

    def _task_values(self, activity_type, deadline, summary, note, user):
        """The values of one activity on this case, see ``_add_tasks``."""
        user = (user and user.filtered("active")) or self._responsible()
        env = speaking(self.env, user.lang)
        note = spoken(note, env)
        return {
            "activity_type_id": activity_type.id,
            "automated": True,
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": user.id,
            "date_deadline": deadline,
            "summary": spoken(summary, env) or activity_type.with_env(env).summary,
            "note": plaintext2html(note) if note else False,
        }

    @api.model
    def _task_types(self, *kinds):
        """The activity types by the last part of their xml ids."""
        types = self.env["mail.activity.type"]
        for kind in kinds:
            name = f"collection_followup.mail_activity_type_{kind}"
            types |= self.env.ref(name, raise_if_not_found=False) or types
        return types

    def _tasks(self, types):
        """The open tasks of some types on these cases."""
        activities = self.env["mail.activity"].sudo()  # a colleague's task counts too
        return activities.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "in", types.ids),
            ]
        )

    def _finish_tasks(self, types, feedback):
        """Mark the open tasks of some types done, with words in the thread.

        :param feedback: as in ``_say``
        """
        for company, cases in self.grouped("company_id").items():
            tasks = cases._tasks(types)
            if tasks:
                tasks.action_feedback(feedback=spoken(feedback, house(company)))

    # ----------------------------------------------------------- steps of buttons

    def _wizard(self, model, name):
        """Open a wizard on these cases, for whoever may change them."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_ids": [fields.Command.set(self.ids)]},
        }

    def _look_again(self):
        """Judge the cases anew, so that the screen is right at once."""
        cases = self.sudo()  # sums and notices are not written by collectors
        if len(cases) <= AT_ONCE:
            cases._judge()
            return
        for company, group in cases.grouped("company_id").items():
            self.env["collection.event"]._mark_partners(group.partner_id, company)

    def _words(self, text):
        """Answer a reason without blanks around it; refuse an empty one."""
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("Please say why: the reason stays on the case."))
        return text

    def _check_group(self, group, message):
        """Refuse whoever is not in a group of collections.

        :param group: last part of the xml id, such as ``all`` or ``manager``
        """
        name = f"collection_followup.group_collection_{group}"
        if not (self.env.su or self.env.user.has_group(name)):
            raise AccessError(message)

    @api.model
    def _notify(self, message, kind="info", next_action=None):
        """The action that shows a message in the corner and goes on."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "sticky": kind != "success",
                "next": next_action or {"type": "ir.actions.act_window_close"},
            },
        }

    # -- what was left too long goes to the manager, not on to the next letter

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
            lambda env: env._("Decision overdue: how do we go on?"),
        )
        self._unread(company, today)._give_tasks(
            "reply",
            manager,
            today,
            lambda env: env._("Unread reply"),
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
