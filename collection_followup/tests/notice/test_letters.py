from datetime import date

from odoo import Command
from odoo.tests import tagged

from .common_letters import LettersCommon, flat, pages_of, text_of

DAY = date(2026, 3, 10)


@tagged("post_install", "-at_install")
class TestLetters(LettersCommon):
    """A printed letter says to its reader what is owed, by when, and how to pay."""

    def letter(self, partner=None):
        """Print what waits on the day; answers the letter of one debtor."""
        notice = self.letters_on(DAY).filtered(
            lambda n: n.partner_id == (partner or self.debtor)
        )
        self.print_on(notice, DAY)
        return notice.letter_id.raw

    def long_invoice(self):
        """One invoice in 70 instalments, all of them overdue."""
        part = {"value": "fixed", "value_amount": 100}
        rest = {"value": "percent", "value_amount": 100}
        lines = [
            Command.create({**values, "nb_days": day})
            for day, values in enumerate([part] * 69 + [rest])
        ]
        term = self.env["account.payment.term"].create(
            {"name": "70 parts", "line_ids": lines}
        )
        values = {"invoice_date_due": False, "invoice_payment_term_id": term.id}
        move = self.invoice(7000, "2025-12-20", ref="Order 9", **values)
        self.assertEqual(len(self.receivable(move)), 70)

    def test_says_who_what_and_how(self):
        self.invoice(1250.5, "2026-01-15", "2026-02-14", ref="PO 4711")
        self.invoice(100, "2026-01-20", "2026-02-19")
        text = text_of(self.letter())
        notice = self.notices()
        for words in (
            "Debtor & Sons 1 High Street 10115 Berlin",
            self.company.name,
            f"Our reference {notice.name}",
            f"Reminder {notice.name}",
            "Please pay $ 1,350.50 by March 20, 2026.",
            "PO 4711",
            "01/15/2026 02/14/2026 24 1,250.50 1,250.50 1,250.50",
            "To pay in USD $ 1,350.50",
            "Thank you for your custom.",
            "DE89 3704 0044 0532 0130 00",
            "Kind regards",
        ):
            self.assertIn(words, text)
        self.assertIn(notice._portal_url(), text)

    def test_markup_in_names_is_text(self):
        evil = self._make_debtor("<script>alert(1)</script> & Sons")
        self.invoice(100, "2026-01-15", partner=evil, ref="<b>PO</b>")
        text = text_of(self.letter(evil))
        self.assertIn("<script>alert(1)</script> & Sons 1 High Street", text)
        self.assertIn("<b>PO</b>", text)

    def test_each_currency_has_its_own_table_and_sum(self):
        euro = self.setup_other_currency("EUR")
        self.invoice(100, "2026-01-15")
        self.invoice(70, "2026-01-16", currency_id=euro.id)
        self.invoice(5, "2026-01-17", currency_id=euro.id)
        text = text_of(self.letter())
        self.assertIn("To pay in USD $ 100.00", text)
        self.assertRegex(text, r"To pay in EUR (€ ?)?75\.000?( ?€)?")
        self.assertNotIn("175", text)

    def test_reply_slip_only_where_the_stage_wants_it(self):
        self.invoice(100, "2026-01-15")
        other = self._make_debtor("Other")
        self.invoice(100, "2026-01-15", partner=other)
        self.assertNotIn("Your answer", text_of(self.letter()))
        self.stage(1).reply_slip = True
        self.strategy.action_confirm()
        text = text_of(self.letter(other))
        for words in ("Your answer", "We paid on", "We will pay on", "do not agree"):
            self.assertIn(words, text)
        self.assertIn("5 Creditor Road", text.split("Your answer")[1])

    def test_disputed_and_promised_stand_apart(self):
        self.invoice(100, "2026-01-15")
        notice = self.letters_on(DAY)
        notice.line_ids.sudo().copy(
            {"part": "disputed", "amount_rests": 40, "stage_id": False}
        )
        report = self.env["ir.actions.report"]
        pdf = report._collection_pdf(
            "collection_followup.report_letter_notice", notice.ids, {}
        )
        text = text_of(pdf)
        self.assertIn("To pay in USD $ 100.00", text)
        self.assertIn("Not claimed now", text)
        self.assertIn("You do not agree; we are looking into it 40.00", text)

    def test_long_table_repeats_its_head_and_numbers_its_pages(self):
        self.long_invoice()
        pages = [flat(page) for page in pages_of(self.letter())]
        self.assertEqual(len(pages), 3)
        for number, page in enumerate(pages, start=1):
            self.assertIn(f"Page {number} of 3", page)
        self.assertIn("Days past due", pages[0])
        self.assertIn("Days past due", pages[1])
        self.assertEqual(sum(page.count("Order 9") for page in pages), 70)

    def test_one_page_has_no_page_number(self):
        self.invoice(100, "2026-01-15")
        pages = pages_of(self.letter())
        self.assertEqual(len(pages), 1)
        self.assertNotIn("Page 1", pages[0])

    def test_contact_is_on_the_envelope_and_greeted(self):
        person = self.env["res.partner"].create(
            {
                "name": "Jo Payer",
                "parent_id": self.debtor.id,
                "type": "other",
                "street": "9 Side Street",
                "zip": "75011",
                "city": "Paris",
                "country_id": self.env.ref("base.fr").id,
            }
        )
        self.invoice(100, "2026-01-15")
        notice = self.letters_on(DAY)
        notice.sudo().contact_id = person  # the planner would have found him
        self.print_on(notice, DAY)
        text = text_of(notice.letter_id.raw)
        self.assertIn("Debtor & Sons Jo Payer 9 Side Street 75011 Paris FRANCE", text)
        self.assertIn("Dear Jo Payer,", text)

    def test_dates_and_amounts_in_the_debtors_way(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.debtor.lang = "de_DE"
        self.invoice(1250.5, "2026-01-15", "2026-02-14")
        text = text_of(self.letter())
        self.assertIn("15.01.2026 14.02.2026 24 1.250,50 1.250,50 1.250,50", text)

    def test_letterhead_of_the_branch(self):
        branch = self.env["res.company"].create(
            {
                "name": "South Branch",
                "parent_id": self.company.id,
                "street": "77 South Street",
                "country_id": self.env.ref("base.de").id,
            }
        )
        self.env.user.company_ids |= branch
        self.invoice(100, "2026-01-15")
        notice = self.letters_on(DAY)
        notice.sudo().company_id = branch
        self.print_on(notice, DAY)
        text = text_of(notice.letter_id.raw)
        self.assertIn("South Branch", text)
        self.assertIn("77 South Street", text)

    def test_huge_amounts_and_long_references(self):
        self.invoice(987654321098.76, "2026-01-15", ref="X" * 80)
        text = text_of(self.letter())
        self.assertIn("987,654,321,098.76", text)

    def test_window_on_the_right(self):
        self.company.collection_window_side = "right"
        self.invoice(100, "2026-01-15")
        self.assertIn("Debtor & Sons 1 High Street", text_of(self.letter()))

    def test_unpatched_engine(self):
        self.use_unpatched_engine()
        self.stage(1).reply_slip = True
        self.strategy.action_confirm()
        other = self._make_debtor("Other")
        self.invoice(100, "2026-01-15", partner=other)
        self.long_invoice()
        notices = self.letters_on(DAY)
        self.print_on(notices, DAY)
        mine = notices.filtered(lambda n: n.partner_id == self.debtor)
        pages = [flat(page) for page in pages_of(mine.letter_id.raw)]
        self.assertEqual(len(pages), mine.letter_pages)
        for number, page in enumerate(pages[:2], start=1):
            self.assertIn("Days past due", page)
            self.assertIn(f"Page {number} of {len(pages)}", page)
        text = text_of((notices - mine).letter_id.raw)
        self.assertIn("Other 1 High Street 10115 Berlin", text)
        self.assertIn("Your answer", text)
        self.assertNotIn("Order 9", text)

    def test_courtesy_note_announces(self):
        self.strategy.stage_ids = [
            Command.create(
                {
                    "name": "Courtesy",
                    "severity": "0",
                    "delay": -5,
                    "by_email": False,
                    "by_letter": True,
                    "subject": "Soon due",
                }
            )
        ]
        self.strategy.action_confirm()
        self.invoice(100, "2026-02-11", "2026-03-13")
        text = text_of(self.letter())
        self.assertIn("Not yet due, in USD $ 100.00", text)
        self.assertNotIn("To pay in", text)
