from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestTillOffline(TillCommon):
    """A till without a connection cannot ask: its sales are booked, and told."""

    def earlier(self, **ago):
        return fields.Datetime.to_string(datetime.now() - timedelta(**ago))

    def told(self):
        tasks = self.tasks(self.debtor_case(), "unusual")
        return "\n".join(f"{task.summary}: {task.note}" for task in tasks)

    def test_sold_on_account_without_a_connection(self):
        self.hold("block")
        order = self.assertTaken(self.sold(80.0, date_order=self.earlier(hours=2)))
        words = self.told().replace("&nbsp;", " ")
        self.assertIn(f"{order.name}: sold on account", words)
        self.assertIn("$ 80.00", words)
        self.assertIn("Payment of 250.00.", words)

    def test_validated_just_now_is_asked(self):
        self.hold("block")
        self.assertRefused(self.sold(date_order=self.earlier(minutes=5)))
        self.assertFalse(self.told())

    def test_beside_one_of_today(self):
        self.hold("block")
        old = self.sold(80.0, date_order=self.earlier(hours=2))
        words = self.assertRefused(old, self.sold(90.0))
        self.assertIn("90.00", words)
        self.assertNotIn("80.00", words)

    def test_paid_at_once_is_not_told(self):
        self.hold("block")
        sold = self.sold(80.0, (self.cash, 80.0), date_order=self.earlier(hours=2))
        self.assertTaken(sold)
        self.assertFalse(self.told())

    def test_the_office_has_a_connection(self):
        """An order that was opened long ago and is paid in the office is asked."""
        self.hold("block")
        order = self.send(
            self.sold(state="draft", payment_ids=[], date_order=self.earlier(days=2))
        )
        window = self.env["pos.make.payment"].with_user(self.till_manager)
        window = window.with_context(active_id=order.id, active_ids=order.ids)
        with self.assertRaisesRegex(Exception, "cannot be put on account"):
            window.create({"payment_method_id": self.account.id}).check()
