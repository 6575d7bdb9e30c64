from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules.call import COPY_DAYS
from ..sentences import house
from .call_words import TASKS


class CollectionCase(models.Model):
    """Invoices that were not received are sent again, with proof."""

    _inherit = "collection.case"

    def _resend_invoices(self, lines, contact=None):
        """Mail copies of invoices; the mail stands in the thread as the proof.

        :param lines: open items of this debtor
        :param contact: who gets them; whoever receives invoices when left out
        :return: the interaction
        :raise UserError: when nothing can be mailed now, with the reason
        """
        self.check_access("write")
        self.ensure_one()
        problem = self._copy_problem(lines, contact)
        if problem:
            raise UserError(problem)
        receiver = self._copy_receiver(contact)
        pdfs = self._copies(lines.sudo().move_id)  # checked above, a branch's too
        mail = self._queue_copies(lines, receiver, pdfs)
        names = ", ".join(move.name for move in pdfs)
        interactions_sudo = self.env["collection.interaction"].sudo()  # checked above
        return interactions_sudo.create(
            {
                "case_id": self.id,
                "contact_id": receiver.id,
                "kind": "email",
                "direction": "out",
                "outcome": "sent",
                "message_id": mail.mail_message_id.id,
                "note": house(self.company_id)._("Copies of %(names)s", names=names),
            }
        ).sudo(self.env.su)

    def _copies(self, moves):
        """The PDF of each invoice; all of them, or none is sent."""
        pdfs = self.env["collection.invoice.copy"]._pdfs(moves)
        missing = moves.filtered(lambda move: move not in pdfs)
        if missing:
            raise UserError(
                self.env._(
                    "No copy could be made of %(names)s.",
                    names=", ".join(missing.mapped("name")),
                )
            )
        return pdfs

    def _copy_receiver(self, contact):
        """Who gets copies: the person named, else whoever receives invoices."""
        if contact and contact.email:
            return contact
        chosen, _reason = self._pick_contact("invoices", "email")
        return chosen or self.partner_id

    def _copy_problem(self, lines, contact):
        """Why copies cannot be mailed now, or an empty text."""
        self._check_own_lines(lines)
        # only the kind of document is looked at
        if lines.sudo().move_id.filtered(lambda move: not move.is_sale_document()):
            return self.env._("Only invoices can be sent again.")
        said = self.env["collection.said.mail"]
        return said._problem(self, self._copy_receiver(contact))

    def _queue_copies(self, lines, receiver, pdfs):
        """Put one mail with all copies into the queue.

        :param pdfs: {invoice: PDF}
        """
        said = self.env["collection.said.mail"]
        notice = said._notice(self, receiver, lines)
        notice = notice.with_context(lang=notice.lang or self.env.lang)
        names = ", ".join(move.name for move in pdfs)
        files = self._copy_files(pdfs)
        return said._queue(
            [
                (
                    notice,
                    notice.env._("Copies of invoices: %(names)s", names=names),
                    "collection_followup.mail_invoice_copies",
                    {"contact": receiver, "names": names, "company": notice.company_id},
                    {"attachment_ids": [Command.set(files.ids)]},
                )
            ]
        )

    def _copy_files(self, pdfs):
        """Keep the copies on the case, whose readers may see the debtor's invoices."""
        attachments = self.env["ir.attachment"].sudo()  # evidence of the mail
        return attachments.create(
            [
                {
                    "name": "%s.pdf" % move.name.replace("/", "_"),
                    "raw": pdf,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for move, pdf in pdfs.items()
            ]
        )

    def _never_received(self, lines):
        """Keep the answer, send the copies, ask in three working days."""
        interaction = self._resend_invoices(lines)
        rows = [{"line_id": line.id, "approval": "not_received"} for line in lines]
        self._keep_answers(rows, self.env["res.partner"])
        today = self.company_id._collection_today()
        calendar = self.company_id._collection_calendar(today)

        def summary(env):
            sentence = env._(TASKS["arrived"])
            return sentence % {"items": self._numbers(lines.ids)}

        on = calendar.add_working(today, COPY_DAYS)
        self._add_task("call", on, summary, interaction.note)
