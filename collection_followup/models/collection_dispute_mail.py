from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import email_normalize

from ..rules import contact as contact_rule
from .collection_notice_send import QUEUE

MAIL = "collection_followup.mail_dispute"


class CollectionDispute(models.Model):
    """The debtor is told, politely and once, what came of his dispute.

    The mail belongs to the case, so that an answer finds its way. Nothing is queued
    from a copy of the database or before the opening position was confirmed; the
    queue looks again before a mail leaves.
    """

    _inherit = "collection.dispute"

    told_on = fields.Date(
        string="Debtor told on",
        readonly=True,
        help="When the outcome was mailed or printed. He is told once.",
    )
    mail_ids = fields.One2many(
        "mail.mail", "collection_dispute_id", readonly=True, groups="base.group_system"
    )

    def _tell(self, today, files=None):
        """Queue one mail for each dispute; where none can leave, ask the collector.

        :param today: the company's day
        :param files: attachments of the mail
        :return: the mails
        """
        mails = self.env["mail.mail"].sudo()  # closed to collectors and owners
        values, lost = [], {}
        people = self.partner_id._collection_contacts()
        for dispute in self:
            problem = dispute._mail_problem()
            receiver = dispute._receiver(people)
            if not problem and not receiver:
                problem = self.env._("Nobody of the debtor can be reached by e-mail.")
            if problem:
                lost[dispute] = problem
            else:
                values.append(dispute._prepare_mail(receiver, files))
        self._ask_to_tell(lost, today)
        if not values:
            return mails
        told = self - self.browse([dispute.id for dispute in lost])
        told.write({"told_on": today})
        mails = mails.create(values)
        self.env.ref(QUEUE).sudo()._trigger()  # anybody may wake the queue
        return mails

    def _mail_problem(self):
        """Why nothing may be mailed to this debtor now, or an empty text."""
        root = self.company_id.root_id
        warning = root._collection_copy_warning()
        if warning:
            return warning
        if not root.collection_opened_on:
            return self.env._(
                "Nothing is sent before a manager has confirmed the opening position."
            )
        if self.case_id.stop:
            return self.env._("The case is stopped.")
        return ""

    def _receiver(self, people):
        """Who is told: whoever raised it, else who pays at the debtor's."""
        self.ensure_one()
        contacts = people.get(self.partner_id.id, ())
        raised = [one for one in contacts if one.key == self.contact_id.id]
        lawyer = any(contact_rule.LAWYER in one.roles for one in contacts)
        if raised and not lawyer and not contact_rule.problem_of(raised[0], "email"):
            chosen = raised[0]
        else:
            chosen = contact_rule.choose(contacts, None, contact_rule.EMAIL).contact
        receiver = self.env["res.partner"].browse(chosen.key if chosen else ())
        return receiver if email_normalize(receiver.email) else receiver.browse()

    def _ask_to_tell(self, problems, today):
        """Where no mail can leave, the collector tells the debtor: one task each."""
        if not problems:
            return
        self.env["collection.case"]._add_tasks(
            "call",
            [
                (
                    dispute.case_id,
                    today,
                    self.env._(
                        "%(number)s: tell the debtor by letter or call what came of it",
                        number=dispute.name,
                    ),
                    problem,
                    None,
                )
                for dispute, problem in problems.items()
            ],
        )

    # -------------------------------------------------------------------- values

    def _prepare_mail(self, receiver, files=None):
        """The values of the mail of one dispute, in the language of its reader."""
        self.ensure_one()
        speaking = self.with_context(lang=self._language(receiver))
        author = self.case_id.user_id.partner_id or self.company_id.partner_id
        words = speaking._outcome_words(receiver, author)
        return {
            "subject": words["subject"],
            "body": speaking._body(words, "mail_dispute_message"),
            "body_html": speaking._body(words, "mail_dispute"),
            "attachment_ids": [(4, file.id) for file in files or ()],
            **self._prepare_route(receiver, author),
        }

    def _prepare_route(self, receiver, author):
        """From, to, and what brings a reply to the case."""
        case, company = self.case_id, self.company_id
        sender = author.email_formatted or company.email_formatted or False
        reply_to = case._notify_get_reply_to_batch(
            defaults={case.id: sender}, author_ids={case.id: author.id}
        )
        return {
            "model": case._name,
            "res_id": case.id,
            "collection_dispute_id": self.id,
            "message_type": "auto_comment",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            "is_notification": True,  # so that the message outlives its mail
            "auto_delete": False,
            "author_id": author.id,
            "email_from": sender,
            "reply_to": reply_to[case.id],
            "recipient_ids": [(4, receiver.id)],
            "record_company_id": company.id,
            "record_alias_domain_id": company.alias_domain_id.id,
            "headers": repr({"X-Odoo-Objects": f"{case._name}-{case.id}"}),
        }

    def _language(self, receiver):
        """The reader's language, the debtor's, the company's; an installed one."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = (receiver.lang, self.partner_id.lang, self.company_id.partner_id.lang)
        return next((code for code in wanted if code in installed), "en_US")

    def _body(self, words, template):
        return self.env["ir.qweb"]._render(f"collection_followup.{template}", words)

    # ----------------------------------------------------------- documents sent

    def _send_documents(self, note, files):
        """Send the document again, with evidence; that is the remedy.

        :param note: what the debtor reads beside it
        :param files: attachments chosen from the evidence
        """
        dispute_sudo = self._check_may_mend()
        note = self._why(note)
        problem = dispute_sudo._mail_problem()
        if problem:
            raise UserError(problem)
        today = self.company_id._collection_today()
        people = self.partner_id.sudo()._collection_contacts()  # of the debtor only
        receiver = dispute_sudo._receiver(people)
        if not receiver:
            raise UserError(
                self.env._(
                    "Nobody of %(debtor)s can be reached by e-mail: add an address.",
                    debtor=self.partner_id.display_name,
                )
            )
        if files - self.evidence_ids:
            raise UserError(self.env._("Choose files from the evidence."))
        copies = dispute_sudo._document_copies()
        dispute_sudo._documents_noted(note, today)
        dispute_sudo._tell(today, copies | files.sudo())  # the owner reads them
        dispute_sudo._log_documents(receiver, note)
        dispute_sudo._answered(note)

    def _documents_noted(self, note, today):
        self.write(
            {
                "answer": "documents",
                "answer_note": note,
                "done_on": today,
                "pay_by": self._working_day(
                    today, self.company_id.root_id.collection_dispute_pay_days
                ),
                "credit_note_id": False,
            }
        )

    def _document_copies(self):
        """The PDF of the document as an attachment: the one that was sent, or new."""
        move = self.move_id
        pdfs = self.env["collection.invoice.copy"]._pdfs(move)
        if move not in pdfs:
            raise UserError(
                self.env._(
                    "%(document)s cannot be printed: look into its report.",
                    document=self.document,
                )
            )
        name = (move.name or self.document).replace("/", "_")
        return self.env["ir.attachment"].create(
            {
                "name": f"{name}.pdf",
                "raw": pdfs[move],
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _log_documents(self, receiver, note):
        """The proof on the case: what went to whom, when."""
        self.env["collection.interaction"].create(
            {
                "case_id": self.case_id.id,
                "contact_id": receiver.id,
                "kind": "email",
                "direction": "out",
                "outcome": "sent",
                "note": self.env._(
                    "%(document)s sent again: %(note)s",
                    document=self.document,
                    note=note,
                ),
            }
        )


class MailMail(models.Model):
    """The outcome of a dispute does not leave a copy of the database."""

    _inherit = "mail.mail"

    collection_dispute_id = fields.Many2one(
        "collection.dispute", index="btree_not_null", ondelete="set null"
    )

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        # EXTENDS 'mail': look again at the moment of sending
        ours = self.filtered("collection_dispute_id")
        if ours and self._collection_copy_speaks():
            ours.cancel()
            self -= ours
            if not self:
                return True
        return super().send(
            auto_commit=auto_commit,
            raise_exception=raise_exception,
            post_send_callback=post_send_callback,
        )

    @api.model
    def _collection_copy_speaks(self):
        """Why this database must not speak to customers, or an empty text."""
        return self.env["res.company"]._collection_copy_warning()
