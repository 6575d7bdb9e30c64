from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common_letters import LettersCommon, text_of

DAY = date(2026, 3, 10)


@tagged("post_install", "-at_install")
class TestNoticeCredit(LettersCommon):
    """Whoever reads a reminder sees which credit note lowered which amount."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(1000.0, "2026-01-15", "2026-02-14")

    def reverse(self, amount):
        """Odoo's own credit note of the invoice, posted and so matched."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=self.bill.ids)
            .create({"journal_id": self.bill.journal_id.id, "date": "2026-02-20"})
        )
        note = self.env["account.move"].browse(wizard.refund_moves()["res_id"])
        note.invoice_line_ids.price_unit = amount
        note.action_post()
        return note

    def loose(self, amount):
        """A credit note that nobody matched with anything."""
        note = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.debtor.id,
                "invoice_date": "2026-02-20",
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Bonus", "price_unit": amount, "tax_ids": False}
                    )
                ],
            }
        )
        note.action_post()
        return note

    def mail(self, notice):
        """The text of the e-mail as it would leave."""
        return str(notice.action_preview()).replace("\N{NO-BREAK SPACE}", " ")

    @freeze_time(DAY)
    def test_in_letter_mail_and_copy(self):
        matched, loose = self.reverse(300.0), self.loose(50.0)
        notice = self.letters_on(DAY)
        self.assertEqual(
            notice.line_ids.credit_notes, [[matched.name, 300.0], [loose.name, 50.0]]
        )
        mail = self.mail(notice)
        self.assertIn(f"Less credit note {matched.name}: $ 300.00", mail)
        self.assertIn(f"Less credit note {loose.name}: $ 50.00", mail)
        self.assertIn("are already taken off", mail)
        self.print_on(notice, DAY)
        for letter in (text_of(notice.letter_id.raw), self.copied()):
            self.assertIn("1,000.00 700.00 650.00", letter)
            self.assertIn(f"Less credit note {matched.name} -300.00", letter)
            self.assertIn(f"Less credit note {loose.name} -50.00", letter)
            self.assertIn("$ 650.00", letter)

    def copied(self):
        """The copy of what is open, as the Print menu of the invoice makes it."""
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        return text_of(
            report._render_qweb_pdf(
                "collection_followup.report_letter_move", self.bill.ids
            )[0]
        )

    @freeze_time(DAY)
    def test_a_payment_is_no_credit_note(self):
        self.pay(self.bill, "2026-02-20", amount=300.0)
        notice = self.letters_on(DAY)
        self.assertFalse(notice.line_ids.credit_notes)
        self.assertNotIn("Less credit note", self.mail(notice))

    @freeze_time(DAY)
    def test_taken_back_it_is_named_no_more(self):
        self.reverse(300.0).button_draft()
        notice = self.letters_on(DAY)
        self.assertFalse(notice.line_ids.credit_notes)
