from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..common_roles import RolesCommon


class PaymentFailedCommon(RolesCommon):
    """An overdue invoice of 1 000, reminded once and then paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(1000.0, "2026-02-01", due="2026-03-02")

    def reminded(self):
        """The first reminder is sent; the case has a collector."""
        self.run_on("2026-03-05")
        self.send_all("2026-03-05")
        self.case().user_id = self.collector

    def on(self, day, *actions):
        """Somebody presses buttons on a day; then the job that they trigger runs."""
        with freeze_time(f"{day} 12:00:00"):
            for action in actions:
                action()
            self.env["collection.run"]._cron_dirty()

    def failed(self):
        """The tasks about money that failed and is still matched."""
        return self.tasks(self.case(), "taken_back")


@tagged("post_install", "-at_install")
class TestPaymentFailed(PaymentFailedCommon):
    """Payments with an entry stay matched when they fail: somebody is told."""

    def setUp(self):
        super().setUp()
        self.reminded()
        self.payment = self.pay(self.bill, "2026-03-09")
        self.on("2026-03-09")
        self.assertEqual(self.case().state, "closed")

    def test_rejected_somebody_is_told(self):
        self.on("2026-03-10", self.payment.mark_as_sent, self.payment.action_reject)
        self.assertEqual(self.bill.amount_residual, 0.0)  # core leaves it matched
        self.assertRecordValues(
            self.failed(),
            [{"user_id": self.collector.id, "date_deadline": date(2026, 3, 10)}],
        )
        self.assertIn(self.payment.name, self.failed().summary)
        self.assertIn(self.bill.name, self.failed().note)
        self.on("2026-03-11")
        self.assertEqual(len(self.failed()), 1)  # asked once

    def test_put_right_by_taking_it_apart(self):
        self.on("2026-03-10", self.payment.action_reject)
        self.on("2026-03-11", self.receivable(self.bill).remove_move_reconcile)
        self.assertFalse(self.failed())
        self.assertRecordValues(self.case(), [{"state": "open", "overdue": 1000.0}])
        item = self.receivable(self.bill).collection_item_ids
        self.assertEqual(item.returned_on, date(2026, 3, 11))

    def test_reset_to_draft_and_posted_again(self):
        self.on("2026-03-10", self.payment.action_draft)
        self.assertEqual(self.bill.amount_residual, 0.0)
        self.assertIn(self.payment.name, self.failed().summary)
        self.on("2026-03-11", self.payment.action_post)
        self.assertFalse(self.failed())

    def test_corrected_at_once_nobody_is_asked(self):
        self.on("2026-03-10", self.payment.action_draft, self.payment.action_post)
        self.assertFalse(self.failed())

    def test_cancelled_it_comes_back(self):
        self.on("2026-03-10", self.payment.action_cancel)
        self.assertFalse(self.failed())
        self.assertRecordValues(self.case(), [{"state": "open", "overdue": 1000.0}])
        item = self.receivable(self.bill).collection_item_ids
        self.assertEqual(item.returned_on, date(2026, 3, 10))

    def test_a_credit_note_taken_back_to_draft(self):
        other = self.invoice(50.0, "2026-02-01", due="2026-03-02")
        note = other._reverse_moves(cancel=True)
        self.on("2026-03-10")
        self.on("2026-03-11", note.button_draft)
        self.assertIn(note.name, self.failed().summary)
        self.assertIn(other.name, self.failed().note)

    def test_whoever_never_was_late_gets_a_case(self):
        debtor = self._make_debtor("Punctual")
        bill = self.invoice(70.0, "2026-03-01", due="2026-03-31", partner=debtor)
        payment = self.pay(bill, "2026-03-09")
        self.on("2026-03-09")
        self.assertFalse(self.case(debtor))
        self.on("2026-03-10", payment.action_reject)
        task = self.tasks(self.case(debtor), "taken_back")
        self.assertEqual(task.user_id, self.manager)
        self.assertEqual(self.case(debtor).state, "closed")


@tagged("post_install", "-at_install")
class TestPaymentFailedWithoutEntry(PaymentFailedCommon):
    """Payments without an entry: what they were for is owed again at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        journal = cls.company_data["default_journal_bank"]
        journal.inbound_payment_method_line_ids.payment_account_id = False
        cls.startClassPatcher(
            patch.object(
                cls.env.registry["account.move"],
                "_get_invoice_in_payment_state",
                return_value="in_payment",
            )
        )

    def fail(self, how):
        """Pay, then let the payment fail by one of its buttons."""
        self.reminded()
        payment = self.pay(self.bill, "2026-03-09")
        self.assertFalse(payment.move_id)
        self.on("2026-03-09")
        self.assertEqual(self.case().to_collect, 0.0)
        self.on("2026-03-10", payment.mark_as_sent, getattr(payment, how))
        self.assertEqual(self.case().to_collect, 1000.0)
        self.assertFalse(self.failed())
        return self.receivable(self.bill).collection_item_ids

    def test_rejected(self):
        item = self.fail("action_reject")
        self.assertEqual(item.returned_on, date(2026, 3, 10))
        self.run_on("2026-03-11")
        self.assertRecordValues(self.case(), [{"reason_code": "returned"}])
        self.assertIn("came back", " ".join(self.case().activity_ids.mapped("summary")))

    def test_cancelled(self):
        item = self.fail("action_cancel")
        self.assertEqual(item.returned_on, date(2026, 3, 10))

    def test_reset_to_draft_it_is_being_corrected(self):
        item = self.fail("action_draft")
        self.assertFalse(item.returned_on)
