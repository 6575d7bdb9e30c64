from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestTillHold(TillCommon):
    """Who is on hold pays at the till; what is put on account is refused there."""

    def test_on_account_is_refused_whatever_the_hold(self):
        self.assertTaken(self.sold())
        for effect in ("block", "prepay", "cod"):
            self.hold(effect)
            with self.subTest(effect=effect):
                words = self.assertRefused(self.sold(80.0))
                self.assertIn("Debtor & Sons is on credit hold: $ 80.00 cannot", words)
                self.assertIn("Payment of 250.00.", words)  # what frees it
                self.assertIn("Choose another payment", words)

    def test_who_asks_does_not_matter(self):
        self.hold("block")
        for user in (self.cashier, self.till_manager, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login):
                self.assertRefused(self.sold(), user=user)

    def test_paid_at_once_is_fine(self):
        self.hold("block")
        self.assertTaken(
            self.sold(100.0, (self.cash, 100.0)),
            self.sold(100.0, (self.card, 60.0), (self.cash, 40.0)),
            self.sold(100.0, (self.cash, 100.0), to_invoice=True),
        )

    def test_only_the_part_on_account_counts(self):
        self.hold("block")
        mixed = self.sold(100.0, (self.cash, 70.0), (self.account, 30.0))
        self.assertIn("$ 30.00 cannot be put", self.assertRefused(mixed))

    def test_invoiced_on_account_is_refused_too(self):
        self.hold("block")
        self.assertRefused(self.sold(100.0, to_invoice=True))

    def test_the_order_stays_open_and_is_paid_in_another_way(self):
        self.hold("block")
        draft = self.sold(100.0, state="draft", payment_ids=[])
        order = self.send(draft)
        self.assertEqual(order.state, "draft")
        self.assertRefused(
            self.sold(100.0, uuid=order.uuid, access_token="x", lines=[])
        )
        self.assertEqual(order.state, "draft")
        cash = self.sold(100.0, (self.cash, 100.0), uuid=order.uuid)
        self.assertTaken({**cash, "lines": [], "access_token": order.access_token})
        self.assertEqual(order.state, "paid")

    def test_money_that_goes_back_or_comes_in(self):
        sale = self.assertTaken(self.sold())
        self.hold("block")
        refund = self.line(100.0, -1, refunded_orderline_id=sale.lines.id)
        self.assertTaken(
            self.sold(-100.0, (self.account, -100.0), lines=[refund], is_refund=True)
        )
        # he pays what he owes: cash in, account down
        due = self.sold(0.0, (self.cash, 50.0), (self.account, -50.0))
        self.assertTaken({**due, "lines": []})

    def test_contacts_and_others(self):
        buyer = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.debtor.id}
        )
        self.hold("block")
        self.assertRefused(self.sold(partner=buyer))
        self.assertTaken(self.sold(partner=self._make_debtor("Other & Co")))

    def test_all_reasons_at_once(self):
        other = self._make_debtor("Other & Co")
        self.hold("block")
        self.hold("cod", partner=other)
        words = self.assertRefused(
            self.sold(), self.sold(100.0, (self.cash, 100.0)), self.sold(partner=other)
        )
        self.assertIn("Debtor & Sons", words)
        self.assertIn("Other & Co", words)

    def test_hold_that_is_over(self):
        self.hold("block", until=self.today - timedelta(days=1))
        self.assertTaken(self.sold())

    def test_tills_of_a_team_that_is_never_held(self):
        team = self.env["crm.team"].sudo().create({"name": "Canteen"})
        self.hold("block")
        self.till.crm_team_id = team
        self.assertRefused(self.sold())
        team.collection_exempt = True
        self.assertTaken(self.sold())

    # ------------------------------------------------------------------- releases

    def test_release_until_a_day(self):
        self.hold("block")
        self.release("until", until=self.today)
        self.assertTaken(self.sold(), self.sold(5000.0))

    def test_release_of_a_sum_is_used_up(self):
        self.hold("block")
        self.release("amount", amount=250.0)
        self.assertTaken(self.sold(100.0))
        self.assertTaken(self.sold(100.0))
        self.assertRefused(self.sold(100.0))
        self.assertTaken(self.sold(100.0, (self.cash, 50.0), (self.account, 50.0)))
        self.assertRefused(self.sold(0.01))

    def test_release_of_a_sum_for_orders_that_come_together(self):
        self.hold("block")
        self.release("amount", amount=150.0)
        words = self.assertRefused(self.sold(100.0), self.sold(60.0))
        self.assertIn("$ 60.00 cannot", words)
        self.assertNotIn("$ 100.00 cannot", words)
        self.assertTaken(self.sold(100.0), self.sold(50.0))

    def test_orders_and_the_till_use_the_same_sum(self):
        self.hold("block")
        self.release("amount", amount=1000.0)
        self.assertTaken(self.sold(300.0))
        order = self.quotation(800.0)
        with self.assertRaises(UserError):
            order.action_confirm()
        order.order_line.price_unit = 700.0
        order.action_confirm()
        self.assertConfirmed(order)
        self.assertRefused(self.sold(1.0))

    # --------------------------------------------------------------------- limits

    def test_limit_refuses_only_where_the_company_wants_it(self):
        self.set_limit(500.0)
        self.company.collection_limit_refuses = False
        self.assertTaken(self.sold(400.0))
        self.assertTaken(self.sold(400.0))
        self.company.collection_limit_refuses = True
        words = self.assertRefused(self.sold(100.0))
        self.assertIn("The credit limit of Debtor & Sons is $ 500.00", words)
        self.assertIn("exceed it by $ 400.00", words)
        self.assertTaken(self.sold(9000.0, (self.card, 9000.0)))

    def test_limit_to_the_cent_invoiced_or_not(self):
        self.set_limit(500.0)
        self.assertTaken(self.sold(200.0), self.sold(100.0, to_invoice=True))
        self.assertRefused(self.sold(200.01))
        self.assertRefused(self.sold(200.01, to_invoice=True))
        self.assertTaken(self.sold(200.0, to_invoice=True))

    # -------------------------------------------------------------- other ways in

    def test_payment_window_of_the_office(self):
        self.hold("block")
        order = self.send(self.sold(100.0, state="draft", payment_ids=[]))
        window = self.env["pos.make.payment"].with_user(self.till_manager)
        window = window.with_context(active_id=order.id, active_ids=order.ids)
        values = {"payment_method_id": self.account.id, "amount": 100.0}
        with self.assertRaises(UserError), self.env.cr.savepoint():
            window.create(values).check()
        self.assertEqual(order.state, "draft")
        window.create({**values, "payment_method_id": self.cash.id}).check()
        self.assertEqual(order.state, "paid")

    def test_payments_that_are_changed_afterwards(self):
        order = self.assertTaken(self.sold(100.0, (self.cash, 100.0)))
        self.hold("block")
        payment = order.payment_ids.with_user(self.till_manager)
        order = order.with_user(self.till_manager)
        account = {"payment_method_id": self.account.id}
        for change in (
            lambda: payment.write(account),
            lambda: order.write({"payment_ids": [Command.update(payment.id, account)]}),
            lambda: payment.create(
                {"pos_order_id": order.id, "amount": 1.0, **account}
            ),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        payment.payment_method_id = self.card
        self.assertEqual(order.payment_ids.payment_method_id, self.card)

    def test_somebody_elses_order_is_not_given_to_him(self):
        other = self._make_debtor("Other & Co")
        order = self.assertTaken(self.sold(partner=other)).with_user(self.till_manager)
        self.hold("block")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.partner_id = self.debtor
        order.partner_id = self._make_debtor("Third")

    def test_state_written_directly(self):
        self.hold("block")
        order = self.send(self.sold(100.0, state="draft")).with_user(self.cashier)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.state = "paid"

    def test_session_closes_as_ever(self):
        """What was on account before the hold is posted under it."""
        order = self.assertTaken(self.sold(100.0))
        self.hold("block")
        self.close()
        self.assertEqual(order.state, "done")
        self.assertEqual(self.till_session.state, "closed")

    # -------------------------------------------------------------------- queries

    def queries(self, orders):
        """How many queries asking about these orders takes."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        orders.with_user(self.cashier)._collection_ask_account()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_orders(self):
        self.set_limit(1e6)
        self.hold("block")
        self.release("amount", amount=1e6)
        few = self.assertTaken(*(self.sold() for _number in range(2)))
        many = self.assertTaken(*(self.sold() for _number in range(8)))
        self.queries(few)  # what is kept in caches
        self.assertLessEqual(self.queries(many), self.queries(few))

    def test_queries_of_those_who_are_free(self):
        few = self.assertTaken(*(self.sold() for _number in range(2)))
        many = self.assertTaken(*(self.sold() for _number in range(8)))
        self.queries(few)
        self.assertLessEqual(self.queries(many), self.queries(few))
