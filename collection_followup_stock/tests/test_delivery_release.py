from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestDeliveryRelease(DeliveryCommon):
    """A credit manager lets deliveries through; nobody else can."""

    def release(self, pickings, user=None, reason="The money was seen"):
        wizard = self.env["collection.delivery.release"].with_user(user or self.manager)
        wizard = wizard.create(
            {"picking_ids": [Command.set(pickings.ids)], "reason": reason}
        )
        return wizard.action_confirm()

    def test_order_is_released_from_its_delivery(self):
        order = self.order()
        picking = self.delivery(order)
        case = self.hold("block")
        action = picking.with_user(self.manager).action_collection_release()
        self.assertEqual(action["context"]["default_picking_ids"], picking.ids)
        self.release(picking)
        release = case.release_ids
        self.assertEqual((release.scope, release.order_id), ("order", order))
        self.assertEqual(release.user_id, self.manager)
        self.assertFalse(picking.collection_waiting)
        self.validate(picking)
        self.assertEqual(picking.state, "done")
        self.assertTrue(self.delivery(self.order(self.other)))

    def test_delivery_without_an_order(self):
        picking, other = self.loose_delivery(), self.loose_delivery()
        case = self.hold("prepay")
        self.release(picking)
        release = case.release_ids
        self.assertEqual((release.scope, release.picking_id), ("picking", picking))
        self.assertEqual(release.reason, "The money was seen")
        said = " ".join(case.message_ids.mapped("body"))
        self.assertIn(picking.name, said)
        self.assertFalse(picking.collection_waiting)
        self.assertTrue(other.collection_waiting)
        picking.move_ids.quantity = 1
        picking.with_context(skip_backorder=True).with_user(
            self.picker
        ).button_validate()
        self.assertEqual(picking.state, "done")
        # what is left of it was released with it
        rest = picking.backorder_ids
        self.assertFalse(rest.collection_waiting)
        self.validate(rest)
        self.assertEqual(rest.state, "done")
        with self.assertRaisesRegex(UserError, "do not wait any more"):
            self.release(picking)

    def test_released_until_a_day(self):
        picking = self.loose_delivery()
        case = self.hold("block")
        today = self.company._collection_today()
        case._release("until", "He pays on Friday", until=today)
        self.assertFalse(picking.collection_waiting)
        self.validate(picking)
        self.assertEqual(picking.state, "done")

    def test_who_may(self):
        picking = self.loose_delivery()
        self.hold("block")
        with self.assertRaises(AccessError):
            self.release(picking, self.picker)
        with self.assertRaises(AccessError):
            picking.with_user(self.picker).action_collection_release()
        values = {
            "case_id": self.case().id,
            "scope": "picking",
            "picking_id": picking.id,
            "reason": "Mine",
        }
        for user in (self.picker, self.manager):
            with self.assertRaises(AccessError):
                self.env["collection.hold.release"].with_user(user).create(values)

    def test_picker_reads_why_and_nothing_else(self):
        """The warehouse sees words, not cases, and cannot change the mark."""
        picking = self.delivery(self.order()).with_user(self.picker)
        case = self.hold("block")
        self.env.invalidate_all()
        self.assertIn(self.debtor.name, picking.collection_wait_text)
        with self.assertRaises(AccessError):
            case.with_user(self.picker).read(["overdue"])
        picking.collection_waiting = False
        with self.assertRaises(UserError):
            self.validate(picking)
