from odoo.tests import new_test_user, tagged

from odoo.addons.collection_followup.tests.gate.common_sale_tour import SaleTourCommon


@tagged("post_install", "-at_install")
class TestSaleTour(SaleTourCommon):
    """An order from quotation over delivery to payment, with and without a hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = new_test_user(
            cls.env,
            login="keeper",
            groups="sales_team.group_sale_salesman_all_leads,stock.group_stock_user",
        )

    def deliver(self, order, path):
        self.play("collection_sale_deliver", self.keeper, path)
        self.assertEqual(order.picking_ids.mapped("state"), ["done"])
        self.assertEqual(order.order_line.mapped("qty_delivered"), [0.0, 1.0, 1.0])

    def test_a_debtor_who_may_buy(self):
        order, path = self.quote()
        self.play("collection_sale_confirm", self.seller, path)
        self.deliver(order, path)
        self.invoice_and_pay(order, path)

    def test_a_debtor_on_hold(self):
        self.hold("block")
        order, path = self.quote()
        self.play("collection_gate_ask", self.seller, path)
        self.assertFalse(order.picking_ids)
        self.play("collection_gate_release", self.boss, path)
        self.deliver(order, path)
        self.invoice_and_pay(order, path)
