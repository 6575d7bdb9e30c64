from odoo.tests import tagged

from .common_promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestPromiseCurrency(PromisesCommon):
    """A promise in another currency than that of its items."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gold = cls.setup_other_currency(
            "EUR",
            rates=[
                ("2016-01-01", 2.0),
                ("2026-04-08", 2.5),
                ("2026-04-09", 1.25),
            ],
        )
        cls.foreign = cls.invoice(
            1000.0, "2026-02-01", due="2026-03-02", currency_id=cls.gold.id
        )

    def test_the_item_and_the_promise_in_the_same_foreign_currency(self):
        promise = self.promise((self.foreign, 1000.0))
        self.assertEqual(promise.currency_id, self.gold)
        self.pay(self.foreign, "2026-04-08", 400.0, currency_id=self.gold.id)
        self.judge_on("2026-04-08")
        self.assertStands(promise, "open", 400.0)

    def test_by_the_rate_of_the_payment_day(self):
        """500 for an item of 1 000; 600 of the item are 240, then 320 more."""
        promise = self.promise(
            (self.foreign, 1000.0),
            amount=500.0,
            currency_id=self.company.currency_id.id,
        )
        self.pay(self.foreign, "2026-04-08", 600.0, currency_id=self.gold.id)
        self.judge_on("2026-04-08")
        self.assertStands(promise, "open", 240.0)
        self.assertEqual(promise.line_ids.currency_id, self.gold)
        self.pay(self.foreign, "2026-04-09", 325.0, currency_id=self.gold.id)
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 500.0, "2026-04-09")

    def test_the_item_paid_in_full_is_enough(self):
        promise = self.promise(
            (self.foreign, 1000.0),
            amount=500.0,
            currency_id=self.company.currency_id.id,
        )
        self.pay(self.foreign, "2026-04-08", 1000.0, currency_id=self.gold.id)
        self.judge_on("2026-04-08")
        self.assertStands(promise, "kept", 400.0, "2026-04-08")
