from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common_promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestPromiseLedger(PromisesCommon):
    """Every state of a promise is true to the ledger, whatever happens there."""

    def test_paid_in_time(self):
        promise = self.promise()
        self.pay(self.late, "2026-04-09")
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 1000.0, "2026-04-09")
        self.assertIn("complete on April 9, 2026", promise.reason)
        self.assertIn("Kept", str(promise.message_ids.mapped("body")))

    def test_paid_in_the_days_of_grace(self):
        promise = self.promise()
        self.night(self.DEADLINE)
        self.assertStands(promise, "open")
        self.pay(self.late, self.DEADLINE)
        self.judge_on(self.DEADLINE)
        self.assertStands(promise, "kept")

    def test_a_part_by_the_deadline(self):
        promise = self.promise()
        self.pay(self.late, "2026-04-08", 400.0)
        self.judge_on("2026-04-08")
        self.assertStands(promise, "open", 400.0)
        self.assertEqual(self.the_case.promised, 600.0)
        self.night(self.AFTER)
        self.assertStands(promise, "partly", 400.0)
        self.assertEqual(promise.broken_on, date(2026, 4, 15))
        self.assertEqual(self.the_case.to_collect, 600.0)

    def test_broken_then_paid_late(self):
        promise = self.promise()
        self.night(self.AFTER)
        self.assertStands(promise, "broken", 0.0)
        self.pay(self.late, "2026-04-20")
        self.judge_on("2026-04-20")
        self.assertStands(promise, "broken", 1000.0, "2026-04-20")
        self.assertIn("10 days after", promise.reason)

    def test_booked_late_but_paid_in_time(self):
        promise = self.promise()
        self.night(self.AFTER)
        self.assertStands(promise, "broken")
        line = self.bank_line(1000.0, self.DEADLINE)
        self.match(line, self.late, "2026-04-20")
        self.judge_on("2026-04-20")
        self.assertStands(promise, "kept", 1000.0, self.DEADLINE)
        self.assertFalse(promise.broken_on)

    def test_paid_before_the_promise_and_matched_after_it(self):
        line = self.bank_line(1000.0, "2026-03-30")
        promise = self.promise((self.late, 1000.0))
        self.match(line, self.late, "2026-04-07")
        self.judge_on("2026-04-07")
        self.assertStands(promise, "kept", 1000.0, "2026-03-30")

    def test_what_was_matched_before_does_not_count(self):
        old = self.pay(self.late, "2026-03-20", 400.0)
        promise = self.promise((self.late, 600.0))
        self.assertEqual(promise.line_ids.open_then, 600.0)
        self.pay(self.late, "2026-04-08", 300.0)
        self.judge_on("2026-04-08")
        self.assertStands(promise, "open", 300.0)
        # the old payment is taken off and put back: nothing has changed
        with freeze_time("2026-04-09"):
            lines = self.receivable(old.move_id)
            lines.remove_move_reconcile()
            (lines | self.receivable(self.late)).reconcile()
        self.judge_on("2026-04-09")
        self.assertStands(promise, "open", 300.0)
        self.assertEqual(self.the_case.promised, 300.0)

    def test_a_bank_line_matched_and_unmatched(self):
        promise = self.promise()
        line = self.bank_line(1000.0, "2026-04-08")
        self.match(line, self.late, "2026-04-08")
        self.judge_on("2026-04-08")
        self.assertStands(promise, "kept")
        with freeze_time("2026-04-09"):
            line.action_undo_reconciliation()
        self.judge_on("2026-04-09")
        self.assertStands(promise, "open", 0.0)
        # the money is still there, for ten days
        self.night("2026-04-18")
        self.assertStands(promise, "open", 0.0)
        self.night("2026-04-19")
        self.assertStands(promise, "broken")

    def test_a_payment_that_comes_back_after_the_deadline(self):
        promise = self.promise()
        payment = self.pay(self.late, "2026-04-09")
        self.judge_on("2026-04-09")
        with freeze_time("2026-04-20"):
            self.receivable(payment.move_id).remove_move_reconcile()
            payment.action_draft()
            payment.action_cancel()
        self.judge_on("2026-04-20")
        self.assertStands(promise, "broken", 0.0)
        self.assertEqual(promise.broken_on, date(2026, 4, 20))

    def test_a_payment_reset_to_draft_stays_matched_and_counts_not(self):
        promise = self.promise()
        payment = self.pay(self.late, "2026-04-09")
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept")
        with freeze_time("2026-04-13"):
            payment.action_draft()
        self.judge_on("2026-04-13")
        self.assertTrue(self.receivable(self.late).reconciled)  # as core leaves it
        self.assertStands(promise, "open", 0.0)
        with freeze_time("2026-04-14"):
            payment.action_post()
        self.judge_on("2026-04-14")
        self.assertStands(promise, "kept", 1000.0)

    def test_credit_notes_count(self):
        promise = self.promise()
        self.credit_note(self.late, 300.0, "2026-04-07")
        self.pay(self.late, "2026-04-09", 700.0)
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 1000.0, "2026-04-09")

    def test_a_written_off_rest_counts(self):
        promise = self.promise()
        account = self.company_data["default_account_expense"]
        with freeze_time("2026-04-09"):
            wizard = (
                self.env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=self.late.ids)
                .create({"payment_date": "2026-04-09", "amount": 950.0})
            )
            wizard.payment_difference_handling = "reconcile"
            wizard.writeoff_account_id = account
            wizard._create_payments()
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 1000.0)

    def test_one_payment_of_several_invoices(self):
        second = self.invoice(500.0, "2026-02-10", due="2026-03-12")
        promise = self.promise((self.late, 1000.0), (second, 200.0))
        with freeze_time("2026-04-09"):
            wizard = (
                self.env["account.payment.register"]
                .with_context(
                    active_model="account.move", active_ids=(self.late | second).ids
                )
                .create({"payment_date": "2026-04-09", "group_payment": True})
            )
            wizard._create_payments()
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 1200.0)

    def test_instalments_of_one_invoice(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Two halves",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": days}
                    )
                    for days in (10, 40)
                ],
            }
        )
        halves = self.invoice(
            800.0,
            "2026-02-01",
            invoice_payment_term_id=term.id,
            invoice_date_due=False,
        )
        first, second = self.receivable(halves).sorted("date_maturity")
        with freeze_time(self.RECORDED):
            soon = self.the_case._promise(
                {"date": "2026-04-03", "items": {first: 400.0}}
            )
            later = self.the_case._promise(
                {"date": "2026-04-10", "items": {second: 400.0}}
            )
        self.pay(halves, "2026-04-02", 500.0)
        self.judge_on("2026-04-02")
        self.assertStands(soon, "kept", 400.0)
        self.assertStands(later, "open", 100.0)

    def test_money_goes_to_the_promise_for_the_earlier_day(self):
        later = self.promise((self.late, 700.0), date="2026-04-13")
        sooner = self.promise((self.late, 300.0), date="2026-04-08")
        self.pay(self.late, "2026-04-08", 400.0)
        self.judge_on("2026-04-08")
        self.assertStands(sooner, "kept", 300.0)
        self.assertStands(later, "open", 100.0)

    def test_a_document_taken_back_ends_its_promise(self):
        promise = self.promise()
        with freeze_time("2026-04-03"):
            self.late.button_draft()
        self.judge_on("2026-04-03")
        self.assertStands(promise, "cancelled")
        self.assertEqual(promise.reason_code, "withdrawn")
        with freeze_time("2026-04-07"):
            self.late.action_post()
        self.judge_on("2026-04-07")
        self.assertStands(promise, "open")

    def test_old_bank_data_break_nothing(self):
        self.company.collection_bank_stale_days = 5
        self.pay(self.invoice(10.0, "2026-04-01"), "2026-04-08")  # the last money
        promise = self.promise()
        self.night(self.AFTER)
        self.assertStands(promise, "open")
        self.assertIn("bank data is old", promise.reason)
        with freeze_time(self.AFTER):
            self.company.with_user(self.manager).action_collection_bank_confirmed()
        self.judge_on(self.AFTER)
        self.assertStands(promise, "broken")


