from odoo import models
from odoo.exceptions import UserError

from ...sentences import house

UNSENT = ("planned", "approved", "sending", "unknown")
MAY_BE_CANCELLED = ("planned", "approved")
# the hardest last
EFFECTS = ("cod", "prepay", "block")
# evidence that carries the debtor of its case
SAID = (
    "collection.commitment",
    "collection.plan",
    "collection.dispute",
    "collection.hold",
    "collection.hold.release",
    "collection.interaction",
)


class CollectionCase(models.Model):
    """What happens to the steering of cases that are joined."""

    _inherit = "collection.case"

    def _leave_one_unsent_notice(self):
        """Cancel unsent notices so that at most one is left for these cases."""
        notices = self.notice_ids.filtered(lambda notice: notice.state in UNSENT)
        leaving = notices.filtered(lambda n: n.state not in MAY_BE_CANCELLED)
        if len(leaving) > 1:
            raise UserError(
                self.env._(
                    "Notices %(names)s are on their way: wait until they have left, or "
                    "say whether they were sent, and merge the contacts then.",
                    names=", ".join(leaving.mapped("name")),
                )
            )
        if len(notices) > 1:
            (notices - leaving)._cancel(
                lambda env: env._(
                    "The customer was merged; a new notice will list everything."
                )
            )

    def _leave_one_hold(self):
        """End holds and proposals of these cases so that the hardest one is left."""
        holds = self.env["collection.hold"].sudo()  # of colleagues' cases, too
        holds = holds.search(
            [("case_id", "in", self.ids), ("state", "in", ("active", "proposed"))]
        )
        ending = holds.browse()
        for _state, group in holds.grouped("state").items():
            hardest = group.sorted(lambda hold: EFFECTS.index(hold.effect))[-1:]
            ending |= group - hardest
        for company, group in ending.grouped("company_id").items():
            text = house(company)._("The customer was merged; the stricter hold stays.")
            group._end_all({text: group}, company._collection_today())

    def _leave_no_trouble(self):
        """Forget what went wrong with these debtors: they are judged anew."""
        troubles = self.env["collection.trouble"].sudo()  # whoever merges partners
        troubles.search([("partner_id", "in", self.partner_id.ids)]).unlink()

    def _take_over_said(self):
        """Give what was said and set to the debtor of this case, which has it now."""
        for name in SAID:
            model = self.env[name].with_context(active_test=False)
            records = model.search([("case_id", "in", self.ids)])
            for field in ("partner_id", "company_id"):
                self.env.add_to_compute(model._fields[field], records)
        self._store_hold()

    def _joined_values(self, others):
        """The careful steering of a case that ``others`` are joined to."""
        cases = self | others
        stopped = cases.filtered("stop")[:1]
        paused = cases.filtered("pause_until").sorted("pause_until")[-1:]
        return {
            "active": True,
            "state": "open" if "open" in cases.mapped("state") else self.state,
            "user_id": (self.user_id or others.user_id[:1]).id,
            "grace_days": max(cases.mapped("grace_days")),
            "round": max(cases.mapped("round")),
            "stop": stopped.stop,
            "stop_reason": stopped.stop_reason,
            "stopped_on": stopped.stopped_on,
            "pause_until": paused.pause_until,
            "pause_reason": paused.pause_reason,
            "pause_user_id": paused.pause_user_id.id,
            **cases._joined_waits(),
            "stage_id": cases.stage_id.sorted("severity")[-1:].id,
        }

    def _joined_waits(self):
        """What waits for a person on any of these cases, the most urgent day first."""
        replies = self.filtered("replied_on").mapped("replied_on")
        deadlines = self.filtered("decision_deadline").mapped("decision_deadline")
        return {
            "replied_on": min(replies, default=False),
            "bounced": any(self.mapped("bounced")),
            "decision_open": any(self.mapped("decision_open")),
            "decision_deadline": min(deadlines, default=False),
        }
