import logging

from odoo import api, models
from odoo.exceptions import UserError

from ..report import paper_pdf

_logger = logging.getLogger(__name__)
COPIED = ("due", "also", "coming")


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
        lines = notice.line_ids.filtered(lambda line: line.part in COPIED)
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
