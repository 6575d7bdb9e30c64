import logging

from odoo import models
from odoo.exceptions import UserError

from ..sentences import house

_logger = logging.getLogger(__name__)


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
