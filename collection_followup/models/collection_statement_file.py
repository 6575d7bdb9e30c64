from pathlib import Path

from odoo import api, models
from odoo.exceptions import UserError

from ..report.statement_xlsx import StatementWorkbook
from ..sentences import speaking

MOST_ROWS = 1_000_000  # a sheet ends at 1 048 576

FEW = 50  # of more partners the debtors are not even looked up


class CollectionStatement(models.AbstractModel):
    """Statements as workbooks."""

    _inherit = "collection.statement"

    @api.model
    def _write_xlsx(self, path, company, partners, today):
        """Write the open items of debtors to a file, row by row.

        :param path: the file; its folder is used for what is on the way
        :param partners: commercial partners, or None for everybody
        """
        totals = self._read_totals(company, partners)
        if sum(total[0] for total in totals.values()) > MOST_ROWS:
            raise UserError(
                self.env._("The statement has too many items: choose fewer debtors.")
            )
        one = self.env["res.partner"]
        if partners is not None and len(partners) <= FEW:
            debtors = partners.commercial_partner_id
            one = debtors if len(debtors) == 1 else one
        # what one debtor gets is in his language, as his statement on paper is
        env = speaking(self.with_company(company).env, one.lang)
        workbook = StatementWorkbook(Path(path), env, totals, today, one)
        workbook.fill(self._read_rows(company, partners, today))
