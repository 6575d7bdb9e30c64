from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .test_promise_truth import PayerCommon


class WaitingCommon(PayerCommon):
    """The debtor paid, but nobody has matched his money yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.invoice(1000.0, "2026-03-20", due="2026-04-20")

    def on_account(self, amount=1000.0, on="2026-04-09", partner=None):
        return self.paid_by(partner or self.debtor, amount, on)

    def assertWaits(self, promise, missing, waiting):
        """The promise runs on, says why, and nobody calls."""
        self.assertStands(promise, "open")
        self.assertEqual(promise.reason_code, "unmatched")
        self.assertEqual(
            promise.reason.replace("\xa0", " "),
            f"$ {missing} is missing since April 14, 2026, but $ {waiting} of "
            "the customer waits to be matched.",
        )
        self.assertFalse(promise.broken_on)
        self.assertEqual(self.the_case.promises_judged, 0)
        self.assertFalse(self.tasks(self.the_case, "call"))

    def assertBroken(self, promise, on):
        """The promise is broken since a day, and somebody calls."""
        self.assertStands(promise, "broken", 0.0)
        self.assertEqual(str(promise.broken_on), on)
        self.assertEqual(self.the_case.promises_judged, 1)


@tagged("post_install", "-at_install")
class TestPromiseWaiting(WaitingCommon):
    """A payment has its entry: what is not matched is a credit on the account."""

    def match_with(self, payment, move, on):
        with freeze_time(on):
            self.receivable(payment.move_id | move).reconcile()

    def test_a_payment_on_account_is_matched_later(self):
        promise = self.promise((self.late, 1000.0))
        payment = self.on_account()
        self.night(self.AFTER)
        self.assertWaits(promise, "1,000.00", "1,000.00")
        # the credit alone lowers what is chased: nothing rests besides
        self.assertRecordValues(
            self.the_case, [{"to_collect": 0.0, "promised": 0.0, "credited": 1000.0}]
        )
        self.night("2026-05-20")  # for as long as it lies there
        self.assertWaits(promise, "1,000.00", "1,000.00")
        self.match_with(payment, self.late, "2026-05-20")
        self.judge_on("2026-05-20")
        self.assertStands(promise, "kept", 1000.0, "2026-04-09")

    def test_it_is_matched_with_another_invoice(self):
        promise = self.promise((self.late, 1000.0))
        payment = self.on_account()
        self.night(self.AFTER)
        self.assertWaits(promise, "1,000.00", "1,000.00")
        self.match_with(payment, self.other, "2026-04-20")
        self.judge_on("2026-04-20")
        self.assertBroken(promise, "2026-04-20")
        self.assertTrue(self.tasks(self.the_case, "call"))

    def test_it_is_taken_back(self):
        promise = self.promise((self.late, 1000.0))
        payment = self.on_account()
        self.night(self.AFTER)
        with freeze_time("2026-04-16"):
            payment.action_draft()
        self.judge_on("2026-04-16")
        self.assertBroken(promise, "2026-04-16")

    def test_a_part_is_matched_and_the_rest_waits(self):
        promise = self.promise((self.late, 1000.0))
        self.pay(self.late, "2026-04-08", 400.0)
        self.on_account(700.0)
        self.night(self.AFTER)
        self.assertWaits(promise, "600.00", "600.00")
        self.assertEqual(promise.paid_amount, 400.0)

    def test_too_little_too_late_too_old_or_not_his(self):
        for amount, on, partner in (
            (900.0, "2026-04-09", self.debtor),
            (1000.0, "2026-04-15", self.debtor),
            (1000.0, "2026-03-31", self.debtor),
            (1000.0, "2026-04-09", self._make_debtor("Stranger")),
        ):
            with self.subTest(amount=amount, on=on, partner=partner.name):
                promise = self.promise((self.late, 1000.0))
                payment = self.on_account(amount, on, partner)
                self.night(self.AFTER)
                self.assertStands(promise, "broken", 0.0)
                payment.action_draft()
                promise.sudo().state = "cancelled"

    def test_his_contact_paid(self):
        contact = self.env["res.partner"].create(
            {"name": "Bookkeeper", "parent_id": self.debtor.id}
        )
        promise = self.promise((self.late, 1000.0))
        self.on_account(partner=contact)
        self.night(self.AFTER)
        self.assertWaits(promise, "1,000.00", "1,000.00")

    def test_a_credit_note_waits_where_it_is_for_nothing_else(self):
        for reversed_, state in (
            (self.env["account.move"], "open"),
            (self.late, "open"),
            (self.other, "broken"),
        ):
            with self.subTest(reversed=reversed_.name):
                promise = self.promise((self.late, 1000.0))
                refund = self.invoice(
                    1000.0,
                    "2026-04-09",
                    move_type="out_refund",
                    reversed_entry_id=reversed_.id,
                )
                with freeze_time("2026-04-09"):  # core matches it by itself
                    self.receivable(refund).remove_move_reconcile()
                self.night(self.AFTER)
                self.assertStands(promise, state, 0.0)
                refund.button_draft()
                promise.sudo().state = "cancelled"

    def test_a_bank_line_waits_ten_days(self):
        promise = self.promise((self.late, 1000.0))
        line = self.bank_line(1000.0, "2026-04-09")
        for day in (self.AFTER, "2026-04-19"):
            self.night(day)
            self.assertWaits(promise, "1,000.00", "1,000.00")
        self.night("2026-04-20")
        self.assertBroken(promise, "2026-04-20")
        self.match(line, self.late, "2026-04-21")
        self.judge_on("2026-04-21")
        self.assertStands(promise, "kept", 1000.0, "2026-04-09")

    def test_money_that_turns_up_after_the_breach(self):
        """Broken in the night; in the morning the payment of last week is entered."""
        promise = self.promise((self.late, 1000.0))
        self.night(self.AFTER)
        self.assertBroken(promise, self.AFTER)
        self.assertTrue(self.tasks(self.the_case, "call"))
        self.on_account()
        self.judge_on(self.AFTER)
        self.assertWaits(promise, "1,000.00", "1,000.00")

    def test_two_promises_share_it_the_older_first(self):
        later = self.promise((self.other, 1000.0), date="2026-04-13")
        sooner = self.promise((self.late, 1000.0))
        payment = self.on_account(1200.0)
        self.night("2026-04-16")
        self.assertStands(sooner, "open", 0.0)
        self.assertIn("$\N{NO-BREAK SPACE}1,000.00 of the customer", sooner.reason)
        self.assertStands(later, "broken", 0.0)
        self.match_with(payment, self.other, "2026-04-16")
        self.judge_on("2026-04-16")
        self.assertStands(later, "kept", 1000.0)
        self.assertStands(sooner, "broken", 0.0)

    def test_old_bank_data_is_not_the_reason_then(self):
        self.company.collection_bank_stale_days = 5
        promise = self.promise((self.late, 1000.0))
        self.on_account()
        self.night("2026-04-30")
        self.assertWaits(promise, "1,000.00", "1,000.00")

    def test_an_instalment_waits_and_the_plan_runs_on(self):
        with freeze_time(self.RECORDED):
            plan = self.the_case._agree_plan(
                {"first_on": date(2026, 4, 10), "count": 2, "confirm": False}
            )
        payment = self.on_account(500.0)
        self.night(self.AFTER)
        self.assertEqual(plan.state, "running")
        self.match_with(payment, self.other, "2026-04-16")
        self.judge_on("2026-04-16")
        self.assertEqual(plan.state, "defaulted")


@tagged("post_install", "-at_install")
class TestPromiseWaitingWithoutEntries(WaitingCommon):
    """Payments have no entry until the bank says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.without_entries()

    def test_a_payment_on_account_is_for_the_invoice_after_all(self):
        promise = self.promise((self.late, 1000.0))
        payment = self.on_account()
        self.assertFalse(payment.move_id)
        self.night(self.AFTER)
        self.assertWaits(promise, "1,000.00", "1,000.00")
        self.assertRecordValues(
            self.the_case, [{"to_collect": 0.0, "promised": 0.0, "in_transit": 1000.0}]
        )
        with freeze_time("2026-04-16"):
            payment.invoice_ids = [Command.set(self.late.ids)]
        self.judge_on("2026-04-16")
        self.assertStands(promise, "kept", 1000.0, "2026-04-09")

    def test_it_is_for_another_invoice(self):
        promise = self.promise((self.late, 1000.0))
        payment = self.on_account()
        self.night(self.AFTER)
        self.assertWaits(promise, "1,000.00", "1,000.00")
        with freeze_time("2026-04-16"):
            payment.invoice_ids = [Command.set(self.other.ids)]
        self.judge_on("2026-04-16")
        self.assertBroken(promise, "2026-04-16")
        self.assertTrue(self.tasks(self.the_case, "call"))

    def test_it_is_rejected(self):
        promise = self.promise((self.late, 1000.0))
        payment = self.on_account()
        self.night(self.AFTER)
        with freeze_time("2026-04-16"):
            payment.action_reject()
        self.judge_on("2026-04-16")
        self.assertBroken(promise, "2026-04-16")

    def test_it_waits_ten_days(self):
        promise = self.promise((self.late, 1000.0))
        self.on_account()
        self.night("2026-04-19")
        self.assertWaits(promise, "1,000.00", "1,000.00")
        self.night("2026-04-20")
        self.assertBroken(promise, "2026-04-20")

    def test_a_registered_part_is_not_counted_twice(self):
        """400 are believed of the invoice already; they are not there once more."""
        promise = self.promise((self.late, 1000.0))
        self.pay(self.late, "2026-04-09", 400.0)
        self.on_account(300.0)
        self.night(self.AFTER)
        self.assertStands(promise, "partly", 400.0)
        self.on_account(300.0)
        self.judge_on(self.AFTER)
        self.assertWaits(promise, "600.00", "600.00")

    def test_what_was_registered_for_another_invoice_is_not_there(self):
        promise = self.promise((self.late, 1000.0))
        self.pay(self.other, "2026-04-09")
        self.night(self.AFTER)
        self.assertBroken(promise, self.AFTER)

    def test_a_bank_line_is_matched_later(self):
        promise = self.promise((self.late, 1000.0))
        line = self.bank_line(1000.0, "2026-04-13")
        self.night(self.AFTER)
        self.assertWaits(promise, "1,000.00", "1,000.00")
        self.match(line, self.late, "2026-04-16")
        self.judge_on("2026-04-16")
        self.assertStands(promise, "kept", 1000.0, "2026-04-13")
