from odoo import fields, models
from odoo.tools import SQL

from ...sentences import say_date

# each plan is told once, by the notice that leaves first
TELL = """
    UPDATE collection_plan p SET told_notice_id = n.id
      FROM collection_notice n
     WHERE n.id IN %s AND p.case_id = n.case_id AND p.state = 'defaulted'
       AND p.told_notice_id IS NULL
"""


class CollectionPlan(models.Model):
    """The debtor is told in the next letter that a plan was not kept."""

    _inherit = "collection.plan"

    told_notice_id = fields.Many2one(
        "collection.notice",
        string="Informed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The notice that told the customer that the plan ended.",
    )


class CollectionNotice(models.Model):
    """A notice says which payment plan ended, once."""

    _inherit = "collection.notice"

    def _plan_words(self):
        """What is said about plans in default, in the language of the environment."""
        self.ensure_one()
        plans = self.case_id.plan_ids.filtered(
            lambda p: (
                p.state == "defaulted"
                and (not p.told_notice_id or p.told_notice_id == self._origin)
            )
        )
        return [
            self.env._(
                "An instalment of our payment plan of %(day)s did not arrive as "
                "agreed, so the plan has ended and what is still open of it is due "
                "again.",
                day=say_date(self.env, plan.started_on),
            )
            for plan in plans
        ]

    def _mail_body_values(self, words, sheet):
        # EXTENDS: the e-mail tells it before the items
        values = super()._mail_body_values(words, sheet)
        return {**values, "plan_words": self._plan_words()}

    def _mark_sent(self, channel, on):
        # EXTENDS: what was told is not told again
        result = super()._mark_sent(channel, on)
        if self:
            self.env["collection.plan"].flush_model(["state", "told_notice_id"])
            self.env.cr.execute(SQL(TELL, tuple(self.ids)))
            self.env["collection.plan"].invalidate_model(["told_notice_id"])
        return result

    def _give_back(self, reason):
        # EXTENDS: what did not arrive was not told
        result = super()._give_back(reason)
        self.case_id.plan_ids.filtered(
            lambda plan: plan.told_notice_id in self
        ).told_notice_id = False
        return result
