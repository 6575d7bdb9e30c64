from urllib.parse import urlencode

from odoo import models
from odoo.exceptions import UserError

MOST_IN_ADDRESS = 400  # longer web addresses are cut off on their way


class ResPartner(models.Model):
    """Statements of the debtors that were chosen."""

    _inherit = "res.partner"

    def action_statement_pdf(self):
        """Print the statements of these debtors."""
        self.check_access("read")
        report = self.env.ref("collection_followup.report_statement_partner")
        return report.report_action(self, config=False)

    def action_statement_xlsx(self):
        """Fetch the open items of these debtors as a workbook."""
        self.check_access("read")
        debtors = self.commercial_partner_id
        if len(debtors) > MOST_IN_ADDRESS:
            raise UserError(
                self.env._(
                    "Choose %(most)s debtors at most, or fetch the statement of all "
                    "debtors from the menu.",
                    most=MOST_IN_ADDRESS,
                )
            )
        query = urlencode({"partners": ",".join(str(key) for key in debtors.ids)})
        return {
            "type": "ir.actions.act_url",
            "url": f"/collection/statement.xlsx?{query}",
            "target": "download",
        }


class CollectionCase(models.Model):
    """Statements of the debtors of these cases."""

    _inherit = "collection.case"

    def action_print_letter(self):
        """Print what is owed now as a letter; moves no level."""
        self.check_access("read")
        report = self.env.ref("collection_followup.report_letter_case")
        return report.report_action(self, config=False)

    def action_statement_pdf(self):
        """Print the statements of these debtors."""
        return self._in_their_company().action_statement_pdf()

    def action_statement_xlsx(self):
        """Fetch the open items of these debtors as a workbook."""
        return self._in_their_company().action_statement_xlsx()

    def _in_their_company(self):
        self.check_access("read")
        company = self.company_id[:1] or self.env.company
        return self.partner_id.with_company(company)
