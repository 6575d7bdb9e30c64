from odoo import api, models
from odoo.exceptions import UserError

UNSENT = ("planned", "approved", "sending", "unknown")
MAY_BE_CANCELLED = ("planned", "approved")


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging partners joins their cases first.

    Core moves every reference to the kept partner by SQL: two cases of one company
    would meet the unique index, and core would delete one of them with its evidence.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self._join_collection_cases(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _join_collection_cases(self, src_partners, dst_partner):
        """Keep one case for each company, with all that the others hold."""
        debtor = dst_partner.commercial_partner_id
        # whoever merges partners may not see every collector's cases and companies
        cases_sudo = self.env["collection.case"].sudo().with_context(active_test=False)
        found = cases_sudo.search(
            [("partner_id", "in", (src_partners | dst_partner | debtor).ids)],
            order="id",
        )
        for cases in found.grouped("company_id").values():
            if not cases & cases.filtered(lambda c: c.partner_id != debtor):
                continue
            kept = cases.filtered(lambda case: case.partner_id == debtor) or cases[:1]
            self._join_into(kept, cases - kept, debtor)

    @api.model
    def _join_into(self, kept, others, debtor):
        """Move everything of ``others`` to ``kept`` and make it the debtor's case."""
        (kept | others)._leave_one_unsent_notice()
        kept.write(kept._joined_values(others) | {"partner_id": debtor.id})
        (kept | others).notice_ids.partner_id = debtor
        names = ", ".join(others.mapped("partner_id.display_name"))
        if others:
            others.total_ids.unlink()  # sums of their own; the next judgement renews
            self._update_foreign_keys_generic("collection.case", others, kept)
            self._update_reference_fields_generic("collection.case", others, kept)
            self.env.invalidate_all()
            others.unlink()
            kept._message_log(
                body=self.env._("Joined with the case of %(names)s.", names=names)
            )
        self.env["collection.event"]._mark_partners(debtor, kept.company_id)


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
                self.env._("The debtor was merged; a new notice will list everything.")
            )

    def _joined_values(self, others):
        """The steering of a case after ``others`` were joined to it: the careful one."""
        self.ensure_one()
        cases = self | others
        stopped = cases.filtered("stop")[:1]
        paused = cases.filtered("pause_until").sorted("pause_until")[-1:]
        paying = cases.paying_case_id - cases
        replies = [case.replied_on for case in cases if case.replied_on]
        deadlines = [case.decision_deadline for case in cases if case.decision_deadline]
        return {
            "active": True,
            "state": "open" if "open" in cases.mapped("state") else self.state,
            "user_id": (self.user_id or others.user_id[:1]).id,
            "grace_days": max(cases.mapped("grace_days")),
            "round": max(cases.mapped("round")),
            "stop": stopped.stop,
            "stop_reason": stopped.stop_reason,
            "pause_until": paused.pause_until,
            "pause_reason": paused.pause_reason,
            "pause_user_id": paused.pause_user_id.id,
            "replied_on": min(replies, default=False),
            "bounced": any(cases.mapped("bounced")),
            "decision_open": any(cases.mapped("decision_open")),
            "decision_deadline": min(deadlines, default=False),
            "stage_id": cases.stage_id.sorted("severity")[-1:].id,
            "paying_case_id": paying[:1].id,
        }
