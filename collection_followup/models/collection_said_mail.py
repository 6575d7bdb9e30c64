from odoo import api, models
from odoo.fields import Command
from odoo.tools.mail import email_normalize

from .collection_notice_send import QUEUE

FRAME = "collection_followup.mail_said"


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
                "Nothing is sent before a manager has confirmed the opening position."
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
