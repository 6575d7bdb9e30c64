from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TODAY, DeliveryCommon


@tagged("post_install", "-at_install")
class TestExposureReturns(DeliveryCommon):
    """Goods that were returned, or kept and credited, use no limit up.

    Ten chairs at 100.00, and a limit of 1,000.00: the next ten are not refused.
    """

    def setUp(self):
        super().setUp()
        self.company.account_use_credit_limit = True
        self.company.collection_limit_refuses = True
        self.debtor.credit_limit = 1000.0
        self.assertEqual(self.exposure(), 0.0)

    def exposure(self):
        reader = self.env["collection.exposure"].sudo()
        owed, _asked = reader._read(self.company, self.debtor)
        return round(owed.get(self.debtor.id, 0.0), 2)

    def deliver(self, order, pieces=None):
        """Deliver all that waits, or some pieces of it."""
        picking = self.delivery(order)
        if pieces:
            picking.move_ids.write({"quantity": pieces, "picked": True})
        # what is left waits in a delivery of its own
        self.validate(picking.with_context(skip_backorder=True))
        self.assertEqual(picking.state, "done")
        return picking

    def give_back(self, picking, pieces, to_refund=True):
        """The customer returns some of a delivery."""
        wizard = self.env["stock.return.picking"].with_context(
            active_model="stock.picking", active_id=picking.id
        )
        wizard = wizard.create({})
        wizard.product_return_moves.write({"quantity": pieces, "to_refund": to_refund})
        action = wizard.action_create_returns()
        back = self.env["stock.picking"].browse(action["res_id"])
        self.validate(back)
        self.assertEqual(back.state, "done")

    def bill(self, order):
        move = order._create_invoices()
        move.action_post()
        return move

    def credit(self, move):
        """Credit an invoice in full, as its button does."""
        note = self.draft_credit(move)
        note.action_post()
        return note

    def draft_credit(self, move):
        wizard = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        values = {"journal_id": move.journal_id.id, "date": TODAY}
        action = wizard.create(values).reverse_moves()
        return self.env["account.move"].browse(action["res_id"])

    # --------------------------------------------------------- what is over counts 0

    def returned_before_the_invoice(self, order):
        self.give_back(self.deliver(order), 10)

    def returned_after_the_invoice(self, order):
        picking = self.deliver(order)
        move = self.bill(order)
        self.give_back(picking, 10)
        self.assertEqual(self.exposure(), 1000.0)  # it is still owed
        self.credit(move)

    def returned_and_refunded_by_the_order(self, order):
        """Where what was delivered is invoiced, the order makes the credit note."""
        picking = self.deliver(order)
        self.bill(order)
        self.give_back(picking, 10)
        if order.invoice_status == "to invoice":
            order._create_invoices(final=True).action_post()
        else:
            self.credit(order.invoice_ids)

    def kept_and_credited(self, order):
        self.deliver(order)
        self.credit(self.bill(order))

    def test_whatever_is_over_counts_nothing(self):
        for policy in ("order", "delivery"):
            for happens in (
                self.returned_before_the_invoice,
                self.returned_after_the_invoice,
                self.returned_and_refunded_by_the_order,
                self.kept_and_credited,
            ):
                with self.subTest(policy=policy, happens=happens.__name__):
                    self.goods.invoice_policy = policy
                    order = self.order()
                    self.assertEqual(self.exposure(), 1000.0)
                    happens(order)
                    self.assertEqual(self.exposure(), 0.0)
                    following = self.order()  # not refused
                    self.assertEqual(following.state, "sale")
                    self.delivery(following).action_cancel()
                    following._action_cancel()

    # ------------------------------------------------------- what is to come counts

    def test_what_is_still_to_come_counts(self):
        """Five of ten were delivered, invoiced, credited and invoiced anew."""
        self.goods.invoice_policy = "delivery"
        order = self.order()
        picking = self.deliver(order, 5)
        self.assertEqual(picking.move_ids.quantity, 5)
        move = self.bill(order)
        self.credit(move)
        self.bill(order)
        self.assertEqual(self.exposure(), 1000.0)

    def test_goods_that_were_invoiced_ahead_count_once(self):
        order = self.order()
        move = self.bill(order)
        self.assertEqual(self.exposure(), 1000.0)
        self.pay(move, TODAY)
        self.assertEqual(self.exposure(), 0.0)

    def test_an_invoice_ahead_that_is_credited_leaves_the_order(self):
        self.credit(self.bill(self.order()))
        self.assertEqual(self.exposure(), 1000.0)
        with self.assertRaises(UserError):
            self.order()

    def test_a_credit_note_that_is_a_draft_changes_nothing(self):
        note = self.draft_credit(self.bill(self.order()))
        self.assertEqual((note.state, self.exposure()), ("draft", 1000.0))

    def test_a_part_that_came_back(self):
        picking = self.deliver(order := self.order())
        self.give_back(picking, 4)
        self.assertEqual(self.exposure(), 600.0)
        self.assertEqual(order.order_line.qty_delivered, 6)

    def test_an_exchange_changes_nothing(self):
        picking = self.deliver(self.order())
        self.give_back(picking, 10, to_refund=False)
        self.assertEqual(self.exposure(), 1000.0)

    def test_dozens(self):
        """Quantities are those of the order, whatever the unit of the move."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order(confirm=False, lines=[(self.goods, 1)])
        order.order_line.product_uom_id = dozen
        order.order_line.price_unit = 900.0
        order.action_confirm()
        picking = self.deliver(order)
        pieces = picking.move_ids.product_uom._compute_quantity(
            picking.move_ids.quantity, self.goods.uom_id
        )
        self.assertEqual(pieces, 12)
        self.give_back(picking, picking.move_ids.quantity / 2)
        self.assertEqual(self.exposure(), 450.0)
