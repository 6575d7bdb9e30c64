from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...hooks import post_init_hook
from .common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateTrail(GateCommon):
    """What is paid and invoiced is read from where nobody writes who only sells."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payer = cls._make_debtor("Good payer")

    def paid_order(self, partner=None, amount=1000.0):
        """A confirmed order whose invoice is paid, the salesperson's own."""
        order = self.quotation(amount, partner=partner)
        order.action_confirm()
        move = order.sudo()._create_invoices()
        move.invoice_user_id = self.salesperson
        move.action_post()
        self.pay(move, self.today)
        return order

    def paid(self, order):
        order = order.sudo()
        return order._collection_paid()[order]

    def assertRefused(self, order):
        with self.assertRaisesRegex(UserError, "1,000.00"):
            order.action_confirm()

    # ----------------------------------------------------------------- forged links

    def test_a_link_to_the_paid_invoice_of_a_stranger(self):
        theirs, ours = self.paid_order(self.payer), self.quotation()
        self.hold("prepay")
        lines = theirs.order_line.invoice_lines.ids
        ours.order_line.write({"invoice_lines": [Command.set(lines)]})
        self.assertTrue(ours.order_line.invoice_lines)
        self.assertRefused(ours)

    def test_a_link_to_another_invoice_of_the_debtor(self):
        """Also after it was cut off from the order that it bills."""
        old, new = self.paid_order(), self.quotation()
        self.hold("prepay")
        line = old.order_line.invoice_lines
        new.order_line.write({"invoice_lines": [Command.link(line.id)]})
        self.assertRefused(new)
        old.order_line.write({"invoice_lines": [Command.clear()]})
        self.assertRefused(new)
        self.assertEqual(self.paid(old), 1000.0)
        self.assertEqual(self.paid(new), 0.0)

    def test_a_forged_link_makes_no_room_under_the_limit(self):
        old = self.paid_order()
        self.set_limit(1500.0)
        first, second = self.quotation(), self.quotation()
        first.action_confirm()
        line = old.order_line.invoice_lines
        first.order_line.write({"invoice_lines": [Command.set(line.ids)]})
        with self.assertRaisesRegex(UserError, "500.00"):
            second.action_confirm()

    def test_an_invoice_that_is_cut_off_makes_no_room(self):
        order = self.paid_order()
        self.hold("block")
        line = order.order_line
        line.write({"invoice_lines": [Command.clear()], "product_uom_qty": 0})
        with self.assertRaisesRegex(UserError, "become larger"):
            line.copy({"order_id": order.id, "product_uom_qty": 1})

    def test_a_credit_note_takes_back_what_the_invoice_billed(self):
        """Whatever is linked when it is made."""
        old, new = self.paid_order(), self.quotation()
        line = old.order_line.invoice_lines
        new.order_line.write({"invoice_lines": [Command.link(line.id)]})
        old.order_line.write({"invoice_lines": [Command.clear()]})
        line.sudo().move_id._reverse_moves([{"invoice_date": self.today}]).action_post()
        self.assertEqual(self.paid(old), 0.0)
        self.assertEqual(self.paid(new), 0.0)

    def test_a_payment_linked_by_hand(self):
        payment = self.paid_online(self.quotation(partner=self.payer))
        order = self.quotation()
        self.hold("prepay")
        order.sudo().transaction_ids = payment  # as no page of a customer does it
        self.assertRefused(order)

    def test_a_paid_order_that_is_turned_to_another_debtor(self):
        order = self.paid_order(self.payer)
        self.paid_online(order)
        self.hold("prepay")
        with self.assertRaisesRegex(UserError, "1,000.00"):
            order.write(
                {"partner_id": self.debtor.id, "partner_invoice_id": self.debtor.id}
            )

    # ------------------------------------------------------------ ordinary payments

    def test_who_buys_may_pay_for_who_gets_the_invoice(self):
        order = self.quotation(
            partner=self.payer, partner_invoice_id=self.debtor.id, name="S-PAYER"
        )
        self.hold("prepay")
        self.paid_online(order)
        order.action_confirm()
        self.assertConfirmed(order)

    def test_money_counts_once_wherever_it_went(self):
        """Online, then booked, then on the invoice of this order or of another."""
        order, other = self.quotation(), self.quotation(300.0)
        (order + other).action_confirm()
        payment = self.paid_online(order)
        self.assertEqual(self.paid(order), 1000.0)
        payment._post_process()
        self.assertEqual(self.paid(order), 1000.0)
        self.assertTrue(payment.payment_id)
        money = self.receivable(payment.payment_id.move_id)
        invoice = other.sudo()._create_invoices()
        invoice.action_post()
        (money + self.receivable(invoice)).reconcile()
        self.assertEqual(self.paid(other), 300.0)
        self.assertEqual(self.paid(order), 700.0)
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        (money + self.receivable(invoice)).reconcile()
        self.assertEqual(self.paid(order), 700.0)

    def test_refunds_and_payments_for_several_orders(self):
        order, other = self.quotation(), self.quotation(300.0)
        both = [Command.set((order + other).ids)]
        payment = self.paid_online(order, 1250.0, sale_order_ids=both)
        self.assertEqual(self.paid(order), 950.0)
        self.assertEqual(self.paid(other), 250.0)
        payment.copy(
            {
                "reference": "back",
                "amount": -50.0,
                "operation": "refund",
                "state": "done",
                "source_transaction_id": payment.id,
            }
        )
        self.env.invalidate_all()
        self.assertEqual(self.paid(order), 900.0)

    # ----------------------------------------------------------------- installation

    def test_links_of_before_are_taken_over(self):
        order = self.paid_order()
        payment = self.paid_online(order)
        lines = order.order_line.sudo().invoice_lines
        lines.collection_sale_line_ids = payment.collection_order_ids = False
        self.env.flush_all()
        self.assertEqual(self.paid(order), 0.0)
        post_init_hook(self.env)
        self.env.invalidate_all()
        self.assertEqual(lines.collection_sale_line_ids, order.sudo().order_line)
        self.assertEqual(payment.collection_order_ids, order.sudo())
        post_init_hook(self.env)  # nothing twice
