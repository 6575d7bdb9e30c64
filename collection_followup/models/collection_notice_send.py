from odoo import models
from odoo.tools.mail import email_normalize

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
        notices = self.sudo().filtered("by_email")._fill_words()._with_address()
        if not notices:
            return
        # an archived or foreign language of the user must not leak into the words
        values = notices._prepare_mails()
        mails = self.env["mail.mail"].sudo().create(values)
        mails._collection_notify()
        for mail in mails:
            notice = mail.collection_notice_id.with_context(tracking_disable=True)
            notice.message_id = mail.mail_message_id  # one statement at the flush
        notices.write({"email_state": "queued"})
        notices._trigger_queue()

    def _trigger_queue(self):
        """Let Odoo's mail queue run as soon as this transaction is committed."""
        if self:
            self.env.ref(QUEUE).sudo()._trigger()  # any approver may wake the queue

    def _with_address(self):
        """The notices whose contact can get e-mail; the others fail and say so."""
        lost = self.filtered(lambda n: not email_normalize(n._receiver().email))
        for contact, notices in lost.grouped(lambda n: n._receiver()).items():
            notices._mark_failed(
                "email",
                self.env._(
                    "%(contact)s has no valid e-mail address. Add one, then try again.",
                    contact=contact.display_name,
                ),
            )
        return self - lost

    def _receiver(self):
        """The person who gets the notice."""
        return self.contact_id or self.partner_id

    # -------------------------------------------------------------------- values

    def _prepare_mails(self):
        """The values of one e-mail for each of these notices."""
        values = []
        reply_to = self._reply_addresses()
        earlier = self._earlier_messages()
        for lang, notices in self.grouped(lambda n: n._words_lang()).items():
            for notice in notices.with_context(lang=lang):
                values.append(
                    {
                        **notice._prepare_mail_words(),
                        **notice._prepare_mail_route(earlier.get(notice.case_id)),
                        "reply_to": reply_to[notice.case_id.id],
                    }
                )
        return values

    def _prepare_mail_words(self):
        """Subject and bodies: of the e-mail, and shorter for the thread."""
        self.ensure_one()
        body = self._mail_body_values(self)
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
            "subtype_id": self.env.ref("mail.mt_comment").id,
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
