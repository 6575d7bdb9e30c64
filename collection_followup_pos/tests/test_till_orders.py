from odoo.tests import tagged

from .common import TillSalesCommon


@tagged("post_install", "-at_install")
class TestTillOrders(TillSalesCommon):
    """Quotations and orders that are loaded at the till (pos_sale)."""

    def test_paid_at_once_is_confirmed_under_any_hold(self):
        for effect in ("block", "prepay", "cod"):
            with self.subTest(effect=effect):
                order = self.quotation(1000.0)
                self.hold(effect)
                self.assertTaken(self.settled(order, (self.cash, 1000.0)))
                self.assertConfirmed(order)
                self.assertFalse(order.sudo().collection_waiting)

    def test_on_account_is_refused_and_the_quotation_is_as_it_was(self):
        order = self.quotation(1000.0)
        self.hold("prepay")
        words = self.assertRefused(self.settled(order))
        self.assertIn("$ 1,000.00 cannot be put on account", words)
        self.assertQuotation(order)
        self.assertFalse(order.sudo().collection_waiting)
        self.assertFalse(self.tasks(self.debtor_case(), "waiting"))

    def test_the_invoice_address_owes(self):
        """It gets the invoice; without one the customer at the till owes."""
        payer = self._make_debtor("Head office")
        order = self.quotation(1000.0, partner_invoice_id=payer.id)
        self.hold("block", partner=payer)
        self.assertRefused(self.settled(order, to_invoice=True))
        self.hold("block")
        self.free(payer)
        self.assertRefused(self.settled(order))
        sold = self.assertTaken(self.settled(order, to_invoice=True))
        self.assertEqual(sold.account_move.partner_id, payer)

    def test_confirmed_before_the_hold(self):
        order = self.quotation(1000.0)
        order.action_confirm()
        self.hold("block")
        self.assertRefused(self.settled(order))
        self.assertTaken(self.settled(order, (self.card, 1000.0)))

    def test_release_of_the_quotation_counts_once(self):
        order, other = self.quotation(1000.0), self.quotation(1000.0)
        self.hold("block")
        self.release("order", order=order)
        self.assertRefused(self.settled(other))
        self.assertTaken(self.settled(order))
        self.assertConfirmed(order)
        self.assertRefused(self.settled(order))

    def test_release_of_the_quotation_covers_no_more_than_it_came_to(self):
        order = self.quotation(1000.0)
        self.hold("block")
        self.release("order", order=order)
        self.assertRefused(self.settled(order, qty=2))

    def test_released_sum_is_used_once_by_order_and_till(self):
        order = self.quotation(600.0)
        self.hold("block")
        self.release("amount", amount=1000.0)
        order.action_confirm()
        self.assertTaken(self.settled(order))
        self.assertRefused(self.sold(400.01))
        self.assertTaken(self.sold(400.0))

    def test_the_rest_of_a_quotation_waits(self):
        """Goods that were not paid at the till are still on credit."""
        order = self.quotation(1000.0)
        order.order_line.write({"product_uom_qty": 3, "price_unit": 1000.0})
        self.hold("block")
        self.assertTaken(self.settled(order, (self.cash, 1000.0)))
        self.assertQuotation(order)
        self.assertTrue(order.sudo().collection_waiting)
        self.assertTaken(self.settled(order, (self.cash, 2000.0), qty=2))
        self.assertConfirmed(order)
        self.assertFalse(order.sudo().collection_waiting)

    def test_down_payment_of_all_of_it_under_prepayment(self):
        order = self.quotation(1000.0)
        self.hold("prepay")
        self.assertTaken(self.paid_ahead(order, 400.0, (self.cash, 400.0)))
        self.assertQuotation(order)
        self.assertTrue(order.sudo().collection_waiting)
        self.assertTaken(self.paid_ahead(order, 600.0, (self.cash, 600.0)))
        self.assertConfirmed(order)

    def test_down_payment_on_account_pays_nothing(self):
        order = self.quotation(1000.0)
        self.assertTaken(self.paid_ahead(order, 1000.0))
        self.assertConfirmed(order)
        self.hold("prepay")
        paid = order.sudo()._collection_paid()
        self.assertEqual(paid[order.sudo()], 0.0)

    def test_what_others_have_bought_pays_nothing(self):
        """Lines of the till that are linked to somebody else's order."""
        free = self.assertTaken(
            self.sold(
                1000.0,
                (self.cash, 1000.0),
                partner=self._make_debtor("Other & Co"),
            )
        )
        order = self.quotation(1000.0)
        self.hold("block")
        free.lines.with_user(self.cashier).write(
            {
                "sale_order_line_id": order.order_line.id,
                "sale_order_origin_id": order.id,
            }
        )
        verdicts = order.with_user(self.cashier)._collection_verdicts()
        self.assertFalse(verdicts[order].allowed)

    def test_sold_in_another_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.quotation(120.0)
        order.sudo().order_line.write({"product_uom_id": dozen.id, "price_unit": 120.0})
        self.hold("block")
        half = (self.cash, 60.0)
        self.assertTaken(self.settled(order, half, qty=6, price=10.0))
        self.assertEqual(order.sudo()._collection_worth()[order.sudo()], 60.0)
        self.assertTaken(self.settled(order, half, qty=6, price=10.0))
        self.assertConfirmed(order)
