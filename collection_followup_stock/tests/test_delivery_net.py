from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestDeliveryNet(DeliveryCommon):
    """There is no way round: each that a warehouse has ends at the same gate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.held_order = cls.order()
        cls.picking = cls.delivery(cls.held_order)
        cls.done_order = cls.order()
        cls.done = cls.delivery(cls.done_order)
        cls.done.button_validate()
        cls.hold("block")

    def mine(self, records, **context):
        """Records as the picker has them, with a context from a browser."""
        return records.with_user(self.picker).with_context(**context)

    def refused(self, call):
        """The call is refused for want of money, and nothing has left."""
        before = self.goods.qty_available
        with self.assertRaisesRegex(UserError, "waits?"), self.env.cr.savepoint():
            call()
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotEqual(self.picking.state, "done")
        self.assertEqual(self.goods.qty_available, before)

    def test_context_keys_grant_nothing(self):
        picking = self.mine(
            self.picking,
            skip_sanity_check=True,
            skip_backorder=True,
            skip_collection=True,
            cancel_backorder=True,
            button_validate_picking_ids=self.picking.ids,
            collection_picking_ids=self.picking.ids,
        )
        self.refused(picking.button_validate)
        self.refused(picking.action_collection_validate_others)

    def test_calls_below_the_button(self):
        moves = self.mine(self.picking.move_ids)
        moves.picked = True
        self.refused(moves._action_done)
        self.refused(self.mine(self.picking)._action_done)

    def test_writing_the_state(self):
        picking = self.mine(self.picking)
        lines = picking.move_line_ids
        self.refused(lambda: picking.write({"state": "done"}))
        self.refused(lambda: picking.move_ids.write({"state": "done"}))
        self.refused(lambda: lines.write({"state": "done"}))
        command = [Command.update(picking.move_ids.id, {"state": "done"})]
        self.refused(lambda: picking.write({"move_ids": command}))

    def test_creating_what_is_done(self):
        values = {
            "product_id": self.goods.id,
            "product_uom_qty": 1,
            "quantity": 1,
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.customers.id,
        }
        moves = self.mine(self.env["stock.move"])
        self.refused(
            lambda: moves.create(
                {**values, "state": "done", "partner_id": self.debtor.id}
            )
        )
        # more goods on a delivery that has left
        self.refused(lambda: moves.create({**values, "picking_id": self.done.id}))

    def test_more_on_a_delivery_that_has_left(self):
        line = self.mine(self.done.move_line_ids)
        move = self.mine(self.done.move_ids)
        self.refused(lambda: line.write({"quantity": 12}))
        self.refused(lambda: move.write({"quantity": 12}))
        self.refused(
            lambda: line.create(
                {
                    "move_id": self.done.move_ids.id,
                    "picking_id": self.done.id,
                    "product_id": self.goods.id,
                    "quantity": 2,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "location_dest_id": self.customers.id,
                }
            )
        )
        line.quantity = 8  # less, because two came back on the lorry
        self.assertEqual(self.done.move_ids.quantity, 8)

    def test_internal_transfer_sent_on_to_the_customer(self):
        stock = self.warehouse.lot_stock_id
        picking = self.loose_delivery(
            picking_type_id=self.warehouse.int_type_id.id,
            location_dest_id=stock.id,
            move_ids=[
                Command.create(
                    {
                        "product_id": self.goods.id,
                        "product_uom_qty": 3,
                        "location_id": stock.id,
                        "location_dest_id": stock.id,
                    }
                )
            ],
        )
        self.mine(picking.move_line_ids).location_dest_id = self.customers
        self.refused(self.mine(picking).button_validate)

    def test_part_of_it_with_a_backorder(self):
        picking = self.mine(self.picking)
        picking.move_ids.quantity = 4
        self.refused(picking.button_validate)
        wizard = self.mine(
            self.env["stock.backorder.confirmation"],
            button_validate_picking_ids=picking.ids,
        ).create(
            {
                "pick_ids": [Command.set(picking.ids)],
                "backorder_confirmation_line_ids": [
                    Command.create({"to_backorder": True, "picking_id": picking.id})
                ],
            }
        )
        self.refused(wizard.process)
        self.refused(wizard.process_cancel_backorder)

    def test_what_is_left_of_a_free_delivery_waits(self):
        """The first part left before the hold; the backorder waits."""
        order = self.order(self.other)
        picking = self.mine(self.delivery(order))
        picking.move_ids.quantity = 4
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(picking.state, "done")
        self.hold("block", self.other)
        rest = self.mine(self.delivery(order))
        self.assertTrue(rest.collection_waiting)
        self.refused(rest.button_validate)

    def test_picked_up_without_a_transfer(self):
        """A scanner makes a move of its own, without a picking."""
        move = self.mine(self.env["stock.move"]).create(
            {
                "product_id": self.goods.id,
                "product_uom_qty": 1,
                "quantity": 1,
                "picked": True,
                "partner_id": self.debtor.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.customers.id,
            }
        )
        self.refused(move._action_done)

    def test_reserving_and_unreserving_go_on(self):
        picking = self.mine(self.picking)
        picking.do_unreserve()
        self.assertFalse(picking.move_ids.quantity)
        picking.action_assign()
        self.assertEqual(picking.move_ids.quantity, 10)
        picking.action_cancel()
        self.assertEqual(picking.state, "cancel")
        self.assertFalse(picking.collection_waiting)
