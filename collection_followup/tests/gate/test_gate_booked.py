from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateBooked(GateCommon, CronMixinCase):
    """A transfer in advance that the accountant books for an order pays that order."""

    def book(self, amount, order=None, partner=None, user=None, **values):
        """A transfer that came in, as an accountant books it."""
        payments = self.env["account.payment"].with_user(user or self.accountant)
        payment = payments.create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": (partner or self.debtor).id,
                "amount": amount,
                "journal_id": self.company_data["default_journal_bank"].id,
                "collection_order_id": order and order.id,
                **values,
            }
        )
        payment.action_post()
        return payment

    def without_entries(self):
        """Payments make no entry until the bank line comes; core asks its own hook."""
        journal = self.company_data["default_journal_bank"]
        journal.inbound_payment_method_line_ids.payment_account_id = False
        moves = self.env.registry["account.move"]
        hook = patch.object(
            moves, "_get_invoice_in_payment_state", return_value="in_payment"
        )
        self.startPatcher(hook)

    def test_prepayment_by_transfer(self):
        order = self.quotation(1000.0)
        self.hold("prepay")
        self.book(400.0, order)
        with self.assertRaisesRegex(UserError, "600.00"):
            order.action_confirm()
        self.book(600.0, order)
        order.action_confirm()
        self.assertConfirmed(order)

    def test_without_entries(self):
        self.without_entries()
        order = self.quotation(1000.0)
        self.hold("prepay")
        payment = self.book(1000.0, order)
        self.assertFalse(payment.move_id)
        order.action_confirm()
        self.assertConfirmed(order)

    def test_money_on_account_is_no_order_s(self):
        order = self.quotation(1000.0)
        self.hold("prepay")
        self.book(1000.0, memo=order.name)
        with self.assertRaisesRegex(UserError, "1,000.00"):
            order.action_confirm()

    def test_what_came_back_or_was_spent_does_not_count(self):
        order = self.quotation(1000.0)
        self.hold("prepay")
        payment = self.book(1000.0, order)
        invoice = self.invoice(300.0, "2026-02-01", due="2026-03-02")
        lines = payment.move_id.line_ids | self.receivable(invoice)
        lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()
        with self.assertRaisesRegex(UserError, "300.00"):
            order.action_confirm()
        payment.action_draft()
        with self.assertRaisesRegex(UserError, "1,000.00"):
            order.action_confirm()

    def test_a_block_stays_a_block(self):
        order = self.quotation(1000.0)
        self.hold("block")
        self.book(1000.0, order)
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_it_pays_once(self):
        """After the order is invoiced, its money goes to that invoice."""
        order = self.quotation(1000.0)
        self.hold("prepay")
        payment = self.book(1000.0, order)
        order.action_confirm()
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        lines = payment.move_id.line_ids | self.receivable(invoice)
        lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()
        self.assertEqual(order.sudo()._collection_paid()[order.sudo()], 1000.0)

    def test_it_pays_no_overdue_invoice(self):
        self.invoice(500.0, "2026-02-01", due="2026-03-02")
        order = self.quotation(1000.0)
        self.book(1000.0, order, date="2026-03-20")
        self.assertEqual(self.run_on("2026-04-01").notice_ids.amount, 500.0)

    def test_only_of_the_debtor_and_only_by_accountants(self):
        order = self.quotation(1000.0)
        stranger = self._make_debtor("Stranger")
        with self.assertRaisesRegex(ValidationError, "somebody else"):
            self.book(1000.0, order, partner=stranger)
        payment = self.book(1000.0)
        with self.assertRaises(AccessError):
            payment.with_user(self.salesperson).collection_order_id = order

    def test_an_order_that_waits_goes_on(self):
        order = self.quotation(1000.0)
        self.hold("prepay")
        order.sudo()._collection_wait_if_refused()
        self.assertTrue(order.collection_waiting)
        self.book(1000.0, order)
        job = "collection_followup.ir_cron_waiting_orders"
        with self.capture_triggers(job) as woken:
            self.env["collection.run"]._cron_dirty()
        self.assertTrue(woken.records)
        order.sudo()._collection_go_on()
        self.assertFalse(order.collection_waiting)
