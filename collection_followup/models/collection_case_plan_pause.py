from odoo import fields, models

from ..sentences import house, spoken, spoken_everywhere
from .collection_case_pause import NO_PAUSE


class CollectionCase(models.Model):
    """The pause in which a plan is agreed on ends when the plan starts."""

    _inherit = "collection.case"

    pause_for_plan = fields.Boolean(
        readonly=True, copy=False, help="The case rests until a plan is agreed on."
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
