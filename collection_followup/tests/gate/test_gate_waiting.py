from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_gate import GateCommon

SIGNATURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    b"+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestGateWaiting(GateCommon):
    """Signatures and payments are kept; the order waits, and goes on by itself."""

    def sign(self, order):
        """What the page of the customer does."""
        order = order.sudo()
        order.write({"signature": SIGNATURE, "signed_by": "Buyer"})
        if not order._has_to_be_paid():
            order._validate_order()
        return order

    def job(self):
        """The job that confirms orders which need wait no more."""
        with self.enter_registry_test_mode():
            cron = self.env.ref("collection_followup.ir_cron_waiting_orders").sudo()
            cron.method_direct_trigger()

    def case_tasks(self, kind):
        return self.tasks(self.debtor_case(), kind)

    def test_a_signature_waits_under_a_block_and_is_kept(self):
        order = self.quotation(require_signature=True)
        self.hold("block")
        order = self.sign(order)
        self.assertQuotation(order)
        self.assertTrue(order.signature)
        self.assertTrue(order.collection_waiting)
        self.assertIn("no new orders", order.collection_waiting_reason)
        self.assertEqual(len(self.case_tasks("waiting")), 1)
        self.assertFalse(order._has_to_be_paid())
        self.sign(order)
        self.assertEqual(len(self.case_tasks("waiting")), 1)

    def test_the_end_of_the_hold_confirms_what_was_signed(self):
        order = self.quotation(require_signature=True)
        self.hold("block")
        order = self.sign(order)
        self.free()
        self.job()
        self.assertConfirmed(order)
        self.assertFalse(order.collection_waiting)
        self.assertFalse(self.case_tasks("waiting"))

    def test_the_job_leaves_what_is_held_still(self):
        order = self.quotation(require_signature=True)
        self.hold("block")
        order = self.sign(order)
        self.job()
        self.assertQuotation(order)
        self.assertTrue(order.collection_waiting)

    def test_a_release_confirms_what_was_signed(self):
        order = self.quotation(require_signature=True)
        self.hold("block")
        order = self.sign(order)
        self.debtor_case()._release("order", "A good reason.", order=order)
        self.job()
        self.assertConfirmed(order)
        self.assertEqual(self.debtor_case().release_ids.used_order_ids, order)

    def test_an_order_over_the_limit_waits_too(self):
        order = self.quotation(require_signature=True)
        self.set_limit(500.0)
        order = self.sign(order)
        self.assertQuotation(order)
        self.assertTrue(order.collection_waiting)
        self.set_limit(5000.0)
        self.job()
        self.assertConfirmed(order)

    def test_a_signature_under_cash_on_delivery_confirms(self):
        order = self.quotation(require_signature=True)
        self.hold("cod")
        order = self.sign(order)
        self.assertConfirmed(order)
        self.assertEqual(order.payment_term_id, self.company.collection_cod_term_id)

    def test_prepayment_asks_for_all_of_it_and_confirms(self):
        order = self.quotation(require_signature=True)
        self.hold("prepay")
        order = self.sign(order)
        self.assertQuotation(order)
        self.assertTrue(order._has_to_be_paid())
        self.assertEqual(order._get_prepayment_required_amount(), 1000.0)
        self.paid_online(order)._post_process()
        self.assertConfirmed(order)
        self.assertFalse(order.collection_waiting)

    def test_part_of_the_money_does_not_confirm(self):
        order = self.quotation()
        self.hold("prepay")
        self.paid_online(order, 999.0)._post_process()
        self.assertQuotation(order)

    def test_authorised_money_confirms_under_prepayment(self):
        order = self.quotation()
        self.hold("prepay")
        self.paid_online(order, state="authorized")._post_process()
        self.assertConfirmed(order)
        verdict = order.sudo()._collection_delivery_verdicts()[order]
        self.assertEqual(verdict.code, "deliver_prepay")  # not yet

    def test_money_in_another_currency_does_not_confirm(self):
        order = self.quotation()
        self.hold("prepay")
        other = self.setup_other_currency("EUR")
        self.paid_online(order, currency_id=other.id)._post_process()
        self.assertQuotation(order)

    def test_money_that_was_given_back_does_not_confirm(self):
        order = self.quotation()
        payment = self.paid_online(order)
        payment._create_child_transaction(1000.0, is_refund=True)
        self.hold("prepay")
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_a_paid_down_payment_invoice_counts(self):
        order = self.quotation().sudo()
        wizard = self.env["sale.advance.payment.inv"].sudo()
        moves = wizard.create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "percentage",
                "amount": 100,
            }
        )._create_invoices(order)
        moves.action_post()
        self.hold("prepay")
        with self.assertRaises(UserError):
            order.with_user(self.salesperson).action_confirm()
        self.pay(moves, self.today)
        order.with_user(self.salesperson).action_confirm()
        self.assertConfirmed(order)

    def test_under_a_block_nobody_starts_to_pay(self):
        order = self.quotation(require_payment=True, prepayment_percent=1.0)
        self.hold("block")
        with self.assertRaisesRegex(UserError, "glad"):
            self.paid_online(order, state="draft")
        providers = self.env["payment.provider"].sudo()
        self.demo_provider()
        ask = {"currency_id": order.currency_id.id, "sale_order_id": order.id}
        ask["company_id"], ask["partner_id"] = self.company.id, self.debtor.id
        self.assertFalse(providers._get_compatible_providers(amount=1000.0, **ask))
        self.hold("prepay")
        self.assertTrue(providers._get_compatible_providers(amount=1000.0, **ask))

    def test_money_that_comes_in_under_a_block_opens_a_task(self):
        order = self.quotation(require_payment=True, prepayment_percent=1.0)
        payment = self.paid_online(order, state="pending")
        self.hold("block")
        payment._set_done()
        payment._post_process()
        self.assertQuotation(order)
        self.assertTrue(payment.is_post_processed)
        self.assertTrue(payment.payment_id)
        task = self.case_tasks("money")
        self.assertEqual(len(task), 1)
        self.assertIn(payment.reference, task.note)
        self.assertIn("ship, offset or refund", task.summary)
        payment._post_process()
        self.assertEqual(len(self.case_tasks("money")), 1)
        self.free()
        self.job()
        self.assertConfirmed(order)
        self.assertFalse(self.case_tasks("money"))

    def test_post_processing_never_raises(self):
        for effect in ("cod", "prepay", "block"):
            with self.subTest(effect=effect):
                order = self.quotation()
                payment = self.paid_online(order, 10.0, state="pending")
                self.hold(effect)
                payment._set_done()
                payment._post_process()
                self.assertTrue(payment.payment_id)
                self.free()

    def test_payment_at_handover_is_no_way_round(self):
        """Providers of this kind confirm drafts of pending payments themselves."""
        providers = self.env["payment.provider"].sudo()
        provider = self.demo_provider()
        self.patch(
            type(providers), "_collection_at_handover", lambda self: self == provider
        )
        order = self.quotation()
        self.hold("prepay")
        ask = {"currency_id": order.currency_id.id, "sale_order_id": order.id}
        ask["company_id"], ask["partner_id"] = self.company.id, self.debtor.id
        self.assertNotIn(
            provider, providers._get_compatible_providers(amount=1000.0, **ask)
        )
        self.paid_online(order, state="pending")
        self.assertEqual(order.state, "sent")  # what such a provider leaves alone
        order.sudo().with_context(send_email=True).action_confirm()
        self.assertQuotation(order)
        self.assertTrue(order.collection_waiting)
        self.free()
        self.job()
        self.assertConfirmed(order)

    def test_people_get_the_reason_even_if_it_was_signed(self):
        order = self.quotation(require_signature=True)
        self.hold("block")
        self.sign(order)
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_a_quotation_that_ran_out_goes_to_the_salesperson(self):
        order = self.quotation(require_signature=True)
        self.hold("block")
        order = self.sign(order)
        order.validity_date = "2020-01-01"
        self.free()
        self.job()
        self.assertQuotation(order)
        self.assertFalse(order.collection_waiting)
        self.assertEqual(order.activity_ids.user_id, self.salesperson)

    def test_cancelled_orders_wait_no_more(self):
        order = self.quotation(require_signature=True)
        self.hold("block")
        order = self.sign(order)
        order._action_cancel()
        self.assertFalse(order.collection_waiting)
        self.assertFalse(self.case_tasks("waiting"))

    def test_invoicing_what_was_delivered_is_never_blocked(self):
        order = self.quotation()
        order.action_confirm()
        order = order.sudo()
        self.hold("block")
        wizard = self.env["sale.advance.payment.inv"].sudo()
        down = wizard.create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "fixed",
                "fixed_amount": 100.0,
            }
        )
        down._create_invoices(order).action_post()
        final = order._create_invoices(final=True)
        final.action_post()
        self.assertEqual(final.amount_total, 900.0)
        refund = final._reverse_moves([{"invoice_date": self.today}])
        refund.action_post()
        self.assertEqual(order.state, "sale")

    def test_a_vendor_bill_that_is_charged_on_is_never_blocked(self):
        cost = self._make_product("Travel", expense_policy="cost")
        order = self.quotation().sudo()
        order.action_confirm()
        self.hold("block")
        bill = self.init_invoice("in_invoice", amounts=[80.0])
        line = bill.invoice_line_ids.sudo()
        line.product_id = cost
        # which order a cost belongs to is said by addons further up
        orders = patch.object(
            type(line), "_sale_determine_order", return_value={line.id: order}
        )
        with orders:
            line._sale_create_reinvoice_sale_line()
        self.assertEqual(order.order_line[1:].product_id, cost)

    def test_deliveries(self):
        cases = [
            ("block", {}, "deliver_block"),
            ("prepay", {}, "deliver_prepay"),
            ("cod", {}, "deliver_cod"),
            ("cod", {"payment_term_id": self.company.collection_cod_term_id.id}, None),
        ]
        for effect, values, code in cases:
            with self.subTest(effect=effect, **values):
                order = self.quotation(**values)
                order.action_confirm()
                self.hold(effect)
                verdict = order._collection_delivery_verdicts()[order]
                self.assertEqual(verdict.allowed, code is None)
                if code:
                    self.assertEqual(verdict.code, code)
                    self.assertIn("is on credit hold", order._collection_words(verdict))
                self.paid_online(order)
                self.assertTrue(order._collection_delivery_verdicts()[order].allowed)
                self.free()
