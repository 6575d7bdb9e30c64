from odoo import api, fields, models
from odoo.fields import Command
from odoo.modules import module
from odoo.tools.mail import email_normalize

from ...sentences import house, spoken
from ..notice.send import QUEUE

FRAME = "collection_followup.mail_said"
KINDS = [
    ("confirmation", "Confirmation of a promise"),
    ("agreement", "Payment plan"),
    ("reminder", "Reminder of an instalment"),
]


class CollectionSaidMail(models.AbstractModel):
    """E-mails about what was agreed: confirmations, agreements, reminders.

    They belong to the case, as notices do: replies land in its thread and stop the
    steps. They carry no stage and move no level. Sender, address, reply path and
    bank accounts are those of a notice, asked of one in memory.
    """

    _name = "collection.said.mail"
    _description = "E-mail about what was agreed"

    @api.model
    def _notice(self, case, contact, lines, company=None):
        """A notice in memory that knows how to write to a contact.

        :param contact: the person who gets the mail; the debtor itself when empty
        :param lines: the journal items that it speaks about
        :param company: whose letterhead is used; that of the items when left out
        """
        lines_sudo = lines.sudo()  # of a debtor whose case may be seen
        ours = lines_sudo.company_id
        letterhead = company or (ours if len(ours) == 1 else case.company_id)
        receiver = contact or case.partner_id
        notices_sudo = self.env["collection.notice"].sudo()  # in memory only
        return notices_sudo.new(
            {
                "case_id": case.id,
                "partner_id": case.partner_id.id,
                "contact_id": receiver.id,
                "company_id": letterhead.id,
                "user_id": case._responsible().id,
                "lang": receiver.lang or case.partner_id.lang,
                "line_ids": [
                    Command.create(self._notice_line(line)) for line in lines_sudo
                ],
            }
        )

    @api.model
    def _notice_line(self, line):
        """An item as a notice lists it; its accounts and references follow from it."""
        return {
            "line_id": line.id,
            "move_id": line.move_id.id,
            "name": line.move_id.name,
            "part": "due",
            "currency_id": line.currency_id.id,
        }

    @api.model
    def _problem(self, case, contact, verdict=None):
        """Why nothing can be written to a contact now, or an empty text.

        Only hard guards count: whoever was just spoken to may read what was agreed.

        :param verdict: the answer of the guards, where they were asked already
        """
        root = case.company_id
        if not root.collection_opened_on:
            return self.env._(
                "Nothing is sent until a manager has confirmed the go-live review."
            )
        if warning := root.with_env(self.env)._collection_copy_warning():
            return warning
        verdict = verdict or case._contact_verdict("email", contact)
        if verdict.hard and not verdict.allowed:
            return case.with_env(self.env)._contact_words(verdict)
        receiver = contact or case.partner_id
        if not email_normalize(receiver.email or ""):
            return self.env._(
                "%(contact)s has no valid e-mail address. Add one, then try again.",
                contact=receiver.display_name,
            )
        return ""

    @api.model
    def _queue(self, letters):
        """Put e-mails into Odoo's queue, all at once.

        :param letters: list of (notice in memory, subject, template of the words,
            values of the template, further values of the mail)
        :return: the mails
        """
        mails_sudo = self.env["mail.mail"].sudo()  # closed to collectors
        if not letters:
            return mails_sudo
        notices = [letter[0] for letter in letters]
        every = notices[0].union(*notices[1:])
        reply_to, earlier = every._reply_addresses(), every._earlier_messages()
        mails = mails_sudo.create(
            [
                {
                    **notice._prepare_mail_route(earlier.get(notice.case_id)),
                    "collection_notice_id": False,
                    "reply_to": reply_to[notice.case_id.id],
                    "subject": subject,
                    **self._bodies(notice, template, values),
                    **more,
                }
                for notice, subject, template, values, more in letters
            ]
        )
        mails._collection_notify()
        self._wake_queue()
        return mails

    @api.model
    def _wake_queue(self):
        """Let Odoo's mail queue run soon after this transaction is committed."""
        self.env.ref(QUEUE).sudo()._trigger()  # any collector may wake it

    @api.model
    def _bodies(self, notice, template, values):
        """The words in the thread, and the same in the dress of our e-mails.

        :param notice: speaks the language in which the mail is written
        """
        qweb = notice.env["ir.qweb"]
        words = qweb._render(template, values)
        company, author = notice.company_id, notice._author()
        frame = {
            "content": words,
            "company": company,
            "author": author,
            "phone": author.phone or company.phone or "",
            "debtor": notice.partner_id,
            "reference": values.get("reference") or "",
            "foot": notice._foot_lines(),
            "lang": (notice.env.lang or "en_US").split("_")[0],
            "color": company.email_secondary_color or "#875A7B",
        }
        return {"body": words, "body_html": qweb._render(FRAME, frame)}


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
        if not ours:
            return
        said = ours.collection_commitment_id.case_id | ours.collection_plan_id.case_id
        env = house(said.company_id[:1])  # mails of several houses have no such text
        failure = spoken(reason, env) if state == "failed" else False
        promises = ours.filtered(lambda m: m.collection_kind == "confirmation")
        promises.collection_commitment_id.write(
            {"confirmation_state": state, "confirmation_failure": failure}
        )
        plans = ours.filtered(lambda m: m.collection_kind == "agreement")
        plans.collection_plan_id.write({"mail_state": state, "mail_failure": failure})


class CollectionCase(models.Model):
    """A reply to a confirmation or to an agreement is known as such."""

    _inherit = "collection.case"

    def _hear(self, msg_dict):
        # EXTENDS: the promise or the plan says that it was answered
        result = super()._hear(msg_dict)
        message_id = msg_dict.get("parent_id")
        if message_id and not self.env.context.get("collection_automatic"):
            self._note_answer(message_id)
        return result

    def _note_answer(self, message_id):
        """Mark what was written by a message as answered; a person reads the answer.

        :param message_id: the message that somebody replied to
        """
        mine = [("case_id", "=", self.id)]
        promises = self.env["collection.commitment"].search(
            [*mine, ("confirmation_message_id", "=", message_id)]
        )
        plans = self.env["collection.plan"].search(
            [*mine, ("message_id", "=", message_id)]
        )
        promises.sudo().confirmation_state = "answered"  # whoever the gateway is
        plans.sudo().mail_state = "answered"  # the same
