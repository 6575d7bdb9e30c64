from freezegun import freeze_time

from odoo.tests import tagged

from ..common import CollectionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestFindCase(CollectionCommon):
    """A debtor calls and says a number: the case is found by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debtor.phone = "+49 (0)171 555-12 34"
        cls.other = cls._make_debtor("Other Ltd", phone="+49 30 999888")
        cls.move = cls.invoice(
            1234.5,
            "2026-03-01",
            due="2026-03-31",
            ref="PO-7788",
            invoice_origin="S0042",
        )
        cls.invoice(77.0, "2026-03-01", due="2026-03-31", partner=cls.other)
        cls.env["collection.case"]._sync(cls.company)

    def find(self, name, text):
        cases = self.env["collection.case"].search([(name, "ilike", text)])
        return cases.partner_id

    def test_by_invoice_number(self):
        self.assertEqual(self.find("search_document", self.move.name), self.debtor)

    def test_by_customer_order(self):
        self.assertEqual(self.find("search_document", "7788"), self.debtor)
        self.assertEqual(self.find("search_document", "S0042"), self.debtor)

    def test_by_amount_as_it_is_written(self):
        for text in ("1234.5", "1,234.50", "1.234,50", "1234,50", "1 234.50"):
            self.assertEqual(self.find("search_document", text), self.debtor, text)
        self.assertFalse(self.find("search_document", "1234"))
        found = self.env["collection.case"].search([("search_amount", "=", 77.0)])
        self.assertEqual(found.partner_id, self.other)

    def test_by_what_is_left_of_an_amount(self):
        self.pay(self.move, "2026-04-01", amount=1000.0)
        self.assertEqual(self.find("search_document", "234.50"), self.debtor)

    def test_by_phone_however_written(self):
        self.assertEqual(self.find("search_phone", "555 12 34"), self.debtor)
        self.assertEqual(self.find("search_phone", "030/999888"), self.other)
        self.assertFalse(self.find("search_phone", "55"))

    def test_by_phone_of_a_contact(self):
        self._make_debtor(
            "Clerk", parent_id=self.debtor.id, is_company=False, phone="0049 40 123456"
        )
        self.assertEqual(self.find("search_phone", "40 123456"), self.debtor)

    def test_nonsense_finds_nothing(self):
        self.assertFalse(self.find("search_document", "%no such number%"))
