import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_gate import GateCommon
from .test_gate_waiting import SIGNATURE


@tagged("post_install", "-at_install")
class TestGateHttp(GateCommon, HttpCase):
    """The same doors, through the network: RPC, the customer's page, his payment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson.password = "salesperson-password"
        cls.demo_provider()

    def json_rpc(self, url, **params):
        answer = self.url_open(
            url,
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def call(self, model, method, *args, **kwargs):
        """What the web client does."""
        return self.json_rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs=kwargs,
        )

    def sign(self, order):
        """What the customer's page does, without login."""
        return self.json_rpc(
            f"/my/orders/{order.id}/accept",
            access_token=order._portal_ensure_token(),
            name="Buyer",
            signature=SIGNATURE.decode(),
        )

    def page(self, order, **params):
        """The customer's page, as text."""
        query = "&".join(f"{name}={value}" for name, value in params.items())
        url = f"/my/orders/{order.id}?access_token={order._portal_ensure_token()}"
        return self.url_open(f"{url}&{query}").text

    def pay_online(self, order, amount=None):
        """The whole way of a payment with the demo provider, by its own pages."""
        order = order.sudo()
        provider = self.demo_provider()
        started = self.json_rpc(
            f"/my/orders/{order.id}/transaction",
            access_token=order._portal_ensure_token(),
            provider_id=provider.id,
            payment_method_id=provider.payment_method_ids[:1].id,
            token_id=None,
            amount=order.amount_total if amount is None else amount,
            flow="direct",
            tokenization_requested=False,
            landing_route=order.get_portal_url(),
        )
        if "error" in started:
            return started
        self.json_rpc(
            "/payment/demo/simulate_payment",
            reference=started["result"]["reference"],
            payment_details="1234",
            simulated_state="done",
        )
        return self.json_rpc("/payment/status/poll")

    @mute_logger("odoo.http")
    def test_rpc_of_a_salesperson(self):
        order, confirmed = self.quotation(), self.quotation()
        confirmed.action_confirm()
        self.hold("block")
        self.authenticate("salesperson", "salesperson-password")
        context = {"context": {"bypass_risk": True, "collection_asked": order.ids}}
        tries = [
            self.call("sale.order", "action_confirm", order.ids, **context),
            self.call("sale.order", "write", order.ids, {"state": "sale"}, **context),
            self.call("sale.order", "_validate_order", order.ids),
            self.call("sale.order", "_action_confirm", order.ids),
            self.call("sale.order", "_collection_go_on", order.ids),
            self.call("sale.order", "_collection_unwait", order.ids),
            self.call(
                "sale.order.line",
                "write",
                confirmed.order_line.ids,
                {"product_uom_qty": 100},
                **context,
            ),
            self.call(
                "sale.order",
                "web_save",
                order.ids,
                {"state": "sale"},
                specification={},
            ),
            self.call(
                "collection.case",
                "write",
                self.debtor_case().ids,
                {"hold_effect": False},
            ),
        ]
        for answer in tries:
            self.assertIn("error", answer)
        self.assertQuotation(order)
        self.assertEqual(confirmed.order_line.product_uom_qty, 1)

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc")
    def test_xml_rpc_of_a_salesperson(self):
        order = self.quotation()
        self.hold("block")
        login = self.env.cr.dbname, self.salesperson.id, "salesperson-password"
        for method, args in (
            ("action_confirm", [order.ids]),
            ("write", [order.ids, {"state": "sale"}]),
        ):
            with self.assertRaisesRegex(Exception, "credit hold"):
                self.xmlrpc_object.execute_kw(*login, "sale.order", method, args)
        self.assertQuotation(order)

    def test_the_customer_signs(self):
        """A signature is kept under every effect; the page says what it waits for."""
        expected = {"cod": True, "prepay": False, "block": False, "limit": False}
        for effect, confirmed in expected.items():
            with self.subTest(effect=effect):
                order = self.quotation(require_signature=True).sudo()
                if effect == "limit":
                    self.free()
                    self.set_limit(10.0)
                else:
                    self.hold(effect)
                answer = self.sign(order)
                self.assertIn("redirect_url", answer.get("result", {}), answer)
                self.assertTrue(order.signature)
                self.assertEqual(order.state == "sale", confirmed)
                text = self.page(order, message="sign_ok")
                self.assertEqual("o_collection_customer_words" in text, not confirmed)
                self.assertEqual(
                    "signed order; it waits" in text, effect in ("block", "limit")
                )

    @mute_logger("odoo.http")
    def test_the_customer_pays(self):
        for effect, confirmed in (("cod", True), ("prepay", True), ("block", False)):
            with self.subTest(effect=effect):
                self.free()
                order = self.quotation(require_payment=True).sudo()
                self.hold(effect)
                answer = self.pay_online(order)
                self.assertEqual("error" in answer, not confirmed)
                self.assertEqual(order.state == "sale", confirmed)

    def test_money_under_way_when_the_block_came(self):
        order = self.quotation(require_payment=True).sudo()
        transaction = self.paid_online(order, state="draft")
        self.hold("block")
        transaction._set_done()
        transaction._post_process()
        self.assertQuotation(order)
        text = self.page(order)
        self.assertIn("o_collection_customer_words", text)

    def test_under_a_block_the_page_offers_no_payment(self):
        order = self.quotation(require_payment=True).sudo()
        text = self.page(order)
        self.assertIn("o_sale_portal_paynow", text)
        self.assertIn("o_payment_form", text)
        self.hold("block", manual=False)
        for params in ({}, {"payment_amount": 1000.0}):
            text = self.page(order, **params)
            self.assertNotIn("o_sale_portal_paynow", text)
            self.assertNotIn("o_payment_form", text)
            self.assertIn("o_collection_customer_words", text)
            self.assertIn("250.00", text)
        self.hold("prepay")
        self.assertIn("o_payment_form", self.page(order))

    def test_part_of_the_money_is_not_asked_for_under_prepayment(self):
        order = self.quotation(require_payment=True, prepayment_percent=0.3).sudo()
        self.hold("prepay")
        text = self.page(order)
        self.assertIn("1,000.00", text)
        self.assertNotIn("Down payment", text)
