from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateLimit(GateCommon):
    """Odoo warns about a limit; refusing is a switch, offered with its effect."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_use_credit_limit = True
        cls.debtor.credit_limit = 1500.0

    def confirmed(self, amount, days_ago=0, **values):
        order = self.quotation(amount, **values)
        order.action_confirm()
        order.sudo().date_order = self.company._collection_now() - timedelta(
            days=days_ago
        )
        return order

    def advice(self):
        """What the checklist says about limits."""
        checklist = self.env["collection.checklist"].with_user(self.manager)
        checklist = checklist.with_company(self.company).create({})
        checklist._look()
        return checklist.line_ids.filtered(lambda line: line.key == "limits")

    def test_off_at_installation(self):
        fresh = self.env["res.company"].sudo().create({"name": "Fresh"})
        self.assertFalse(fresh.collection_limit_refuses)
        self.confirmed(5000.0)
        self.company.collection_limit_refuses = True
        with self.assertRaisesRegex(UserError, "credit limit"):
            self.quotation().action_confirm()

    def test_what_it_would_have_refused(self):
        def refused():
            return tuple(self.company.sudo()._collection_over_limits())

        self.assertEqual(refused(), (0, 0.0))
        self.confirmed(1500.0, days_ago=100)  # within the limit, and long ago
        self.confirmed(1501.0, days_ago=91)  # long ago
        self.confirmed(1500.0, days_ago=80)
        self.assertEqual(refused(), (0, 0.0))
        self.confirmed(1500.01, days_ago=80)
        self.assertEqual(refused(), (1, 1500.01))
        # owed from the 50th to the 30th day: the day itself is no day before
        invoice = self.invoice(1000.0, self.today - timedelta(days=50))
        for days_ago in (50, 49, 31, 29):
            self.confirmed(501.0, days_ago)
        self.pay(invoice, self.today - timedelta(days=30))
        self.assertEqual(refused(), (3, 1500.01 + 2 * 501.0))
        # of others, and of those without a limit
        self.confirmed(9000.0, partner=self._make_debtor("No limit"))
        self.assertEqual(refused()[0], 3)

    def test_foreign_currency(self):
        currency = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        lists = self.env["product.pricelist"].sudo()
        euros = lists.create({"name": "EUR", "currency_id": currency.id})
        self.confirmed(2999.0, pricelist_id=euros.id)
        self.confirmed(3001.0, pricelist_id=euros.id)
        self.assertEqual(
            tuple(self.company.sudo()._collection_over_limits()), (1, 1500.5)
        )

    def test_the_checklist_offers_it(self):
        self.confirmed(2000.0)
        line = self.advice()
        self.assertFalse(line.done)
        self.assertTrue(line.optional)
        for words in ("90 days", "1 confirmed", "2,000.00", "today's limit"):
            self.assertIn(words, line.advice)
        self.assertEqual(line.action_open_place()["res_model"], "collection.settings")
        self.company.collection_limit_refuses = True
        self.assertTrue(self.advice().done)

    def test_the_checklist_without_such_orders(self):
        self.assertIn("no order", self.advice().advice)
