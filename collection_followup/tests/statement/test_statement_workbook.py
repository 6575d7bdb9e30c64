import io
import tracemalloc
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common_statement import DAY, StatementCommon


@tagged("post_install", "-at_install")
class TestStatementWorkbook(StatementCommon):
    """The workbook holds real dates, numbers and formulas, and takes little memory."""

    def test_workbook_of_one_debtor(self):
        book = self.workbook(self.debtor)
        sheet = book["Statement"]
        head = next(r for r in range(1, 10) if sheet.cell(r, 1).value == "Document")
        names = [cell.value for cell in sheet[head]]
        self.assertNotIn("Customer", names)
        self.assertEqual(sheet.freeze_panes, f"B{head + 1}")
        self.assertEqual(sheet.auto_filter.ref, f"A{head}:K{sheet.max_row}")
        self.assertEqual(sheet.print_title_rows, f"${head}:${head}")
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(sheet.page_setup.fitToHeight, 0)
        self.assertIn("Debtor & Sons", sheet["A1"].value)
        self.assertEqual(sheet["B2"].value, datetime(2026, 3, 10))
        rows = [
            dict(zip(names, row, strict=True))
            for row in sheet.iter_rows(head + 1, values_only=True)
        ]
        old = next(r for r in rows if r["Document"] == self.old.name)
        self.assertEqual(old["Date"], datetime(2025, 6, 1))
        self.assertEqual(old["Due date"], datetime(2025, 7, 1))
        self.assertIsInstance(old["Open"], int | float)
        self.assertEqual(old["Age"], "Over 180 days")
        text = next(r for r in rows if r["Document"] == self.part.name)
        self.assertEqual(text["Your reference"], "=1+1")
        cell = next(c for c in sheet["B"] if c.value == "=1+1")
        self.assertEqual(cell.data_type, "s")
        self.assertTrue(sheet.cell(head + 1, 3).is_date)
        self.assertIn("#,##0.00", sheet.cell(head + 1, 10).number_format)

    def test_workbook_sums_are_formulas_over_all_rows(self):
        book = self.workbook(self.debtor)
        sheet, totals = book["Statement"], book["Totals"]
        last = sheet.max_row
        sums = [c.value for c in sheet["J"] if str(c.value).startswith("=")]
        self.assertEqual(
            sums,
            [
                f'=SUMIFS($J$7:$J${last},$G$7:$G${last},"EUR")',
                f'=SUMIFS($J$7:$J${last},$G$7:$G${last},"USD")',
            ],
        )
        formulas = [c.value for c in totals["I"] if str(c.value).startswith("=")]
        self.assertEqual(formulas, ["=SUM(B5:H5)", "=SUM(B6:H6)"])
        self.assertEqual(totals["H4"].value, "Credits")
        self.assertIn("SUMIFS('Statement'!$J$7", totals["B5"].value)
        # one currency only: the sum follows the filter
        other = self._make_debtor("Other")
        self.invoice(55, "2026-01-01", partner=other)
        sheet = self.workbook(other)["Statement"]
        self.assertEqual(sheet["J3"].value, "=SUBTOTAL(109,$J$6:$J$6)")

    def test_workbook_of_many_debtors(self):
        other = self._make_debtor("=Other", ref="C-7")
        self.invoice(55, "2026-01-01", partner=other)
        book = self.workbook(self.debtor | other)
        sheet = book["Statement"]
        whose = {(row[0], row[1]) for row in sheet.iter_rows(7, values_only=True)}
        self.assertEqual(whose, {("=Other", "C-7"), ("Debtor & Sons", None)})
        everybody = self.workbook(None)["Statement"]
        self.assertGreaterEqual(everybody.max_row, sheet.max_row)

    def test_empty_workbook(self):
        sheet = self.workbook(self._make_debtor("Other"))["Statement"]
        self.assertIn("Other", sheet["A1"].value)

    def test_memory_does_not_grow_with_debtors(self):
        few = self._many_debtors(500)
        self._peak(few)  # whatever is loaded the first time only
        small = self._peak(few)
        many = few + self._many_debtors(2000)
        large = self._peak(many)
        self.assertEqual(len(list(self._rows(many))), 5000)
        self.assertLess(large / small, 1.5, f"{small} -> {large} bytes")

    def _many_debtors(self, count):
        """Debtors with two open items each, made by the database: quick, not valid."""
        line = self.receivable(self.invoice(10, "2026-01-01"))
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH debtors AS (
                INSERT INTO res_partner (name, complete_name, active, is_company,
                                         type, autopost_bills)
                SELECT 'Debtor ' || n, 'Debtor ' || n, TRUE, TRUE, 'contact', 'ask'
                  FROM generate_series(1, %(count)s) n
                RETURNING id)
            INSERT INTO account_move_line (
                   partner_id, move_id, account_id, journal_id, company_id,
                   currency_id, company_currency_id, display_type, parent_state,
                   date, date_maturity, amount_currency, amount_residual_currency,
                   amount_residual, balance, reconciled)
            SELECT d.id, l.move_id, l.account_id, l.journal_id, l.company_id,
                   l.currency_id, l.company_currency_id, l.display_type,
                   l.parent_state, l.date, l.date_maturity + n, 10 + n, 10 + n, 10 + n,
                   10 + n, FALSE
              FROM debtors d, account_move_line l, generate_series(1, 2) n
             WHERE l.id = %(line)s
            """,
            {"count": count, "line": line.id},
        )
        self.env.cr.execute(
            "UPDATE res_partner SET commercial_partner_id = id"
            " WHERE commercial_partner_id IS NULL RETURNING id"
        )
        self.env.invalidate_all()
        found = [row[0] for row in self.env.cr.fetchall()]
        return self.env["res.partner"].browse(found)

    def _rows(self, partners):
        model = self.env["collection.statement"]
        return model._read_rows(self.company, partners, DAY)

    def _peak(self, partners):
        """The most memory that writing the workbook took, in bytes."""
        self.env.flush_all()
        self.env.invalidate_all()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "statement.xlsx"
            model = self.env["collection.statement"]
            partners = partners.browse(partners.ids)
            tracemalloc.start()
            try:
                model._write_xlsx(path, self.company, partners, DAY)
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()


@tagged("post_install", "-at_install")
class TestStatementDownload(StatementCommon, HttpCase):
    """Workbooks are fetched by those who may read the ledger."""

    def test_collector_fetches_the_statement(self):
        group = "collection_followup.group_collection_user"
        new_test_user(self.env, "collector", group, company_id=self.company.id)
        action = self.debtor.action_statement_xlsx()
        self.authenticate("collector", "collector")
        answer = self.url_open(action["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Debtor", answer.headers["Content-Disposition"])
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(book.sheetnames, ["Statement", "Totals"])
        answer = self.url_open("/collection/statement.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(book["Statement"]["A6"].value, "Customer")

    def test_others_do_not(self):
        new_test_user(self.env, "nobody", "base.group_user")
        self.authenticate("nobody", "nobody")
        for url in (
            self.debtor.action_statement_xlsx()["url"],
            "/collection/statement.xlsx",
            "/collection/past-due.xlsx",
        ):
            answer = self.url_open(url)
            self.assertEqual(answer.status_code, 403, url)

    def test_too_many_for_an_address(self):
        partners = self.env["res.partner"].create(
            [{"name": f"P{n}"} for n in range(401)]
        )
        with self.assertRaisesRegex(UserError, "400 customers at most"):
            partners.action_statement_xlsx()
