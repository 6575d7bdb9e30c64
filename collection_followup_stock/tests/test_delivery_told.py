from odoo.tests import new_test_user, tagged

from odoo.addons.collection_followup.rules.hold.hold_facts import Cause

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestDeliveryTold(DeliveryCommon):
    """Who sold, who ships and who has bought read that a delivery waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order_ = cls.order()
        cls.picking = cls.delivery(cls.order_)
        cls.seller = new_test_user(
            cls.env, login="seller", groups="sales_team.group_sale_salesman_all_leads"
        )

    def words(self):
        self.env.invalidate_all()
        words = self.order_.with_user(self.seller).collection_customer_words
        return words and words.replace("\N{NO-BREAK SPACE}", " ")

    def test_salesperson_reads_it_on_the_order_and_asks(self):
        order = self.order_.with_user(self.seller)
        self.assertFalse(order.collection_deliveries)
        self.hold("block")
        self.env.invalidate_all()
        self.assertEqual(order.collection_deliveries, self.picking.name)
        self.assertIn("collection_deliveries", order.get_view(view_type="form")["arch"])

    def test_picker_asks(self):
        self.hold("block")
        action = self.picking.with_user(self.picker).action_collection_ask_release()
        wizard = self.env[action["res_model"]].with_user(self.picker)
        wizard = wizard.with_context(**action["context"]).create(
            {"reason": "The lorry is here"}
        )
        wizard.action_confirm()
        self.assertTrue(self.order_.collection_release_asked)

    def test_customer_reads_what_frees_the_goods(self):
        self.assertFalse(self.words())
        case = self.hold("block")
        self.assertIn("talk with you about your account", self.words())
        hold = case.hold_id.sudo()
        hold.write({"manual": False, "amount": 250.0})
        self.assertIn("as soon as overdue invoices of $ 250.00", self.words())
        hold.effect = "prepay"
        case._store_hold()
        self.assertIn("this order is paid ($ 1,000.00), or", self.words())
        self.end_hold(case)
        self.assertFalse(self.words())

    def test_mark_follows_the_order(self):
        """On credit it waits; paid on delivery or worth nothing it goes."""
        self.hold("cod")
        self.assertTrue(self.picking.collection_waiting)
        self.order_.payment_term_id = self.company.collection_cod_term_id
        self.assertFalse(self.picking.collection_waiting)
        self.order_.order_line.price_unit = 0.0
        self.order_.payment_term_id = False
        self.assertFalse(self.picking.collection_waiting)

    def test_both_ends_are_named(self):
        """Late invoices and a hand: paying alone does not end it."""
        speaker = self.env["collection.hold"]._speaker(self.company)
        by_hand, late = Cause("manual", "block"), Cause("days", "cod")
        self.assertEqual(
            speaker.frees([by_hand, late], 250.0).replace("\N{NO-BREAK SPACE}", " "),
            "Both of these: Payment of $ 250.00. The credit manager ends it.",
        )
        self.assertEqual(speaker.frees([by_hand], 0.0), "The credit manager ends it.")

    def test_only_what_is_in_stock_is_promised(self):
        """The letter calls it ready: 2000 chairs are not there."""
        late = self.order(lines=[(self.goods, 2000)])
        self.delivery(late).do_unreserve()
        case = self.hold("block")
        self.assertTrue(self.delivery(late).collection_waiting)
        self.assertEqual(case._orders_that_wait()[case], self.order_)

    def test_linked_to_an_order_of_somebody_else(self):
        """The goods still go to the one who is on hold."""
        free = self.order(self.other)
        self.hold("block")
        moves = self.picking.move_ids
        moves.with_user(self.picker).sale_line_id = free.order_line
        self.assertTrue(self.picking.collection_waiting)
        self.assertIn("no order of that customer", self.picking.collection_wait_text)

    def test_order_that_goes_to_a_third_address(self):
        free = self.order(self.other, partner_shipping_id=self.debtor.id)
        self.hold("block")
        self.assertFalse(self.delivery(free).collection_waiting)
