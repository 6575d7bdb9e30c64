from odoo.tests import tagged

from .common_sale_tour import SaleTourCommon


@tagged("post_install", "-at_install")
class TestSaleTour(SaleTourCommon):
    """An order from quotation to payment, with and without a debtor on hold."""

    def test_a_debtor_who_may_buy(self):
        order, path = self.quote()
        self.play("collection_sale_confirm", self.seller, path)
        self.assertConfirmed(order)
        self.invoice_and_pay(order, path)

    def test_a_debtor_on_hold(self):
        self.hold("block")
        order, path = self.quote()
        self.play("collection_gate_ask", self.seller, path)
        self.assertQuotation(order)
        self.play("collection_gate_release", self.boss, path)
        self.assertConfirmed(order)
        self.invoice_and_pay(order, path)
