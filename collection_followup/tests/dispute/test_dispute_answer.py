from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common_dispute import DisputeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-06 09:00:00")
class TestDisputeAnswer(DisputeCommon, MailCommon):
    """What is mended closes the dispute, and the debtor is told once."""

    # ------------------------------------------------------------- credit note

    def test_credit_note_posted_and_matched(self):
        self.debtor.lang = "en_US"
        dispute = self.contest(300.0)
        note = self.credit(dispute)
        self.assertRecordValues(
            note,
            [
                {
                    "state": "draft",
                    "move_type": "out_refund",
                    "amount_total": 300.0,
                    "reversed_entry_id": self.bill.id,
                }
            ],
        )
        self.assertRecordValues(
            dispute, [{"state": "remedy", "credit_note_id": note.id}]
        )
        self.assertEqual(self.credit(dispute), note)  # pressed twice
        self.assertFalse(self.told(dispute))
        note.with_user(self.accountant).action_post()  # core matches a reversal
        self.judge("2026-04-07")
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "closed",
                    "outcome": "credit_note",
                    "closed_on": date(2026, 4, 7),
                    "told_on": date(2026, 4, 7),
                }
            ],
        )
        self.assertFalse(dispute.activity_ids)
        self.assertRecordValues(self.file, [{"disputed": 0.0, "to_collect": 700.0}])
        mail = self.told(dispute)
        self.assertEqual(mail.subject, f"Credit note for {self.bill.name}")
        self.assertIn("You were right", mail.body_html)
        self.assertIn(note.name, mail.body_html)
        self.assertIn("300.00", mail.body_html)
        self.assertEqual(mail.recipient_ids, self.debtor)
        self.assertEqual((mail.model, mail.res_id), ("collection.case", self.file.id))
        # taken apart: it runs again; matched again: closed, and told no second time
        note.line_ids.remove_move_reconcile()
        self.judge("2026-04-08")
        self.assertRecordValues(dispute, [{"state": "remedy", "outcome": False}])
        self.assertRecordValues(  # 300 once: the credit note waits to be matched
            self.file, [{"disputed": 0.0, "credited": 300.0, "to_collect": 700.0}]
        )
        (self.receivable(note) | self.receivable(self.bill)).reconcile()
        self.judge("2026-04-09")
        self.assertEqual(dispute.state, "closed")
        self.assertEqual(self.told(dispute), mail)

    def test_the_draft_is_thrown_away(self):
        dispute = self.contest(300.0)
        self.credit(dispute).with_user(self.accountant).unlink()
        self.file._judge()
        self.assertEqual(dispute.state, "open")

    def test_the_whole_invoice_is_reversed_as_it_is(self):
        dispute = self.contest()
        note = self.credit(dispute)
        self.assertEqual(note.amount_total, 1000.0)
        self.assertEqual(note.invoice_line_ids.name, "Goods")
        note.action_post()
        self.judge("2026-04-07")
        self.assertEqual(dispute.outcome, "credit_note")
        self.assertEqual(self.file.state, "closed")

    def taxed(self, prices, percent=19.0):
        tax = self.env["account.tax"].create(
            {"name": f"{percent} %", "amount": percent, "amount_type": "percent"}
        )
        return self.invoice(
            0.0,
            "2026-02-01",
            due="2026-03-02",
            invoice_line_ids=[
                Command.create(
                    {
                        "product_id": self.product_a.id,
                        "name": f"Goods {n}",
                        "quantity": 3.0,
                        "price_unit": price,
                        "tax_ids": [Command.set(tax.ids)],
                    }
                )
                for n, price in enumerate(prices)
            ],
        )

    def test_a_part_with_taxes(self):
        bill = self.taxed([100.0, 33.33])  # 399.99 and tax: 475.99
        for amount in (100.0, 119.0, 7.77):  # of 19 per cent some do not exist
            with self.subTest(amount):
                note = self.credit(self.contest(amount, move=bill))
                self.assertEqual(note.amount_total, amount)
                self.assertFalse(note.invoice_line_ids.product_id)
                self.assertEqual(set(note.invoice_line_ids.mapped("quantity")), {1.0})
                self.assertEqual(
                    note.invoice_line_ids.tax_ids, bill.invoice_line_ids.tax_ids
                )
                self.assertAlmostEqual(note.amount_tax, amount * 19 / 119, delta=0.02)

    def test_only_the_lines_that_it_is_about(self):
        bill = self.taxed([100.0, 33.33])
        line = bill.invoice_line_ids[1]
        dispute = self.contest(50.0, move=bill, invoice_line_ids=line.ids)
        note = self.credit(dispute)
        self.assertEqual(note.invoice_line_ids.mapped("name"), [line.name])
        self.assertEqual(note.amount_total, 50.0)

    def test_what_taxes_do_not_allow_is_said(self):
        # 0.02 net gives no tax, 0.03 a cent: a total of three cents does not exist
        bill = self.taxed([100.0])
        note = self.credit(self.contest(0.03, move=bill))
        self.assertIn(note.amount_total, (0.02, 0.04))
        self.assertIn("nearest amount that can be credited", note.message_ids[0].body)

    def test_a_credit_note_in_euro(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        bill = self.invoice(800.0, "2026-02-01", due="2026-03-02", currency_id=euro.id)
        dispute = self.contest(200.0, move=bill)
        note = self.credit(dispute)
        self.assertRecordValues(note, [{"currency_id": euro.id, "amount_total": 200.0}])
        note.action_post()
        self.judge("2026-04-07")
        self.assertEqual(dispute.outcome, "credit_note")

    def test_a_credit_note_that_exists(self):
        dispute = self.contest(300.0)
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=self.bill.ids)
            .create({"journal_id": self.bill.journal_id.id})
        )
        wizard.refund_moves()
        note = wizard.new_move_ids
        note.invoice_line_ids.price_unit = 250.0  # what both agreed on
        dispute.with_user(self.accountant)._link_credit_note(note)
        note.action_post()
        self.judge("2026-04-07")
        self.assertEqual(dispute.outcome, "credit_note")
        # 50 of the 300 are to be paid after all: he is told so, with a date of its own
        self.assertEqual(dispute.pay_by, date(2026, 4, 17))
        self.assertRecordValues(self.file, [{"disputed": 50.0, "to_collect": 700.0}])
        body = self.told(dispute).body_html
        self.assertIn("to pay $\xa050.00 by April 17, 2026", body)
        self.assertNotIn("nothing more that you need to do", body)
        self.run_on("2026-04-17")
        self.assertEqual(self.file.to_collect, 700.0)
        self.run_on("2026-04-20")
        self.assertRecordValues(self.file, [{"disputed": 0.0, "to_collect": 750.0}])
        with self.assertRaisesRegex(UserError, "Choose a credit note of"):
            other = self.contest(10.0)
            other.with_user(self.accountant)._link_credit_note(self.bill)

    def test_others_ask_an_accountant(self):
        dispute = self.contest(300.0).with_user(self.collector)
        with self.assertRaisesRegex(AccessError, "Ask for a credit note"):
            dispute.action_credit_note()
        with self.assertRaisesRegex(UserError, "Choose an accountant"):
            dispute._ask_for_credit_note(self.colleague, "")
        dispute._ask_for_credit_note(self.accountant, "Two boxes were broken")
        task = dispute.sudo().activity_ids.filtered(
            lambda task: task.user_id == self.accountant
        )
        self.assertIn("credit note for $ 300.00", task.summary.replace("\xa0", " "))
        self.assertIn("Two boxes", task.note)
        # the task leads the accountant there
        self.assertEqual(dispute.with_user(self.accountant).name, dispute.name)

    # ------------------------------------------------------------ other remedies

    def test_replacement(self):
        dispute = self.contest(1000.0).with_user(self.collector)
        order = self.env["sale.order"].sudo().create({"partner_id": self.debtor.id})
        dispute._note_remedy("replacement", None, "A new one is on its way", order)
        self.assertRecordValues(
            dispute, [{"state": "remedy", "order_id": order.id, "outcome": False}]
        )
        dispute._note_remedy("replacement", date(2026, 4, 8), "Delivered", order)
        self.assertEqual(dispute.state, "remedy")
        self.assertFalse(self.told(dispute))
        self.run_on("2026-04-08")
        # told, with ten days to pay: a Saturday, so Monday
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "closed",
                    "outcome": "replacement",
                    "pay_by": date(2026, 4, 20),
                    "told_on": date(2026, 4, 8),
                }
            ],
        )
        body = self.told(dispute).body_html
        self.assertIn("The goods were replaced: Delivered", body)
        self.assertIn("April 20, 2026", body)
        # it rests up to there, then it is like a fresh invoice
        self.run_on("2026-04-20")
        self.assertFalse(self.notices(states=None))
        self.assertEqual(self.told(dispute).mapped("state"), ["outgoing"])
        self.run_on("2026-04-23")  # three working days later
        self.assertEqual(self.notices(states=["approved"]).stage_id, self.stage(1))

    def test_correction_for_somebody_else(self):
        dispute = self.contest(300.0).with_user(self.collector)
        other = self._make_debtor("Another Ltd")
        theirs = self.invoice(5.0, "2026-02-01", partner=other)
        with self.assertRaisesRegex(UserError, "does not belong"):
            dispute._note_remedy("correction", None, "New invoice", None, theirs)
        with self.assertRaisesRegex(UserError, "within a year"):
            dispute._note_remedy("correction", date(2028, 1, 1), "New invoice")
        dispute._note_remedy("correction", date(2026, 4, 6), "New invoice")
        self.assertEqual(dispute.outcome, "correction")

    def test_documents(self):
        dispute = self.contest(300.0).with_user(self.collector)
        file = self.env["ir.attachment"].create({"name": "slip.txt", "raw": b"signed"})
        other = self.env["ir.attachment"].create({"name": "x.txt", "raw": b"secret"})
        dispute.sudo().evidence_ids = file
        with self.assertRaisesRegex(UserError, "from the evidence"):
            dispute._send_documents("Here you are", other)
        dispute._send_documents("The delivery note that you asked for.", file)
        self.assertRecordValues(
            dispute,
            [{"state": "closed", "outcome": "documents", "told_on": date(2026, 4, 6)}],
        )
        mail = self.told(dispute)
        names = mail.attachment_ids.mapped("name")
        self.assertIn("slip.txt", names)
        pdf = mail.attachment_ids.filtered(lambda one: one.name.endswith(".pdf"))
        self.assertTrue(pdf.raw.startswith(b"%PDF"))
        self.assertIn("attached once more", mail.body_html)
        log = self.file.interaction_ids.filtered(lambda one: one.outcome == "sent")
        self.assertIn("sent again", log.note)

    # ------------------------------------------------------------ decided for us
