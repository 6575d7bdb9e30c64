from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.mail import email_normalize

from .collection_notice_sheet import Sheet, Writer
from .collection_notice_words import WORDS

QUEUE = "mail.ir_cron_mail_scheduler_action"


class CollectionNotice(models.Model):
    """Putting notices into Odoo's mail queue.

    The mail belongs to the case: replies and bounces find their way by it.
    """

    _inherit = "collection.notice"

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
