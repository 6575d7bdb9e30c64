from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..notice.common_letters import pages_of, text_of
from .common_statement import DAY, StatementCommon


def plus_or_minus(values):
    """The sum of what is not empty, to the cent."""
    return round(sum(value or 0 for value in values), 2)


@tagged("post_install", "-at_install")
class TestStatement(StatementCommon):
    """A statement shows every open item, and its sums are those of the ledger."""

    def rows(self, partners=None):
        model = self.env["collection.statement"]
        return list(model._read_rows(self.company, partners or self.debtor, DAY))

    def test_sums_are_those_of_the_ledger(self):
        rows = self.rows()
        for currency in (self.company.currency_id, self.euro):
            open_ = [row.open for row in rows if row.currency_id == currency.id]
            self.assertEqual(
                plus_or_minus(open_), self.ledger(self.debtor, currency), currency.name
            )
        # 500 + 180 + 80 - 40 and the payment on account, which may not be booked yet
        booked = 25 if self.on_account.move_id else 0
        in_dollars = [r.open for r in rows if r.currency == "USD"]
        self.assertEqual(plus_or_minus(in_dollars), 720 - booked)
        credit = self.debtor.with_company(self.company).credit
        in_company = plus_or_minus(
            self.env["account.move.line"]
            .browse(row.line_id for row in rows)
            .mapped("amount_residual")
        )
        self.assertEqual(in_company, round(credit, 2))

    def test_rows_by_due_date_with_running_total(self):
        rows = [r for r in self.rows() if r.currency == "USD" and r.open > 0]
        self.assertEqual(rows[0].document, self.old.name)
        part = next(r for r in rows if r.document == self.part.name)
        self.assertEqual((part.amount, part.paid, part.open), (300, 120, 180))
        self.assertEqual(part.days_late, 38)
        everything = [r for r in self.rows() if r.currency == "USD"]
        running = 0
        for row in everything:
            running += row.open
            self.assertEqual(row.running, running)
        self.assertEqual(rows[-1].days_late, 0)

    def test_contacts_belong_to_their_debtor(self):
        person = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": self.debtor.id}
        )
        move = self.invoice(5, "2026-01-01", partner=person)
        names = [row.document for row in self.rows()]
        self.assertIn(move.name, names)
        self.assertEqual(self.rows(person), self.rows())

    def test_paper(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with freeze_time("2026-03-10 12:00:00"):
            pdf = report._render_qweb_pdf(
                "collection_followup.report_statement_partner", self.debtor.ids
            )[0]
        text = text_of(pdf)
        self.assertIn("Statement of open items on March 10, 2026", text)
        self.assertIn("PO 1 06/01/2025 07/01/2025 252 500.00 500.00 500.00", text)
        self.assertIn("300.00 120.00 180.00", text)
        self.assertIn("-40.00", text)
        self.assertIn("Open in USD", text)
        self.assertIn("Open in EUR", text)
        self.assertNotIn("letter.invalid", text)

    def test_paper_of_several_debtors_and_cases(self):
        other = self._make_debtor("Other")
        self.invoice(55, "2026-01-01", partner=other)
        with freeze_time("2026-03-10 12:00:00"):
            self.run_on(DAY)
            cases = self.case() | self.case(other)
            report = self.env["ir.actions.report"]
            report = report.with_context(force_report_rendering=True)
            pdf = report._render_qweb_pdf(
                "collection_followup.report_statement_case", cases.ids
            )[0]
        pages = pages_of(pdf)
        self.assertEqual(len(pages), 2)
        self.assertIn("Debtor & Sons", pages[0])
        self.assertIn("Other", pages[1])

    def test_nothing_open(self):
        other = self._make_debtor("Other")
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        with self.assertRaisesRegex(UserError, "Nothing is open at Other"):
            report._render_qweb_pdf(
                "collection_followup.report_statement_partner", other.ids
            )
