from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.mail import email_normalize

from ...sentences import house
from .sheet import Sheet, Writer
from .words import WORDS

QUEUE = "mail.ir_cron_mail_scheduler_action"


class CollectionNotice(models.Model):
    """Putting notices into Odoo's mail queue.

    The mail belongs to the case: replies and bounces find their way by it.
    """

    _inherit = "collection.notice"

    email_waits_until = fields.Datetime(
        string="E-mail waits until",
        readonly=True,
        copy=False,
        help="The e-mail leaves in the next allowed hour where the contact is.",
    )
    email_waits_reason = fields.Char(string="E-mail waits", readonly=True, copy=False)
    guard_words = fields.Char(
        string="Contact now",
        compute="_compute_guard_words",
        help="What prevents contacting this person now.",
    )

    def _queue_mails(self):
        """Queue one e-mail for each notice, in the words in which it will leave.

        The queue looks at every notice again before it lets its mail go.
        """
        # mails and tokens are closed to collectors; whoever approves was checked
        sheets = {}
        notices = self.sudo().filtered("by_email")._fill_words(sheets)._with_address()
        if not notices:
            return
        mails = self.env["mail.mail"].sudo().create(notices._prepare_mails(sheets))
        mails._collection_notify()
        notices._join_mails(mails)
        notices._trigger_queue()

    def _join_mails(self, mails):
        """Let the notices know their mail and say that it is queued."""
        mails.flush_recordset(["collection_notice_id"])
        self.flush_recordset(["message_id", "email_state"])
        self.env.cr.execute(
            SQL(
                "UPDATE collection_notice n"
                " SET message_id = m.mail_message_id, email_state = 'queued'"
                " FROM mail_mail m WHERE m.collection_notice_id = n.id AND m.id IN %s",
                tuple(mails.ids),
            )
        )
        self.invalidate_recordset(["message_id", "email_state", "mail_ids"])

    def _write_in_name_of(self, user):
        """Give notices that have not left to another collector, who writes them anew.

        Words that somebody edited for a notice stay.
        """
        self.filtered(lambda n: not n.words_edited).write(dict.fromkeys(WORDS, False))
        self.user_id = user
        queued = self.filtered(lambda notice: notice.email_state == "queued")
        queued.email_state = "none"  # the mail is withdrawn, not the notice
        queued._cancel_mails()
        queued._queue_mails()

    def _trigger_queue(self, minutes=0):
        """Let Odoo's mail queue run soon after this transaction is committed."""
        if self:
            queue_sudo = self.env.ref(QUEUE).sudo()  # any approver may wake it
            now = self.env["res.company"]._collection_now()
            queue_sudo._trigger(now + timedelta(minutes=minutes))

    def _with_address(self):
        """The notices whose contact can get e-mail; the others fail and say so."""
        lost = self.filtered(lambda n: not email_normalize(n._receiver().email))
        for contact, notices in lost.grouped(lambda n: n._receiver()).items():
            notices._mark_failed(
                "email",
                lambda env, name=contact.display_name: env._(
                    "%(contact)s has no valid e-mail address. Add one, then try again.",
                    contact=name,
                ),
            )
        return self - lost

    # -------------------------------------------------------------------- values

    def _prepare_mails(self, sheets):
        """The values of one e-mail for each of these notices.

        :param sheets: the items that were read already, {notice id: Sheet}
        """
        reply_to = self._reply_addresses()
        earlier = self._earlier_messages()
        return [
            {
                **notice._prepare_mail_words(
                    sheets.get(notice.id) or Sheet(notice, writer)
                ),
                **notice._prepare_mail_route(earlier.get(notice.case_id)),
                "reply_to": reply_to[notice.case_id.id],
            }
            for speaking in self._by_language()
            for writer in [Writer(speaking.env)]
            for notice in speaking
        ]

    def _prepare_mail_words(self, sheet):
        """Subject and bodies: of the e-mail, and shorter for the thread."""
        body = self._mail_body_values(self, sheet)
        qweb = self.env["ir.qweb"]
        return {
            "subject": self.subject,
            "body": qweb._render("collection_followup.mail_notice_message", body),
            "body_html": qweb._render("collection_followup.mail_notice", body),
        }

    def _prepare_mail_route(self, earlier):
        """From, to, and what brings a reply or a bounce to the case.

        :param earlier: message id of the last notice of the case, if any
        """
        self.ensure_one()
        identity = {"model": self.case_id._name, "res_id": self.case_id.id}
        message_id = self.env["mail.message"]._get_message_id(identity)
        return {
            **identity,
            "collection_notice_id": self.id,
            "message_id": message_id,
            "references": " ".join(filter(None, (earlier, message_id))),
            # a targeted machine-made message: visible in the thread, not editable
            "message_type": "auto_comment",
            "subtype_id": self._comment_id(),
            "is_notification": True,  # so that the message outlives its mail
            "auto_delete": False,
            "author_id": self._author().id,
            "email_from": self._sender(),
            "recipient_ids": [(4, self._receiver().id)],
            "record_company_id": self.company_id.id,
            "record_alias_domain_id": self.company_id.alias_domain_id.id,
            "headers": repr(
                {"X-Odoo-Objects": f"{self.case_id._name}-{self.case_id.id}"}
            ),
        }

    @api.model
    def _comment_id(self):
        """The subtype of what people outside may read."""
        return self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")

    def _sender(self):
        """The address in From: the collector's, else the company's."""
        self.ensure_one()
        author = self._author()
        return author.email_formatted or self.company_id.email_formatted or False

    def _reply_addresses(self):
        """Where replies go: Odoo's own answer, asked once for all cases."""
        cases = self.case_id
        notice_of = {notice.case_id.id: notice for notice in self}
        return cases._notify_get_reply_to_batch(
            defaults={case.id: notice_of[case.id]._sender() for case in cases},
            author_ids={case.id: notice_of[case.id]._author().id for case in cases},
        )

    def _earlier_messages(self):
        """The message id of the last notice sent in each case: {case: id}."""
        groups = self._read_group(
            [
                ("case_id", "in", self.case_id.ids),
                ("message_id", "!=", False),
                ("state", "=", "sent"),
            ],
            ["case_id"],
            ["message_id:recordset"],
        )
        return {
            case: messages.sorted("id")[-1:].message_id for case, messages in groups
        }

    # -- what leaves asks the guards: a stopped contact gets nothing, nights are quiet

    def _compute_guard_words(self):
        self.guard_words = False
        waiting = self.filtered(lambda n: n.state in ("planned", "approved", "failed"))
        for channel, notices in waiting.grouped(lambda n: n._open_channel()).items():
            verdicts = notices._guard_verdicts(channel) if channel else {}
            for notice, verdict in verdicts.items():
                if not verdict.allowed:
                    notice.guard_words = notice.case_id._contact_words(verdict)

    def _open_channel(self):
        """The first channel by which this notice still has to leave."""
        self.ensure_one()
        ways = (("email", self.by_email), ("letter", self.by_letter))
        return next((name for name, used in ways if used), self.by_call and "call")

    def _guard_verdicts(self, channel):
        """Ask the guards about the contacts of these notices: {notice: Verdict}."""
        by_case = {notice.case_id: notice for notice in self}
        asked = self.browse([notice.id for notice in by_case.values()])
        people = {n.case_id: n.contact_id or n.partner_id for n in asked}
        verdicts = self.case_id._contact_verdicts(channel, people)
        answers = {notice: verdicts[notice.case_id] for notice in asked}
        # rarely a case has two: one that left by another way, and its follower
        others = self - asked
        return answers | (others._guard_verdicts(channel) if others else {})

    def _keep_allowed(self, channel):
        """The notices whose contact may be written to; the others fail and say why.

        What only should not leave at this hour is kept.
        """
        verdicts = self._guard_verdicts(channel)
        refused = self.filtered(lambda n: verdicts[n].hard)
        for notice in refused:
            kept = notice.case_id.with_env(house(notice.company_id))
            notice._mark_failed(channel, kept._contact_words(verdicts[notice]))
        return self - refused

    def _keep_standing_mails(self):
        # EXTENDS: whoever asked not to be written to gets nothing
        standing = super()._keep_standing_mails()
        return standing._keep_allowed("email")

    def _keep_addressed(self):
        # EXTENDS: the same for letters
        return super()._keep_addressed()._keep_allowed("letter")

    def _keep_waiting(self):
        """The e-mails that wait for an allowed hour; they are scheduled for it."""
        verdicts = self._guard_verdicts("email")
        waiting = self.filtered(lambda n: not verdicts[n].allowed)
        for notice in waiting:
            notice._wait_until(verdicts[notice])
        done = (self - waiting).filtered("email_waits_until")
        done.write({"email_waits_until": False, "email_waits_reason": False})
        return waiting

    def _wait_until(self, verdict):
        """Schedule the e-mail of one notice for the moment that the guards named."""
        case = self.case_id.with_env(house(self.company_id))
        moment = self._in_utc(verdict.until)
        self.write(
            {
                "email_waits_until": moment,
                "email_waits_reason": case._contact_words(verdict),
            }
        )
        mails = self.mail_ids.filtered(lambda mail: mail.state == "outgoing")
        mails.write({"scheduled_date": moment})
        self._trigger_queue_at(moment + timedelta(minutes=1))

    def _in_utc(self, local):
        """A moment at the contact's place in UTC."""
        person = (self.contact_id or self.partner_id).sudo()  # a time zone only
        zone = pytz.timezone(self.case_id._zone_of(self.case_id.company_id, person))
        return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _trigger_queue_at(self, moment):
        """Let Odoo's mail queue run at a moment."""
        queue_sudo = self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()
        queue_sudo._trigger(moment)  # any approver may wake it

    def action_send_all_the_same(self):
        """Ask why this notice leaves now although it should wait."""
        self.check_access("write")
        self.ensure_one()
        action = self.case_id.action_override_guard()
        action["context"]["default_channel"] = self._open_channel() or "email"
        return action

    def _mark_sent(self, channel, on):
        # EXTENDS: the one whom somebody chose for the next notice has got it
        result = super()._mark_sent(channel, on)
        self.write({"email_waits_until": False, "email_waits_reason": False})
        chosen = self.case_id.filtered("next_contact_id")
        chosen.sudo().next_contact_id = False  # sent by whoever; evidence is the notice
        return result
