from datetime import date

from odoo import Command
from odoo.tests import tagged

from .common_letters import LettersCommon, text_of

DAY = date(2026, 3, 10)
PROMISE = "These orders are ready and leave when the overdue amount is paid:"


@tagged("post_install", "-at_install")
class TestLetterHold(LettersCommon):
    """The next letter says that the account is on hold, and what ships on payment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {
                "name": "Advice",
                "type": "service",
                "list_price": 600.0,
                "taxes_id": False,
            }
        )

    @classmethod
    def get_default_groups(cls):
        groups = super().get_default_groups()
        return groups | cls.quick_ref("sales_team.group_sale_manager")

    def hold(self, effect="block"):
        case = self.env["collection.case"]._case_of(self.debtor, self.company)
        case._hold(effect, "Two invoices are long overdue")

    def waiting_order(self, on="2026-03-03 10:00:00"):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.debtor.id,
                "date_order": on,
                "order_line": [
                    Command.create(
                        {"product_id": self.product.id, "product_uom_qty": 2}
                    )
                ],
            }
        )
        order.sudo().collection_waiting = True
        return order

    def letter(self, amount=0.0, by_hand=False):
        """The letter of a debtor whose hold ends when an amount is paid."""
        self.invoice(1250.5, "2026-01-15", "2026-02-14")
        notice = self.letters_on(DAY)
        hold = notice.case_id.hold_id.sudo()
        hold.write({"amount": amount, "manual": by_hand})
        self.print_on(notice, DAY)
        text = text_of(notice.letter_id.raw).replace("\xa0", " ")
        return notice, text

    def body(self, notice):
        (speaking,) = notice._by_language()
        return " ".join(str(speaking._mail_body()).replace("\xa0", " ").split())

    def test_on_hold_with_an_order(self):
        self.hold("block")
        order = self.waiting_order()
        notice, text = self.letter(1250.5)
        self.assertIn("Your account is on hold: we take no new orders", text)
        self.assertIn("as soon as $ 1,250.50 of what is overdue has been paid", text)
        self.assertIn(f"{PROMISE} {order.name} of March 3, 2026, $ 1,200.00",
                      text.replace("• ", ""))  # fmt: skip
        body = self.body(notice)
        self.assertIn("Your account is on hold", body)
        self.assertIn(f"<strong>{order.name}</strong> of March 3, 2026", body)
        self.assertIn("$ 1,200.00", body)

    def test_each_effect_in_its_words(self):
        self.hold("cod")
        self.waiting_order()
        _notice, text = self.letter()
        self.assertIn("against cash on delivery at the moment", text)
        self.assertIn("Please talk to us about it", text)
        self.assertNotIn(PROMISE, text)

    def test_a_hold_that_a_person_ends_promises_nothing(self):
        """Invoices are late, and somebody has set a hold by hand as well."""
        self.hold("block")
        self.waiting_order()
        notice, text = self.letter(1250.5, by_hand=True)
        for said in (text, self.body(notice)):
            self.assertIn("Please talk to us about it", said)
            self.assertNotIn("as soon as", said)
            self.assertNotIn(PROMISE, said)

    def test_prepayment(self):
        self.hold("prepay")
        notice, text = self.letter(99.0)
        self.assertIn("against prepayment at the moment", text)
        self.assertIn("against prepayment at the moment", self.body(notice))

    def test_without_a_hold_nothing_is_said(self):
        self.waiting_order()
        notice, text = self.letter()
        for words in ("at the moment", PROMISE):
            self.assertNotIn(words, text)
            self.assertNotIn(words, self.body(notice))

    def test_orders_can_be_left_out(self):
        self.company.collection_letter_orders = False
        self.hold("block")
        self.waiting_order()
        notice, text = self.letter(1250.5)
        self.assertIn("Your account is on hold", text)
        self.assertNotIn(PROMISE, text)
        self.assertNotIn(PROMISE, self.body(notice))

    def test_no_more_than_five_are_named(self):
        self.hold("block")
        orders = [self.waiting_order(f"2026-03-0{day} 10:00:00") for day in range(1, 8)]
        _notice, text = self.letter(1250.5)
        self.assertIn(orders[4].name, text)
        self.assertNotIn(orders[5].name, text)
        self.assertIn("and 2 more", text)

    def test_many_notices_read_orders_once(self):
        partners = [self._make_debtor(f"Buyer {number}") for number in range(6)]
        for partner in partners:
            self.invoice(100, "2026-01-15", "2026-02-14", partner=partner)
        notices = self.letters_on(DAY)
        self.env.flush_all()
        self.env.invalidate_all()
        notices.mapped("company_id.collection_letter_orders")
        notices.mapped("case_id.hold_id")
        with self.assertQueryCount(2):
            notices.mapped("hold_order_ids")
