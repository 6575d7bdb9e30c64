from odoo import Command
from odoo.tests import tagged

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestDeliveryCut(DeliveryCommon):
    """A warehouse corrects its transfers; what leaves by that is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_manager_id = cls.manager
        cls.picking = cls.delivery(cls.order())

    def told(self, case):
        return case._tasks(case._task_types("unusual"))

    def cut(self, picking):
        """Take the order and the receiver off, as a picker can."""
        picking = picking.with_user(self.picker)
        picking.move_ids.write(
            {"sale_line_id": False, "reference_ids": [Command.clear()]}
        )
        picking.move_ids.partner_id = False
        picking.write({"partner_id": False})

    def test_the_order_and_the_receiver_are_cut_off(self):
        case = self.hold("block")
        self.cut(self.picking)
        task = self.told(case)
        self.assertIn(self.picking.name, task.summary)  # one, not three
        self.assertEqual(task.user_id, self.manager)
        self.assertIn(self.picker.name, task.note)
        self.assertIn("1,000.00", task.note)
        self.validate(self.picking)
        self.assertEqual(self.picking.state, "done")

    def test_another_receiver(self):
        picking = self.loose_delivery()
        case = self.hold("block")
        picking.with_user(self.picker).partner_id = self.other
        self.assertIn("300.00", self.told(case).note)

    def test_one_of_both_is_not_enough(self):
        case = self.hold("block")
        self.picking.with_user(self.picker).partner_id = False
        self.assertTrue(self.picking.collection_waiting)
        self.assertFalse(self.told(case))

    def test_without_a_hold_nothing_is_told(self):
        case = self.env["collection.case"]._case_of(self.debtor, self.company)
        self.cut(self.picking)
        self.assertFalse(self.told(case))
