from odoo import api, models

from .letter_data import letters_of


class LetterReport(models.AbstractModel):
    """Gathers the letters of a report, whatever it is printed from."""

    _name = "collection.letter.report"
    _description = "Letters on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        letters = self._letters(docids, data or {})
        return {
            "doc_ids": docids,
            "letters": letters,
            "report_type": (data or {}).get("report_type", "html"),
        }

    @api.model
    def _letters(self, docids, data):
        """The letters to print; each report knows its own."""
        raise NotImplementedError

    @api.model
    def _chosen(self, model, docids):
        return self.env["collection.paper"]._chosen(model, docids)


class LetterBatchReport(models.AbstractModel):
    """Letters of a batch, or some of them: one document, one engine call."""

    _name = "report.collection_followup.paper_letter_batch"
    _inherit = "collection.letter.report"
    _description = "Letters of a batch"

    @api.model
    def _letters(self, docids, data):
        batch = self._chosen("collection.letter.batch", docids)[:1]
        notices = batch.notice_ids
        notices.check_access("read")
        if data.get("notice_ids"):
            notices = notices.browse(data["notice_ids"]) & notices
        else:
            notices = notices._in_postal_order()
        return letters_of(notices, batch._letter_date())


class LetterNoticeReport(models.AbstractModel):
    """The letter of one or more notices as they stand, to look at before printing."""

    _name = "report.collection_followup.paper_letter_notice"
    _inherit = "collection.letter.report"
    _description = "Letter of a notice"

    @api.model
    def _letters(self, docids, data):
        notices = self._chosen("collection.notice", docids)
        letters = letters_of(notices, self.env.company._collection_today())
        for letter in letters:
            if not letter.notice._has_words():
                letter.words = self._words_to_come(letter.notice, letter.lang)
        return letters

    @api.model
    def _words_to_come(self, notice, lang):
        """What a notice will say that has no words yet; nothing is stored."""
        filled, wrong = notice.with_context(lang=lang)._stage_words()
        if filled:
            return next(iter(filled.values()))
        return {"subject": "", "opening": next(iter(wrong)), "closing": ""}


class LetterMoveReport(models.AbstractModel):
    """What the debtors of some invoices owe now, one letter for each."""

    _name = "report.collection_followup.paper_letter_move"
    _inherit = "collection.letter.report"
    _description = "Letter from invoices"

    @api.model
    def _letters(self, docids, data):
        moves = self._chosen("account.move", docids)
        return self.env["collection.letter.copy"]._letters_of_moves(moves)


class LetterPartnerReport(models.AbstractModel):
    """What some partners owe now, one letter for each debtor."""

    _name = "report.collection_followup.paper_letter_partner"
    _inherit = "collection.letter.report"
    _description = "Letter from partners"

    @api.model
    def _letters(self, docids, data):
        partners = self._chosen("res.partner", docids)
        return self.env["collection.letter.copy"]._letters_of_partners(partners)


class LetterCaseReport(models.AbstractModel):
    """What the debtors of some cases owe now."""

    _name = "report.collection_followup.paper_letter_case"
    _inherit = "collection.letter.report"
    _description = "Letter from cases"

    @api.model
    def _letters(self, docids, data):
        cases = self._chosen("collection.case", docids)
        return self.env["collection.letter.copy"]._letters_of_cases(cases)
