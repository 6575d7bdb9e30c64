from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.account.tools import is_valid_structured_reference_iso

from .test_how_to_pay import FIRST, SECOND, ChannelsCommon

# as Odoo's country addons write them on an invoice
NATIONAL = {
    "Belgian": "+++090/9337/55493+++",
    "Finnish": "2026000011",
    "creditor reference": "RF18 5390 0754 7034",
    "Swiss": "210000000003139471430009017",
    "Norwegian": "00000420000014",
}


@tagged("post_install", "-at_install")
class TestPaymentReference(ChannelsCommon):
    """Whoever pays one invoice quotes its reference, to its account."""

    def setUp(self):
        super().setUp()
        self.euro = self.setup_other_currency("EUR")
        (self.first | self.second).currency_id = self.euro

    def _bill(self, amount, days=40, bank=None, **values):
        bank = bank or self.first
        return self.bill(
            amount, days, currency_id=self.euro.id, partner_bank_id=bank.id, **values
        )

    def _codes(self):
        """(account, amount, free, structured words) of each code of the letter.

        Odoo itself makes the codes; what it writes into them is looked at.
        """
        model, written = type(self.env["res.partner.bank"]), []
        make = model._get_qr_code_generation_params

        def look(bank, *args, **kwargs):
            found = make(bank, *args, **kwargs)
            lines = found["value"].split("\n")
            written.append((lines[6], lines[7], lines[10], lines[9]))
            return found

        with patch.object(model, "_get_qr_code_generation_params", look):
            page = self._html("report_letter_case", self.case())
        self.assertEqual(str(page).count("data:image/png"), len(written))
        return written

    def test_every_model_of_the_journal(self):
        """Whatever the journal's communication standard writes is what is quoted."""
        field = self.env["account.journal"]._fields["invoice_reference_model"]
        models = field.get_values(self.env)
        self.assertLessEqual({"odoo", "euro", "number"}, set(models))
        journal = self.company_data["default_journal_sale"]
        for model in models:
            with self.subTest(model=model):
                journal.invoice_reference_model = model
                bill = self._bill(900)
                wanted = bill.payment_reference
                self.assertEqual(wanted, bill._get_invoice_computed_reference())
                if model == "euro":
                    self.assertTrue(is_valid_structured_reference_iso(wanted))
                self.assertSay(
                    self.channels(), [wanted] if wanted else [bill.name], [SECOND]
                )
                self._settle(bill)

    def _settle(self, bill):
        """Take it back, so that the next one is the only one."""
        self.notices(states=("planned", "approved")).sudo()._cancel("By the test")
        bill.button_draft()
        bill.button_cancel()

    def test_national_references(self):
        for country, reference in NATIONAL.items():
            with self.subTest(country=country):
                bill = self._bill(900, payment_reference=reference)
                self.assertSay(self.channels(), [FIRST, reference], [SECOND])
                self._settle(bill)

    def test_code_for_the_banking_app(self):
        """A structured reference goes where banks look for it, without its signs."""
        account = FIRST.replace(" ", "")
        for country, structured in (
            ("Belgian", "090933755493"),
            ("Finnish", "2026000011"),
            ("creditor reference", "RF18539007547034"),
        ):
            with self.subTest(country=country):
                bill = self._bill(900, payment_reference=NATIONAL[country])
                self.env["collection.case"]._sync(self.company, self.debtor)
                self.assertEqual(self._codes(), [(account, "EUR900.0", "", structured)])
                self._settle(bill)

    def test_several_invoices_are_quoted_by_their_numbers(self):
        one = self._bill(900, payment_reference=NATIONAL["Belgian"])
        two = self._bill(80, payment_reference=NATIONAL["Finnish"])
        texts = self.channels()
        for name, text in texts.items():
            self.assertRegex(text, f"{one.name}, {two.name}|{two.name}, {one.name}")
            for reference in (one.payment_reference, two.payment_reference):
                self.assertNotIn(reference, text, name)

    def test_a_reference_of_the_customer_stands_for_all_his_invoices(self):
        journal = self.company_data["default_journal_sale"]
        journal.invoice_reference_model = "euro"
        journal.invoice_reference_type = "partner"
        bills = self._bill(900) | self._bill(80)
        (reference,) = set(bills.mapped("payment_reference"))
        self.assertSay(self.channels(), [reference])

    def test_each_invoice_to_its_own_account(self):
        """Two accounts, two codes: none takes the money of the other's invoice."""
        one = self._bill(900, payment_reference=NATIONAL["Belgian"])
        two = self._bill(80, bank=self.second)
        texts = self.channels()
        for name, text in texts.items():
            for account, bill in ((FIRST, one), (SECOND, two)):
                place = text.index(account)
                around = text[place : place + len(account) + 60].split("IBAN")[0]
                self.assertIn(bill.name, around, name)
        codes = sorted(self._codes())
        self.assertEqual(
            codes,
            [
                (FIRST.replace(" ", ""), "EUR900.0", "", "090933755493"),
                (SECOND.replace(" ", ""), "EUR80.0", two.name, ""),
            ],
        )
