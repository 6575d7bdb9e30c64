from odoo import api, models
from odoo.exceptions import UserError

from ...report.notice.debtor_paper import DebtorPaper
from ...report.notice.paper_format import PaperFormat


class DisputePaper(DebtorPaper):
    """The letter that tells a debtor what came of his dispute.

    :param dispute: the answered dispute
    :param number: its place among the papers of this document
    :param today: the date of the letter
    """

    def __init__(self, dispute, number, today):
        receiver = dispute.contact_id or dispute.partner_id
        (notice,) = dispute._notice_in_memory(receiver)._by_language()
        paper = PaperFormat(dispute.env, notice.env.lang)
        super().__init__(notice.company_id, dispute.partner_id, number, today, paper)
        self.contact = dispute.contact_id or None
        speaking = dispute.with_context(lang=paper.lang)
        self.words = speaking._outcome_words(notice)
        self.reference = dispute.name
        self.author = notice._author()

    @property
    def collector(self):
        """Who answers questions about it."""
        author, company = self.author, self.company
        return {
            "name": author.name if author != company.partner_id else "",
            "phone": author.phone or company.phone or "",
            "email": author.email or company.email or "",
        }


class DisputeReport(models.AbstractModel):
    """Gathers the letters about disputes."""

    _name = "report.collection_followup.paper_dispute"
    _description = "Letters about disputes"

    @api.model
    def _get_report_values(self, docids, data=None):
        disputes = self.env["collection.paper"]._chosen("collection.dispute", docids)
        if not all(dispute._has_outcome() for dispute in disputes):
            raise UserError(
                self.env._("There is nothing to tell yet: the dispute is not answered.")
            )
        return {
            "papers": [
                # the credit note and the bank account are shown to the debtor
                DisputePaper(dispute, number, dispute.company_id._collection_today())
                for number, dispute in enumerate(disputes.sudo(), start=1)
            ],
            "report_type": (data or {}).get("report_type", "html"),
        }


class CollectionDispute(models.Model):
    """The outcome on paper, for debtors without e-mail."""

    _inherit = "collection.dispute"

    def _has_outcome(self):
        """Tell whether there is something that the debtor can be told."""
        self.ensure_one()
        return self.state == "for_us" or (
            self.state == "closed" and self.outcome not in ("paid", False)
        )

    def action_print_outcome(self):
        """Print the letter; from now on the debtor counts as told."""
        self._check_may_answer()
        report = self.env.ref("collection_followup.report_dispute")
        action = report.report_action(self)
        # printed by whoever may read them; only the day is kept
        untold = self.filtered(lambda dispute: not dispute.told_on).sudo()
        for company, disputes in untold.grouped("company_id").items():
            disputes.told_on = company._collection_today()  # rights were checked above
        return action
