from odoo.tests import HttpCase, new_test_user, tagged

from .common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateTours(GateCommon, HttpCase):
    """A held quotation: what salesperson, manager and customer do in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(
            cls.env,
            login="boss",
            groups="sales_team.group_sale_manager,"
            "collection_followup.group_collection_manager",
        )
        for user in cls.salesperson + cls.boss:
            user.sudo().write({"password": user.login, "tz": "UTC"})
        cls.company.collection_manager_id = cls.boss

    def test_ask_release_confirm(self):
        order = self.quotation(user_id=self.salesperson.id)
        self.hold("prepay")
        url = f"/odoo/sales/{order.id}"
        self.start_tour(url, "collection_gate_ask", login="salesperson")
        self.assertQuotation(order)
        self.start_tour(url, "collection_gate_release", login="boss")
        self.env.invalidate_all()
        self.assertConfirmed(order)
        release = self.debtor_case().release_ids
        self.assertEqual(release.asked_by_id, self.salesperson)
        self.assertEqual(release.used_order_ids, order.sudo())

    def test_the_customer_signs_and_pays_while_on_hold(self):
        provider = self.demo_provider()
        provider.payment_method_ids[:1].active = True
        order = self.quotation(require_signature=True, validity_date=False).sudo()
        self.hold("prepay")
        order.action_quotation_sent()
        url = f"{order.access_url}?access_token={order._portal_ensure_token()}"
        self.start_tour(url, "collection_gate_portal")
        self.env.invalidate_all()
        self.assertTrue(order.signature)
        self.assertConfirmed(order)
        self.assertFalse(order.collection_waiting)
        self.assertEqual(order.transaction_ids.state, "done")
