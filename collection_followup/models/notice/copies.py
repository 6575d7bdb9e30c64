import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...report.notice import paper_pdf
from ...rules.interaction.call import COPY_DAYS
from ...rules.ledger.facts import LISTED
from ...sentences import house
from ..case.call_words import TASKS

_logger = logging.getLogger(__name__)


class CollectionInvoiceCopy(models.AbstractModel):
    """Copies of invoices that follow a letter."""

    _name = "collection.invoice.copy"
    _description = "Copies of invoices"

    @api.model
    def _for_notices(self, notices):
        """The pages of the invoices that each notice lists, if its stage wants them.

        :return: {notice: [pages]}, invoices in the order of the letter; a notice of
            which a copy could not be made is left out
        """
        wanted = {
            notice: self._moves(notice)
            if notice.stage_id.attach_invoices
            else self.env["account.move"]
            for notice in notices
        }
        pdfs = self._pdfs(self.env["account.move"].union(*wanted.values()))
        return {
            notice: [
                page for move in listed for page in paper_pdf.read(pdfs[move]).pages
            ]
            for notice, listed in wanted.items()
            if all(move in pdfs for move in listed)
        }

    @api.model
    def _moves(self, notice):
        lines = notice.line_ids.filtered(lambda line: line.part in LISTED)
        return lines.move_id.filtered(lambda move: move.is_sale_document())

    @api.model
    def _pdfs(self, moves):
        """The PDF of each invoice: the one that was sent, else one made now.

        :return: {move: bytes}; an invoice that cannot be printed is left out
        """
        stored = {
            move: move.invoice_pdf_report_id.raw
            for move in moves.sudo()  # evidence that belongs to the letter
            if move.invoice_pdf_report_id
        }
        missing = moves.filtered(lambda move: move not in stored)
        return {**stored, **self._rendered(missing)}

    @api.model
    def _rendered(self, moves):
        """Print invoices that Odoo never printed, nothing of it stored."""
        send = self.env["account.move.send"]
        pdfs = {}
        for company, invoices in moves.grouped("company_id").items():
            groups = invoices.with_company(company).grouped(
                send._get_default_pdf_report_id
            )
            for report, group in groups.items():
                pdfs.update(self._render(report, group))
        return pdfs

    @api.model
    def _render(self, report, moves):
        """One engine call where the build can take it apart, else one for each."""
        # the collector may print the invoices, whatever they draw on
        engine = self.env["ir.actions.report"].sudo().with_company(moves.company_id)
        pdfs = {}
        if engine._is_paper_engine_patched():
            pdfs = self._streams(engine, report, moves)
        for move in moves.filtered(lambda move: move not in pdfs):
            pdfs.update(self._streams(engine, report, move))
        return pdfs

    @api.model
    def _streams(self, engine, report, moves):
        try:
            streams = engine._render_qweb_pdf_prepare_streams(report, {}, moves.ids)
        except UserError:
            _logger.exception("Copies of invoices %s", moves.ids)
            return {}
        return {
            move: streams[move.id]["stream"].getvalue()
            for move in moves
            if streams.get(move.id, {}).get("stream")
        }


class CollectionNotice(models.Model):
    """Copies of the invoices that go with an e-mail."""

    _inherit = "collection.notice"

    def _with_copies(self):
        """Attach the copies that the stages ask for; notices without them fail."""
        lost = self.browse()
        for notice in self.filtered("stage_id.attach_invoices"):
            try:
                kept = notice.with_env(house(notice.company_id))
                copies = kept._invoice_copies()
            except UserError as error:
                _logger.warning("Invoice copies of notice %s: %s", notice.id, error)
                notice._mark_failed("email", str(error))
                lost |= notice
            else:
                notice.mail_ids[:1].attachment_ids |= copies
        return self - lost

    def _invoice_copies(self):
        """The PDF of each invoice on the notice: Odoo's own, else one made now.

        What was made is kept with the notice and not made again.
        """
        self.ensure_one()
        moves = self.env["collection.invoice.copy"]._moves(self)
        copies_sudo = moves.sudo().invoice_pdf_report_id  # evidence, any collector's
        missing = moves.filtered(lambda move: not move.invoice_pdf_report_id)
        kept = self._kept_copies(missing)
        missing = missing.filtered(lambda move: self._copy_key(move) not in kept)
        made = self._make_copies(missing) if missing else copies_sudo.browse()
        return copies_sudo.concat(*kept.values(), made)

    def _kept_copies(self, moves):
        """The copies made for this notice at an earlier try: {key: attachment}."""
        attachments_sudo = self.env["ir.attachment"].sudo()  # evidence
        found = attachments_sudo.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("description", "in", [self._copy_key(move) for move in moves]),
            ]
        )
        return {attachment.description: attachment for attachment in found}

    def _make_copies(self, moves):
        """Print invoices that Odoo never printed, and keep them with the notice."""
        pdfs = self.env["collection.invoice.copy"]._rendered(moves)
        lacking = moves.filtered(lambda move: move not in pdfs)
        if lacking:
            raise UserError(
                self.env._(
                    "No copy could be made of %(numbers)s.",
                    numbers=", ".join(lacking.mapped("name")),
                )
            )
        attachments_sudo = self.env["ir.attachment"].sudo()  # evidence
        return attachments_sudo.create(
            [
                {
                    "name": move._get_invoice_report_filename(),
                    "raw": pdfs[move],
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                    "description": self._copy_key(move),
                }
                for move in moves
            ]
        )

    def _copy_key(self, move):
        return f"{move._name},{move.id}"


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


class CollectionOpenItem(models.Model):
    """One click from the list: "we never got it"."""

    _inherit = "collection.open.item"

    def action_not_received(self):
        """Send copies of these invoices again and ask whether they have arrived."""
        answered = self.filtered("case_id")
        if not answered:
            raise UserError(self.env._("There is no case to which this item belongs."))
        for case, items in answered.grouped("case_id").items():
            case._never_received(items.line_id)
        return True
