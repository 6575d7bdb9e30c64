from odoo import fields
from odoo.tests import tagged

from .common import TillSalesCommon


@tagged("post_install", "-at_install")
class TestTillExposure(TillSalesCommon):
    """What the till sells counts once against the credit limit, on every day."""

    def exposure(self, partner=None):
        partner = partner or self.debtor
        reader = self.env["collection.exposure"].sudo()
        owed, _asked = reader._read(self.company, partner)
        return round(owed.get(partner.id, 0.0), 2)

    def confirmed(self, amount=1000.0, qty=1):
        order = self.quotation(amount)
        order.order_line.write({"product_uom_qty": qty, "price_unit": amount})
        order.action_confirm()
        return order.sudo()

    def test_on_account_is_owed_before_and_after_the_session_is_closed(self):
        self.assertTaken(self.sold(100.0), self.sold(70.0, (self.cash, 70.0)))
        self.assertEqual(self.exposure(), 100.0)
        self.assertTaken(self.sold(50.0, (self.cash, 20.0), (self.account, 30.0)))
        self.assertEqual(self.exposure(), 130.0)
        self.close()
        self.assertEqual(self.exposure(), 130.0)

    def test_invoiced_at_the_till(self):
        order = self.assertTaken(self.sold(100.0, to_invoice=True))
        self.assertTrue(order.account_move)
        self.assertEqual(self.exposure(), 100.0)
        self.close()
        self.assertEqual(self.exposure(), 100.0)

    def test_paid_in_and_taken_back(self):
        sale = self.assertTaken(self.sold(100.0))
        due = self.sold(0.0, (self.cash, 40.0), (self.account, -40.0))
        self.assertTaken({**due, "lines": []})
        self.assertEqual(self.exposure(), 60.0)
        back = self.line(100.0, -1, refunded_orderline_id=sale.lines.id)
        self.assertTaken(
            self.sold(-100.0, (self.account, -100.0), lines=[back], is_refund=True)
        )
        self.assertEqual(self.exposure(), -40.0)
        self.close()
        self.assertEqual(self.exposure(), -40.0)

    def test_nobody_else_owes_it(self):
        self.assertTaken(self.sold(100.0))
        self.assertEqual(self.exposure(self._make_debtor("Other & Co")), 0.0)

    def test_an_open_order_of_the_till_is_not_owed(self):
        self.send(self.sold(100.0, state="draft"))
        self.assertEqual(self.exposure(), 0.0)

    def test_order_that_is_settled_counts_once(self):
        order = self.confirmed(100.0, qty=10)
        self.assertEqual(self.exposure(), 1000.0)
        self.assertTaken(self.settled(order, (self.cash, 400.0), qty=4))
        self.assertEqual(self.exposure(), 600.0)
        self.assertTaken(self.settled(order, qty=6))  # on account
        self.assertEqual(self.exposure(), 600.0)
        self.close()
        self.assertEqual(self.exposure(), 600.0)

    def test_order_that_is_settled_and_invoiced_counts_once(self):
        order = self.confirmed(1000.0)
        self.assertTaken(self.settled(order, to_invoice=True))
        self.assertEqual(self.exposure(), 1000.0)
        order = self.confirmed(500.0)
        self.assertTaken(self.settled(order, (self.card, 500.0), to_invoice=True))
        self.assertEqual(self.exposure(), 1000.0)

    def test_a_lower_price_at_the_till_leaves_nothing_open(self):
        order = self.confirmed(1000.0)
        self.assertTaken(self.settled(order, (self.cash, 800.0), price=800.0))
        self.assertEqual(self.exposure(), 0.0)

    def test_down_payment_at_the_till_counts_once(self):
        order = self.confirmed(1000.0)
        self.assertTaken(self.paid_ahead(order, 300.0, (self.cash, 300.0)))
        self.assertEqual(self.exposure(), 700.0)
        down = order.order_line.filtered("is_downpayment")
        lines = [
            self.loaded(order),
            self.loaded(order, -1, 300.0, down.filtered("pos_order_line_ids")),
        ]
        self.assertTaken(self.sold(700.0, (self.cash, 700.0), lines=lines))
        self.assertEqual(self.exposure(), 0.0)

    def test_a_till_with_a_currency_of_its_own(self):
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        journal = self.company_data["default_journal_sale"].copy(
            {"currency_id": euro.id, "code": "EURO"}
        )
        prices = self.env["product.pricelist"].sudo()
        till = self.till.copy(
            {
                "name": "Euros",
                "journal_id": journal.id,
                "invoice_journal_id": journal.id,
                "payment_method_ids": [fields.Command.set(self.account.ids)],
                "use_pricelist": False,
                "pricelist_id": prices.create(
                    {"name": "EUR", "currency_id": euro.id}
                ).id,
            }
        )
        till.with_user(self.cashier).open_ui()
        session = till.current_session_id
        self.assertTaken(self.sold(100.0, session_id=session.id))
        self.assertEqual(self.exposure(), 50.0)
        self.set_limit(80.0)
        words = self.assertRefused(self.sold(100.0, session_id=session.id))
        self.assertIn("exceed it by $ 20.00", words)
        self.assertTaken(self.sold(60.0, session_id=session.id))
