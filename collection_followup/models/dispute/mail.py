from odoo import fields, models
from odoo.exceptions import UserError

from ...rules.contact import contact as contact_rule
from ...sentences import house

TOLD = ("for_us", "closed")


class CollectionDispute(models.Model):
    """The debtor is told, politely and once, what came of his dispute.

    The mail goes the way of all e-mails about what was agreed: it belongs to the
    case, so that an answer finds its way, and nothing is queued from a copy of the
    database or before the opening position was confirmed.
    """

    _inherit = "collection.dispute"

    told_on = fields.Date(
        string="Customer informed on",
        readonly=True,
        help="When the outcome was mailed or printed. The customer is told once.",
    )

    def _tell(self, today, files=None):
        """Queue one mail for each dispute; where none can leave, ask the collector.

        :param today: the company's day
        :param files: attachments of the mail
        :return: the mails
        """
        door = self.env["collection.said.mail"]
        people = self.partner_id._collection_contacts()
        letters, lost = [], {}
        for dispute in self:
            receiver = dispute._receiver(people)
            problem = door._problem(dispute.case_id, receiver)
            if problem:
                lost[dispute] = receiver
            else:
                letters.append(dispute._outcome_letter(receiver, files))
        self._ask_to_tell(door, lost, today)
        told = self.filtered(lambda dispute: dispute not in lost)
        told.write({"told_on": today})
        return door._queue(letters)

    def _receiver(self, people):
        """Who is told: whoever raised it, else who pays at the debtor's."""
        self.ensure_one()
        contacts = people.get(self.partner_id.id, ())
        raised = [one for one in contacts if one.key == self.contact_id.id]
        lawyer = any(contact_rule.LAWYER in one.roles for one in contacts)
        if raised and not lawyer and not contact_rule.problem_of(raised[0], "email"):
            return self.contact_id
        chosen = contact_rule.choose(contacts, None, contact_rule.EMAIL).contact
        return self.env["res.partner"].browse(chosen.key if chosen else ())

    def _ask_to_tell(self, door, lost, today):
        """Where no mail can leave, the collector tells the debtor: one task each.

        :param lost: {dispute: whoever cannot be written to}
        """
        self.env["collection.case"]._add_tasks(
            "call",
            [
                (
                    dispute.case_id,
                    today,
                    lambda env, number=dispute.name: env._(
                        "%(number)s: tell the customer by letter or call what came "
                        "of it",
                        number=number,
                    ),
                    lambda env, case=dispute.case_id, who=receiver: door.with_env(
                        env
                    )._problem(case, who),
                    None,
                )
                for dispute, receiver in lost.items()
            ],
        )

    def _outcome_letter(self, receiver, files=None):
        """One mail in the language of its reader, see ``collection.said.mail``."""
        self.ensure_one()
        notice = self._notice_in_memory(receiver)
        (speaking,) = notice._by_language()
        dispute = self.with_context(lang=speaking.env.lang)
        words = dispute._outcome_words(speaking)
        more = {
            "collection_dispute_id": self.id,
            "attachment_ids": [(4, file.id) for file in files or ()],
        }
        template = "collection_followup.mail_dispute"
        return speaking, words["subject"], template, words, more

    def _notice_in_memory(self, receiver):
        """A notice that knows sender, address and accounts, never stored."""
        door = self.env["collection.said.mail"]
        company = self.move_id.company_id or self.company_id
        return door._notice(self.case_id, receiver, self.line_id, company)

    # ----------------------------------------------------------- documents sent

    def _send_documents(self, note, files):
        """Send the document again, with evidence; that is the remedy.

        :param note: what the debtor reads beside it
        :param files: attachments chosen from the evidence
        """
        dispute_sudo = self._check_may_mend()
        note = self._why(note)
        today = self.company_id._collection_today()
        people = self.partner_id.sudo()._collection_contacts()  # of the debtor only
        receiver = dispute_sudo._receiver(people)
        door = self.env["collection.said.mail"]
        if problem := door._problem(dispute_sudo.case_id, receiver):
            raise UserError(problem)
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
                "note": house(self.company_id)._(
                    "%(document)s sent again: %(note)s",
                    document=self.document,
                    note=note,
                ),
            }
        )


class MailMail(models.Model):
    """What came of a dispute is looked at again before the debtor hears it."""

    _inherit = "mail.mail"

    collection_dispute_id = fields.Many2one(
        "collection.dispute", index="btree_not_null", ondelete="set null"
    )

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        # EXTENDS 'mail': nothing from a copy, nothing that is no longer true
        ours = self.filtered("collection_dispute_id").sudo()  # whoever sends
        going = ours._collection_dispute_going()
        others = self.filtered(lambda m: m.id not in ours.ids or m.id in going.ids)
        if others or not self:
            super(MailMail, others).send(
                auto_commit=auto_commit,
                raise_exception=raise_exception,
                post_send_callback=post_send_callback,
            )
        return True

    def _collection_dispute_going(self):
        """The mails that may leave; those of a shut company stay queued."""
        companies = self.collection_dispute_id.company_id
        open_ones = companies.filtered(
            lambda c: c.collection_opened_on and not c._collection_copy_warning()
        )
        waiting = self.filtered(
            lambda m: (
                m.state == "outgoing"
                and m.collection_dispute_id.company_id in open_ones
            )
        )
        untrue = waiting.filtered(lambda m: m.collection_dispute_id.state not in TOLD)
        if untrue:
            untrue.cancel()
            untrue.collection_dispute_id.told_on = False
        return waiting - untrue
