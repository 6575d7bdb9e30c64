from odoo import Command
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestDeliveryFlow(DeliveryCommon):
    """Deliveries wait while their customer is on hold, and go on by themselves."""

    def test_waits_and_goes_on(self):
        order = self.order()
        picking = self.delivery(order)
        self.assertEqual(picking.state, "assigned")
        self.assertFalse(picking.collection_waiting)
        case = self.hold("block")
        self.assertTrue(picking.collection_waiting)
        self.assertEqual(picking.collection_wait_mark, "Waits for payment")
        self.assertIn(picking.name, picking.collection_wait_text)
        with self.assertRaisesRegex(UserError, "wait for money"):
            self.validate(picking)
        self.assertEqual(picking.state, "assigned")
        self.assertEqual(sum(picking.move_ids.mapped("quantity")), 10)
        self.end_hold(case)
        self.assertFalse(picking.collection_waiting)
        self.assertFalse(picking.collection_wait_text)
        self.validate(picking)
        self.assertEqual(picking.state, "done")

    def test_other_customers_never_notice(self):
        self.hold("block")
        picking = self.delivery(self.order(self.other))
        self.assertFalse(picking.collection_waiting)
        self.validate(picking)
        self.assertEqual(picking.state, "done")

    def test_money_frees_within_the_event(self):
        """A hold for overdue invoices ends when they are paid, and so does the wait."""
        company = self.company
        company.write(
            {
                "collection_hold_auto": True,
                "collection_hold_days": True,
                "collection_hold_days_late": 30,
                "collection_hold_days_effect": "block",
                "collection_hold_stage": False,
            }
        )
        invoice = self.invoice(1000.0, "2026-01-01", "2026-01-31")
        picking = self.delivery(self.order())
        case = self.env["collection.case"]._case_of(self.debtor, company)
        case._hold("block", "until he has paid")
        self.assertTrue(picking.collection_waiting)
        self.end_hold(case)
        self.pay(invoice, "2026-04-01")
        case._judge()
        self.assertFalse(picking.collection_waiting)

    def test_paid_in_full_leaves(self):
        order = self.order()
        invoice = order._create_invoices()
        invoice.action_post()
        self.hold("block")
        picking = self.delivery(order)
        self.assertTrue(picking.collection_waiting)
        self.pay(invoice, "2026-04-01")
        order.invalidate_recordset()
        self.validate(picking)
        self.assertEqual(picking.state, "done")

    def test_worth_nothing_leaves(self):
        order = self.order(confirm=False)
        order.order_line.price_unit = 0.0
        order.action_confirm()
        self.hold("block")
        picking = self.delivery(order)
        self.assertFalse(picking.collection_waiting)
        self.validate(picking)
        self.assertEqual(picking.state, "done")

    def test_several_at_once_names_all_and_offers_the_others(self):
        pickings = self.delivery(self.order()) | self.delivery(self.order())
        free = self.delivery(self.order(self.other))
        self.hold("block")
        with self.assertRaises(RedirectWarning) as caught:
            self.validate(pickings | free)
        message, action, button, context = caught.exception.args
        for picking in pickings:
            self.assertIn(picking.name, message)
        self.assertNotIn(free.name, message)
        self.assertEqual(button, "Validate the others")
        self.assertEqual(context["collection_picking_ids"], free.ids)
        server = self.env["ir.actions.server"].browse(action)
        server.with_user(self.picker).with_context(**context).run()
        self.assertEqual(free.state, "done")
        self.assertEqual(set(pickings.mapped("state")), {"assigned"})

    def test_three_steps_only_the_last_waits(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self.order()
        self.hold("block")
        for _step in range(2):
            step = self.delivery(order)
            self.assertFalse(any(step.mapped("collection_waiting")))
            self.validate(step)
            self.assertEqual(step.state, "done")
        last = self.delivery(order)
        self.assertEqual(last.location_dest_id, self.customers)
        self.assertTrue(last.collection_waiting)
        self.assertEqual(last.state, "assigned")
        with self.assertRaises(UserError):
            self.validate(last)

    def test_done_stays_done_and_comes_back(self):
        """What has left is untouched; a return of a held debtor never waits."""
        order = self.order()
        picking = self.delivery(order)
        self.validate(picking)
        self.hold("block")
        self.assertFalse(picking.collection_waiting)
        self.assertEqual(picking.state, "done")
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = 4
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        self.assertFalse(back.collection_waiting)
        self.validate(back)
        self.assertEqual(back.state, "done")

    def test_receipts_and_internal_moves_never_wait(self):
        self.hold("block")
        kind = self.warehouse.int_type_id
        picking = self.loose_delivery(
            picking_type_id=kind.id,
            location_dest_id=self.warehouse.lot_stock_id.id,
            move_ids=[
                Command.create(
                    {
                        "product_id": self.goods.id,
                        "product_uom_qty": 3,
                        "location_id": self.warehouse.lot_stock_id.id,
                        "location_dest_id": self.warehouse.lot_stock_id.id,
                    }
                )
            ],
        )
        self.assertFalse(picking.collection_waiting)
        self.validate(picking)
        self.assertEqual(picking.state, "done")

    def test_without_an_order_the_receiver_decides(self):
        picking = self.loose_delivery()
        self.assertFalse(picking.collection_waiting)
        for effect in ("cod", "prepay", "block"):
            with self.subTest(effect):
                case = self.hold(effect)
                self.assertTrue(picking.collection_waiting)
                with self.assertRaisesRegex(UserError, "belongs to no order"):
                    self.validate(picking)
                self.end_hold(case)
        self.validate(picking)
        self.assertEqual(picking.state, "done")

    def test_straight_from_the_vendor_waits(self):
        self.hold("block")
        vendors = self.env.ref("stock.stock_location_suppliers")
        picking = self.loose_delivery(location_id=vendors.id)
        picking.move_ids.location_id = vendors
        self.assertTrue(picking.collection_waiting)

    def test_overview_counts(self):
        self.delivery(self.order())
        kind = self.warehouse.out_type_id
        before = kind.count_collection_waiting
        self.hold("block")
        self.env.invalidate_all()
        self.assertEqual(kind.count_collection_waiting, before + 1)
        action = kind.action_collection_waiting()
        self.assertEqual(action["context"]["search_default_collection_waiting"], 1)

    def test_case_lists_what_waits(self):
        picking = self.delivery(self.order())
        case = self.hold("block")
        case = case.with_user(self.manager)
        self.assertEqual(case.collection_delivery_count, 1)
        action = case.action_collection_deliveries()
        found = self.env["stock.picking"].search(action["domain"])
        self.assertEqual(found, picking)
        seen = found.with_user(self.manager)
        self.assertIn(picking.name, seen.collection_wait_text)
