from odoo import fields, models
from odoo.modules import module

from ..sentences import house, spoken

KINDS = [
    ("confirmation", "Confirmation of a promise"),
    ("agreement", "Payment plan"),
    ("reminder", "Reminder of an instalment"),
]


class MailMail(models.Model):
    """E-mails about what was agreed go through the door of the notices too.

    They are looked at again at the moment of sending: what was paid, cancelled or
    replaced meanwhile is not written about any more.
    """

    _inherit = "mail.mail"

    collection_kind = fields.Selection(KINDS, readonly=True)
    collection_commitment_id = fields.Many2one(
        "collection.commitment", index="btree_not_null", ondelete="set null"
    )
    collection_plan_id = fields.Many2one(
        "collection.plan", index="btree_not_null", ondelete="set null"
    )

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        # EXTENDS 'mail': what was said is held against the ledger first
        ours = self.filtered("collection_kind")
        # whoever sends: the door looks at the whole ledger
        going = ours.sudo()._collection_said_going(auto_commit)
        others = self.filtered(lambda m: m not in ours or m.id in going.ids)
        if others or not self:
            super(MailMail, others).send(
                auto_commit=auto_commit,
                raise_exception=raise_exception,
                post_send_callback=post_send_callback,
            )
        return True

    def _collection_said_going(self, auto_commit):
        """The mails that may leave now; what is no longer true is cancelled."""
        if not self:
            return self
        if not (auto_commit or module.current_test):
            # as for notices: another's transaction sees an old state of the ledger
            self.env["collection.said.mail"]._wake_queue()
            return self.browse()
        self._collection_commit()
        waiting = self.exists().filtered(lambda m: m.state == "outgoing")
        cases = waiting._collection_said_case()
        companies = cases.company_id
        shut = companies.filtered(
            lambda c: not c.collection_opened_on or c._collection_copy_warning()
        )
        quiet = waiting.filtered(lambda m: m._collection_said_case().company_id in shut)
        waiting -= quiet  # they stay queued
        waiting._collection_judge_said()
        untrue = waiting.filtered(lambda m: not m._collection_still_said())
        untrue.cancel()
        self._collection_commit()
        return waiting - untrue

    def _collection_said_case(self):
        """The cases of these mails."""
        return self.collection_commitment_id.case_id | self.collection_plan_id.case_id

    def _collection_judge_said(self):
        """Hold the commitments of reminders against the ledger as it is now."""
        reminders = self.filtered(lambda m: m.collection_kind == "reminder")
        cases = reminders._collection_said_case()
        for root, group in cases.grouped("company_id").items():
            today = root._collection_today()
            self.env["collection.commitment"]._rejudge(root, group.partner_id, today)

    def _collection_still_said(self):
        """Tell whether the mail is still true, and may still be written."""
        self.ensure_one()
        said = self.collection_commitment_id or self.collection_plan_id
        door = self.env["collection.said.mail"]
        if not said or door._problem(said.case_id, self.recipient_ids[:1]):
            return False
        if self.collection_kind == "agreement":
            return self.collection_plan_id.state == "running"
        if self.collection_kind == "reminder":
            return bool(self.collection_commitment_id._to_remind())
        return self.collection_commitment_id.state in ("open", "to_approve")

    def cancel(self):
        # EXTENDS 'mail': say on the promise that it was not written
        result = super().cancel()
        self._collection_tell_said(
            "failed", lambda env: env._("The e-mail was cancelled.")
        )
        return result

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        # EXTENDS 'mail': the promise knows what became of its mail
        left = bool(success_pids or success_emails)
        reason = failure_reason or self[:1].failure_reason or failure_type or ""
        self._collection_tell_said("sent" if left else "failed", reason)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _collection_tell_said(self, state, reason=""):
        """Keep on promises and plans how far their mails are.

        :param reason: a text, or a function of the environment of the company
        """
        ours = self.filtered("collection_kind").sudo()  # no mail user writes plans
        said = ours.collection_commitment_id.case_id | ours.collection_plan_id.case_id
        env = house(said.company_id[:1])  # mails of several houses have no such text
        failure = spoken(reason, env) if state == "failed" else False
        promises = ours.filtered(lambda m: m.collection_kind == "confirmation")
        promises.collection_commitment_id.write(
            {"confirmation_state": state, "confirmation_failure": failure}
        )
        plans = ours.filtered(lambda m: m.collection_kind == "agreement")
        plans.collection_plan_id.write({"mail_state": state, "mail_failure": failure})
