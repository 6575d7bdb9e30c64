from odoo.tests import HttpCase, tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestTillTour(TillCommon, HttpCase):
    """What the cashier sees on the payment screen."""

    def test_refused_on_account_then_paid(self):
        self.cashier.sudo().write({"password": "cashier", "tz": "UTC"})
        self.goods.sudo().available_in_pos = True
        self.hold("block")
        self.start_tour(f"/pos/ui/{self.till.id}", "collection_till", login="cashier")
        order = self.env["pos.order"].sudo().search([("config_id", "=", self.till.id)])
        self.assertEqual(order.state, "paid")
        self.assertEqual(order.payment_ids.payment_method_id, self.cash)
