from odoo import api, models
from odoo.exceptions import UserError

from ..notice import paper_pdf
from ..notice.paper_format import PaperFormat, in_blocks
from .statement_data import statements_of

MOST_STATEMENTS = 500  # on paper; the workbook takes any number


class StatementPartnerReport(models.AbstractModel):
    """Statements of partners in the current company."""

    _name = "report.collection_followup.paper_statement_partner"
    _description = "Statements of partners"

    @api.model
    def _get_report_values(self, docids, data=None):
        partners = self.env["collection.paper"]._chosen("res.partner", docids)
        return {
            "statements": self._statements(self.env.company, partners),
            "report_type": (data or {}).get("report_type", "html"),
        }

    @api.model
    def _statements(self, company, partners):
        """One statement for each debtor who has open items.

        :raise UserError: when nothing is open, or too much for paper
        """
        debtors = partners.commercial_partner_id
        if len(debtors) > MOST_STATEMENTS:
            raise UserError(
                self.env._(
                    "Choose %(most)s customers at most for paper; the workbook takes "
                    "any number.",
                    most=MOST_STATEMENTS,
                )
            )
        today = company._collection_today()
        model = self.env["collection.statement"]
        rows = model._read_rows(company, debtors, today)
        found = statements_of(company, rows, today)
        if not found:
            names = ", ".join(debtors[:10].mapped("display_name"))
            raise UserError(self.env._("Nothing is open at %(names)s.", names=names))
        return found


class StatementCaseReport(models.AbstractModel):
    """Statements of the debtors of cases, on the letterhead of their company."""

    _name = "report.collection_followup.paper_statement_case"
    _inherit = "report.collection_followup.paper_statement_partner"
    _description = "Statements of cases"

    @api.model
    def _get_report_values(self, docids, data=None):
        cases = self.env["collection.paper"]._chosen("collection.case", docids)
        statements = []
        for company, group in cases.grouped("company_id").items():
            statements += self._statements(company, group.partner_id)
        for number, statement in enumerate(statements, start=1):
            statement.number = number
        return {
            "statements": statements,
            "report_type": (data or {}).get("report_type", "html"),
        }


class PastDueReport(models.AbstractModel):
    """The list of past-due accounts, most overdue first."""

    _name = "report.collection_followup.paper_past_due"
    _description = "List of past-due accounts on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        cases = self.env["collection.case"].browse(docids or ())  # none: an empty list
        cases.check_access("read")
        company = self.env.company
        today = company._collection_today()
        model = self.env["collection.past.due"]
        domain = [("id", "in", cases.ids), ("overdue", ">", 0)]
        return {
            "company": company,
            "blocks": in_blocks(self.env, list(model._read_rows(domain, today))),
            "mark": paper_pdf.mark(1, self.env.lang or "en_US"),
            "sums": model._read_sums(domain),
            "today": today,
            "paper": PaperFormat(self.env, self.env.lang),
            "report_type": (data or {}).get("report_type", "html"),
        }