@tagged("post_install", "-at_install")
class TestPromiseWithoutEntries(PromisesCommon):
    """The other payment world: a registered payment has no entry yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.without_entries()
        cls.second = cls.invoice(500.0, "2026-02-10", due="2026-03-12")

    def test_a_registered_payment_keeps_the_promise(self):
        promise = self.promise((self.late, 1000.0))
        payment = self.pay(self.late, "2026-04-09")
        self.assertFalse(payment.move_id)
        self.assertEqual(self.late.amount_residual, 1000.0)
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 1000.0, "2026-04-09")
        with freeze_time("2026-04-13"):
            payment.action_draft()
        self.judge_on("2026-04-13")
        self.assertStands(promise, "open", 0.0)
        with freeze_time("2026-04-14"):
            payment.action_post()
        self.judge_on("2026-04-14")
        self.assertStands(promise, "kept")
        with freeze_time("2026-04-20"):
            payment.action_reject()
        self.judge_on("2026-04-20")
        self.assertStands(promise, "broken")

    def test_one_payment_of_several_invoices(self):
        promise = self.promise((self.late, 1000.0), (self.second, 500.0))
        self.pay(self.late | self.second, "2026-04-09", group_payment=True)
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 1500.0)

    def test_what_was_registered_before_does_not_count(self):
        self.pay(self.late, "2026-03-30", 400.0)
        promise = self.promise((self.late, 600.0))
        self.assertEqual(promise.line_ids.open_then, 600.0)
        self.judge_on("2026-04-02")
        self.assertStands(promise, "open", 0.0)

    def test_the_bank_line_takes_its_place(self):
        promise = self.promise((self.late, 1000.0))
        payment = self.pay(self.late, "2026-04-09")
        line = self.bank_line(1000.0, "2026-04-13")
        payment.reconciled_statement_line_ids = line
        self.match(line, self.late, "2026-04-13")
        self.judge_on("2026-04-13")
        self.assertStands(promise, "kept", 1000.0, "2026-04-13")
