import logging

from odoo import models

_logger = logging.getLogger(__name__)
INVOICE_REPORT = "account.account_invoices"


class CollectionNotice(models.Model):
    """Copies of the invoices that go with a notice."""

    _inherit = "collection.notice"

    def _with_copies(self):
        """Attach the copies that the stages ask for; notices without them fail."""
        wanting = self.filtered("stage_id.attach_invoices")
        lost = self.browse()
        for notice in wanting:
            try:
                copies = notice._invoice_copies()
            except Exception as error:
                _logger.exception("Invoice copies of notice %s", notice.id)
                reason = self.env._(
                    "The copies of the invoices could not be made: %(error)s",
                    error=str(error),
                )
                notice._mark_failed("email", reason)
                lost |= notice
            else:
                notice.mail_ids[:1].attachment_ids |= copies
        return self - lost

    def _invoice_copies(self):
        """The PDF of each invoice on the notice: Odoo's own, else one made now.

        What was made is kept with the notice and not made again.
        """
        self.ensure_one()
        moves = self.line_ids.move_id.filtered(lambda m: m.is_sale_document())
        copies_sudo = moves.sudo().invoice_pdf_report_id  # evidence, any collector's
        for move in moves.filtered(lambda m: not m.invoice_pdf_report_id):
            copies_sudo |= self._copy_of(move)
        return copies_sudo

    def _copy_of(self, move):
        """The PDF of an invoice that Odoo never printed, kept with the notice."""
        attachments_sudo = self.env["ir.attachment"].sudo()  # evidence
        mine = [
            ("res_model", "=", self._name),
            ("res_id", "=", self.id),
            ("description", "=", f"account.move,{move.id}"),
        ]
        made = attachments_sudo.search(mine, limit=1)
        if made:
            return made
        # one engine call for each: the usual build cannot split a joint document
        report = self.env["ir.actions.report"].sudo().with_company(move.company_id)
        content, _kind = report._render_qweb_pdf(INVOICE_REPORT, move.ids)
        return attachments_sudo.create(
            {
                "name": move._get_invoice_report_filename(),
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
                "description": f"account.move,{move.id}",
            }
        )
