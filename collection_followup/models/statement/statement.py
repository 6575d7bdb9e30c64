from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from psycopg2.errors import InFailedSqlTransaction

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...report.statement.statement_xlsx import StatementWorkbook
from ...sentences import speaking

FETCH = 1000  # rows held in memory at a time
# open lines with their running total by debtor and currency
STATEMENT = """
    SELECT account_move_line.id, d.id, COALESCE(d.complete_name, ''),
           COALESCE(d.ref, ''), c.id, c.name,
           COALESCE(m.name, account_move_line.name, ''), COALESCE(m.ref, ''),
           COALESCE(m.invoice_date, account_move_line.date), due.day,
           CASE WHEN account_move_line.amount_residual_currency > 0
                THEN GREATEST(%(today)s - due.day, 0) ELSE 0 END,
           account_move_line.amount_currency::float,
           (account_move_line.amount_currency
               - account_move_line.amount_residual_currency)::float,
           account_move_line.amount_residual_currency::float,
           (SUM(account_move_line.amount_residual_currency) OVER (
               PARTITION BY d.id, c.id
               ORDER BY due.day, account_move_line.id))::float
      FROM %(lines)s
      JOIN account_move m ON m.id = account_move_line.move_id
      JOIN res_currency c ON c.id = account_move_line.currency_id
      LEFT JOIN res_partner p ON p.id = account_move_line.partner_id
      LEFT JOIN res_partner d ON d.id = p.commercial_partner_id
     CROSS JOIN LATERAL (
               SELECT COALESCE(account_move_line.date_maturity,
                               account_move_line.date) AS day) due
     WHERE %(condition)s
     ORDER BY d.complete_name, d.id, c.name, due.day, account_move_line.id
"""


class StatementRow(NamedTuple):
    """One open receivable line; debts are positive, credits negative."""

    line_id: int
    debtor_id: int
    debtor: str
    customer_number: str
    currency_id: int
    currency: str
    document: str
    reference: str
    date: object
    due: object
    days_late: int
    amount: float
    paid: float
    open: float
    running: float


MOST_ROWS = 1_000_000  # a sheet ends at 1 048 576
FEW = 50  # of more partners the debtors are not even looked up
MOST_IN_ADDRESS = 400  # longer web addresses are cut off on their way


class CollectionStatement(models.AbstractModel):
    """Open items of one or many debtors as the ledger has them today.

    Credits and payments on account are listed too, so that the sum is the
    receivable balance. Every row is read under the rules of the user.
    """

    _name = "collection.statement"
    _description = "Statement of open items"

    @api.model
    def _read_rows(self, company, partners, today):
        """Yield the open items by debtor, currency and due date.

        The database keeps the result and hands over a thousand rows at a time:
        memory does not grow with the number of debtors.

        :param company: any company of the tree; the user sees those he works in
        :param partners: debtors or their contacts, or None for everybody
        :param today: the company's day, from which days late count
        """
        for row in self._stream(self._query(company, partners, today)):
            yield StatementRow(*row)

    @api.model
    def _stream(self, query):
        """Yield the rows of a query without fetching them all."""
        self.env.flush_all()
        cursor = self.env.cr
        name = SQL.identifier("collection_stream_%s" % id(query))
        cursor.execute(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", name, query))
        fetch = SQL("FETCH %s FROM %s", FETCH, name)
        try:
            cursor.execute(fetch)
            while rows := cursor.fetchall():
                rows.reverse()
                while rows:  # gone before the next ones come
                    yield rows.pop()
                cursor.execute(fetch)
        finally:
            with suppress(InFailedSqlTransaction):
                cursor.execute(SQL("CLOSE %s", name), log_exceptions=False)

    @api.model
    def _read_totals(self, company, partners):
        """Count and sum the open items: {currency: (rows, amount, open)}."""
        lines = self._lines(company)
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT account_move_line.currency_id, COUNT(*),
                       SUM(account_move_line.amount_currency),
                       SUM(account_move_line.amount_residual_currency)
                  FROM %s LEFT JOIN res_partner p ON p.id = account_move_line.partner_id
                 WHERE %s
                 GROUP BY account_move_line.currency_id
                """,
                lines.from_clause,
                self._condition(lines, partners),
            )
        )
        currencies = self.env["res.currency"].browse(row[0] for row in rows)
        totals = {
            currency: (count, float(amount), float(open_))
            for currency, (_id, count, amount, open_) in zip(
                currencies, rows, strict=True
            )
        }
        return dict(sorted(totals.items(), key=lambda item: item[0].name))

    @api.model
    def _query(self, company, partners, today):
        lines = self._lines(company)
        return SQL(
            STATEMENT,
            today=today,
            lines=lines.from_clause,
            condition=self._condition(lines, partners),
        )

    @api.model
    def _lines(self, company):
        """The open receivable lines that the user may read."""
        lines = self.env["account.move.line"]
        companies = lines._collection_companies(company)
        domain = [
            ("company_id", "in", companies.ids),
            ("account_id", "in", lines._collection_accounts(companies).ids),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("amount_residual_currency", "!=", 0),
        ]
        return lines._search(domain)

    @api.model
    def _condition(self, lines, partners):
        """The rules of the user, and the debtors that are asked for."""
        if partners is None:
            return lines.where_clause
        return SQL(
            "%s AND p.commercial_partner_id IN ("
            "SELECT commercial_partner_id FROM res_partner WHERE id IN %s)",
            lines.where_clause,
            tuple(partners.ids) or (0,),
        )

    # ----------------------------------------------------- statements as workbooks

    @api.model
    def _write_xlsx(self, path, company, partners, today):
        """Write the open items of debtors to a file, row by row.

        :param path: the file; its folder is used for what is on the way
        :param partners: commercial partners, or None for everybody
        """
        totals = self._read_totals(company, partners)
        if sum(total[0] for total in totals.values()) > MOST_ROWS:
            raise UserError(
                self.env._("The statement has too many items: choose fewer customers.")
            )
        one = self.env["res.partner"]
        if partners is not None and len(partners) <= FEW:
            debtors = partners.commercial_partner_id
            one = debtors if len(debtors) == 1 else one
        # what one debtor gets is in his language, as his statement on paper is
        env = speaking(self.with_company(company).env, one.lang)
        workbook = StatementWorkbook(Path(path), env, totals, today, one)
        workbook.fill(self._read_rows(company, partners, today))


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
                    "Choose %(most)s customers at most, or fetch the statement of "
                    "all customers from the menu.",
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
