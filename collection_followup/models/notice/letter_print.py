import logging

from odoo import api, models, modules
from odoo.exceptions import UserError

from ...report.notice import paper_pdf
from ...sentences import speaking

_logger = logging.getLogger(__name__)
REPORT = "collection_followup.report_letter_batch"
# letters in one call of the PDF engine; each chunk is committed with its records
CHUNK = 100


class CollectionLetterBatch(models.Model):
    """Printing: check again, render a chunk, keep its PDFs, move the levels.

    What was printed is known by the state of each letter and committed together
    with its PDF, so that a batch that was killed goes on where it stopped.
    """

    _inherit = "collection.letter.batch"

    @api.model
    def _cron_letters(self):
        """Print the batches that were started, chunk by chunk."""
        progress = self.env["ir.cron"]._commit_progress
        batches = self.search([("state", "=", "printing")], order="id")
        progress(remaining=sum(len(batch._waiting()) for batch in batches))
        for batch in batches:
            while batch.try_lock_for_update().state == "printing":
                done = batch._try_chunk()
                if not progress(done):
                    return

    def _try_chunk(self):
        """Print a chunk; when the engine fails, say so on the batch and stop it."""
        try:
            return self._print_chunk()
        except UserError as error:
            self.env.cr.rollback()
            _logger.exception("Batch %s of letters", self.id)
            self.write({"state": "draft", "note": str(error)})
            return 0

    def _print_all(self):
        """Print what waits while the user does."""
        self.ensure_one()
        self.lock_for_update()
        while self.state == "printing":
            self._print_chunk()

    def _print_chunk(self):
        """Print the next letters; the last chunk puts the whole together.

        :return: the number of letters that no longer wait
        """
        self.ensure_one()
        self.env.invalidate_all()  # what others did since the last chunk counts
        chunk = self._waiting()[:CHUNK]
        printed = self._print(self._printable(chunk)) if chunk else chunk
        self.write(
            {
                "letters_done": self.letters_done + len(chunk),
                "letters_printed": self.letters_printed + len(printed),
            }
        )
        if len(chunk) < CHUNK:
            self._finish()
        return len(chunk)

    def _printable(self, notices):
        """The letters that still stand, have an address and have their words."""
        standing = notices._keep_standing_letters()
        return notices & standing._keep_addressed()._fill_words()

    def _print(self, notices):
        """Render letters, keep the PDF of each, say that they were sent.

        :return: the notices that were printed
        """
        copies = self.env["collection.invoice.copy"]._for_notices(notices)
        lacking = notices.filtered(lambda notice: notice not in copies)
        if lacking:
            lacking._mark_failed(
                "letter",
                lambda env: env._("The copies of the invoices could not be made."),
            )
        notices -= lacking
        if notices:
            self._keep_pdfs(notices, copies)
            notices._mark_sent("letter", self._letter_date())
        return notices

    def _keep_pdfs(self, notices, copies):
        """Store the PDF of each letter with its copies, and all of the chunk."""
        pages, values = [], []
        both_sides = self.company_id.root_id.collection_both_sides
        for notice, part in self._rendered(notices):
            own = [*part.pages, *copies[notice]]
            values.append(self._pdf_values(notice, own))
            notice.letter_pages = len(own)
            pages += own
            if both_sides and len(own) % 2:
                pages.append(paper_pdf.blank_like(own[0]))
        values.append(self._chunk_values(pages))
        files = self.env["ir.attachment"].create(values)
        for notice, attachment in zip(notices, files[:-1], strict=True):
            notice.letter_id = attachment

    def _rendered(self, notices):
        """Letters and their pages, from one engine call wherever possible."""
        parts = self._render(notices)
        if len(parts) != len(notices):  # a mark got lost: whose page is whose?
            _logger.warning("Batch %s: letters are printed one by one", self.id)
            parts = [part for notice in notices for part in self._render(notice)[:1]]
        label = self.env["collection.paper"]._page_label
        for part in parts:
            paper_pdf.number_pages(part, label)
        return zip(notices, parts, strict=True)

    def _render(self, notices):
        """The parts of one document with the letters of these notices."""
        engine = self.env["ir.actions.report"].with_company(self.company_id)
        pdf = engine._collection_pdf(REPORT, self.ids, {"notice_ids": notices.ids})
        return paper_pdf.take_apart(pdf)

    @api.model
    def _pdf_values(self, notice, pages):
        """Values of the attachment that is the evidence of one letter."""
        return {
            "name": "%s.pdf" % (notice.name or str(notice.id)).replace("/", "-"),
            "raw": paper_pdf.join(pages),
            "mimetype": "application/pdf",
            "res_model": notice._name,
            "res_id": notice.id,
        }

    # ------------------------------------------------------------- the whole

    def _chunk_values(self, pages):
        """Values of the attachment that keeps a chunk until the batch is whole."""
        return {
            "name": "chunk",
            "raw": paper_pdf.join(pages),
            "mimetype": "application/pdf",
            "res_model": self._name,
            "res_id": self.id,
            "description": "chunk",
        }

    def _finish(self):
        """Join the chunks to one PDF and tell who started the batch."""
        chunks = self.env["ir.attachment"].search(self._chunk_domain(), order="id")
        values = {
            "state": "printed",
            "note": self._left_out_note(),
            "letters_done": self.letters_total,
        }
        if chunks:
            documents = [paper_pdf.read(chunk.raw) for chunk in chunks]
            pages = [page for document in documents for page in document.pages]
            values["pages"] = len(pages)
            whole = chunks[0] if len(chunks) == 1 else self._whole(pages)
            whole.write({"name": f"{self.name}.pdf", "description": False})
            values["pdf_id"] = whole.id
            (chunks - whole).unlink()
        self.write(values)
        self._tell()

    def _whole(self, pages):
        return self.env["ir.attachment"].create(self._chunk_values(pages))

    def _chunk_domain(self):
        return [
            ("res_model", "=", self._name),
            ("res_id", "=", self.id),
            ("description", "=", "chunk"),
        ]

    def _left_out_note(self):
        """Which letters were not printed, and why."""
        left = self.notice_ids.filtered(lambda n: n.letter_state != "printed")
        return "\n".join(
            f"{notice.name}, {notice.partner_id.display_name}: "
            f"{notice.failure or notice.reason or ''}"
            for notice in left
        )

    def _tell(self):
        """Tell the user on the screen that the letters are ready."""
        if modules.module.current_test:
            return
        env = speaking(self.env, self.user_id.lang)
        self.user_id._bus_send(
            "simple_notification",
            {
                "title": env._("Letters are ready"),
                "message": env._(
                    "%(name)s: %(count)s letters, %(pages)s pages.",
                    name=self.name,
                    count=self.letters_printed,
                    pages=self.pages,
                ),
                "type": "success",
            },
        )
