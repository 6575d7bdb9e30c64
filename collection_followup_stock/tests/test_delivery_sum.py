from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestDeliverySum(DeliveryCommon):
    """Orders released up to an amount: deliveries use that amount up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # confirmed on credit before the hold: 800.00 and 700.00
        cls.first = cls.delivery(cls.order(lines=[(cls.goods, 8)]))
        cls.second = cls.delivery(cls.order(lines=[(cls.goods, 7)]))
        case = cls.hold("block")
        case.with_user(cls.manager)._release("amount", "Half of it paid", amount=1000)
        cls.release = case.release_ids

    def test_together_they_pass_it(self):
        with self.assertRaisesRegex(RedirectWarning, self.second.name):
            self.validate(self.first | self.second)
        moves = (self.first | self.second).move_ids
        moves.picked = True
        with self.assertRaises(UserError):
            moves._action_done()

    def test_one_after_the_other(self):
        self.validate(self.first)
        self.assertEqual(self.first.state, "done")
        self.assertTrue(self.second.collection_waiting)
        with self.assertRaises(UserError):
            self.validate(self.second)

    def test_the_marks(self):
        waiting = (self.first | self.second).filtered("collection_waiting")
        self.assertEqual(waiting, self.second)

    def test_confirmed_order_used_it_up(self):
        self.order(lines=[(self.goods, 9)])
        with self.assertRaises(UserError):
            self.validate(self.first)
