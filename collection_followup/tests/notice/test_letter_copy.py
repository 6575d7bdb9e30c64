from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common_letters import LettersCommon, text_of


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 12:00:00")
class TestLetterCopy(LettersCommon):
    """Printing from an invoice shows what is owed now and changes nothing."""

    def print_from(self, records, name):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        return report._render_qweb_pdf(
            f"collection_followup.report_letter_{name}", records.ids
        )[0]

    def test_from_an_invoice_all_that_the_debtor_owes(self):
        first = self.invoice(100, "2026-01-15")
        self.invoice(30, "2026-01-16")
        self.invoice(7, "2026-03-01")  # not due yet
        text = text_of(self.print_from(first, "move"))
        self.assertIn("what is open on March 10, 2026", text)
        self.assertIn("To pay in USD $ 130.00", text)
        self.assertIn("not a new reminder", text)
        self.assertNotIn("7.00", text)
        self.assertNotIn("letter.invalid", text)
        self.assertFalse(self.env["collection.notice"].search([]))
        self.assertFalse(
            self.env["collection.item"].search([("stage_id", "!=", False)])
        )
        self.assertFalse(self.env["collection.interaction"].search([]))

    def test_one_letter_for_each_debtor(self):
        other = self._make_debtor("Other")
        moves = self.invoice(100, "2026-01-15") | self.invoice(30, "2026-01-16")
        moves |= self.invoice(55, "2026-01-16", partner=other)
        text = text_of(self.print_from(moves, "move"))
        self.assertEqual(text.count("Kind regards"), 2)
        self.assertIn("$ 130.00", text)
        self.assertIn("$ 55.00", text)

    def test_nobody_is_written_to_who_must_not_be(self):
        """A copy from a button asks the guards as a letter does."""
        move = self.invoice(100, "2026-01-15")
        self.env["collection.case"]._sync(self.company, self.debtor)
        case = self.case()
        ways = ((move, "move"), (self.debtor, "partner"), (case, "case"))
        for records, name in ways:
            self.assertIn("$ 100.00", text_of(self.print_from(records, name)))
        stop = self.env["collection.contact.stop"].create(
            {
                "partner_id": self.debtor.id,
                "channel": "letter",
                "reason": "Wants no paper",
            }
        )
        for records, name in ways:
            with self.subTest(name), self.assertRaisesRegex(UserError, "no paper"):
                self.print_from(records, name)
        stop._lift("Wants it again")
        case._stop("lawyer", "Wrote so")
        with self.assertRaisesRegex(UserError, "case is stopped"):
            self.print_from(case, "case")

    def test_part_payment_and_credit_are_taken_off(self):
        move = self.invoice(100, "2026-01-15")
        self.pay(move, "2026-02-20", amount=60)
        text = text_of(self.print_from(move, "move"))
        self.assertIn("100.00 40.00 40.00", text)

    def test_paid_invoice_says_so(self):
        move = self.invoice(100, "2026-01-15")
        self.pay(move, "2026-02-20")
        with self.assertRaisesRegex(UserError, f"{move.name}.* is paid"):
            self.print_from(move, "move")

    def test_several_paid_invoices_and_bills(self):
        moves = self.invoice(100, "2026-01-15") | self.invoice(50, "2026-01-15")
        self.pay(moves[0], "2026-02-20")
        self.pay(moves[1], "2026-02-20")
        with self.assertRaisesRegex(UserError, "nothing to remind of"):
            self.print_from(moves, "move")
        bill = self.init_invoice("in_invoice", partner=self.debtor, amounts=[10])
        with self.assertRaisesRegex(UserError, "not posted"):
            self.print_from(bill, "move")
        bill.invoice_date = date(2026, 1, 1)
        bill.action_post()
        with self.assertRaisesRegex(UserError, "no customer invoice"):
            self.print_from(bill, "move")

    def test_paid_ones_do_not_stop_the_others(self):
        paid = self.invoice(100, "2026-01-15")
        self.pay(paid, "2026-02-20")
        owed = self.invoice(30, "2026-01-16")
        text = text_of(self.print_from(paid | owed, "move"))
        self.assertIn("$ 30.00", text)
        self.assertNotIn(paid.name, text)

    def test_nothing_overdue(self):
        move = self.invoice(100, "2026-03-01")
        with self.assertRaisesRegex(UserError, "Nothing is overdue at Debtor"):
            self.print_from(move, "move")

    def test_from_partner_contact_and_case(self):
        self.invoice(100, "2026-01-15")
        person = self.env["res.partner"].create(
            {"name": "Jo", "parent_id": self.debtor.id}
        )
        self.assertIn("$ 100.00", text_of(self.print_from(person, "partner")))
        self.run_on("2026-03-10")
        self.case().user_id = self.env.user
        self.env.user.phone = "+49 40 555 77"
        text = text_of(self.print_from(self.case(), "case"))
        self.assertIn("$ 100.00", text)
        self.assertIn("+49 40 555 77", text)
        self.assertEqual(self.notices(states=()).mapped("state"), ["approved"])

    def test_a_biller_may_print_it(self):
        move = self.invoice(100, "2026-01-15")
        biller = new_test_user(self.env, "a biller", "account.group_account_invoice")
        self.env.invalidate_all()
        text = text_of(self.print_from(move.with_user(biller), "move"))
        self.assertIn("$ 100.00", text)
        reports = self.env["ir.actions.actions"].with_user(biller)
        names = [r["name"] for r in reports.get_bindings("account.move")["report"]]
        self.assertIn("Copy of what is open", names)
