from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common_dispute import DisputeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-06 09:00:00")
class TestDisputeCredited(DisputeCommon, MailCommon):
    """An accountant's own credit note lowers a dispute, or closes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill.button_draft()
        cls.bill.invoice_line_ids.price_unit = 1490.0
        cls.bill.action_post()

    def reverse(self, amount, move=None, post=True):
        """A credit note by Odoo's own button on the invoice; posting matches it."""
        move = move or self.bill
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.accountant)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": move.journal_id.id})
        )
        note = self.env["account.move"].browse(wizard.refund_moves()["res_id"])
        note.invoice_line_ids.price_unit = amount
        if post:
            note.action_post()
        return note

    def test_credited_in_full_it_closes(self):
        dispute = self.contest(400.0)
        note = self.reverse(400.0)
        self.judge("2026-04-07")
        self.assertRecordValues(
            self.file, [{"overdue": 1090.0, "to_collect": 1090.0, "disputed": 0.0}]
        )
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "closed",
                    "outcome": "credit_note",
                    "credit_note_id": note.id,
                    "amount_disputed": 0.0,
                    "pay_by": False,
                }
            ],
        )
        self.assertFalse(dispute.activity_ids)
        body = self.told(dispute).body_html
        self.assertIn(note.name, body)
        self.assertIn("400.00", body)

    def test_credited_in_part_the_rest_stays_disputed(self):
        dispute = self.contest(400.0)
        self.reverse(150.0)
        self.judge("2026-04-07")
        self.assertRecordValues(
            self.file, [{"overdue": 1340.0, "to_collect": 1090.0, "disputed": 250.0}]
        )
        self.assertRecordValues(
            dispute, [{"state": "open", "amount": 400.0, "amount_disputed": 250.0}]
        )
        last = self.reverse(250.0)
        self.judge("2026-04-08")
        self.assertRecordValues(self.file, [{"to_collect": 1090.0, "disputed": 0.0}])
        self.assertRecordValues(
            dispute, [{"state": "closed", "credit_note_id": last.id}]
        )

    def test_as_long_as_it_waits_to_be_matched(self):
        dispute = self.contest(400.0)
        note = self.reverse(400.0)
        note.line_ids.remove_move_reconcile()
        self.judge("2026-04-07")
        self.assertRecordValues(
            self.file,
            [
                {
                    "overdue": 1490.0,
                    "to_collect": 1090.0,
                    "disputed": 0.0,
                    "credited": 400.0,
                }
            ],
        )
        self.assertEqual(dispute.state, "open")

    def test_taken_back_it_is_disputed_again(self):
        dispute = self.contest(400.0)
        note = self.reverse(400.0)
        self.judge("2026-04-07")
        note.button_draft()  # it stays matched: 1 090 are open in the ledger
        self.judge("2026-04-08")
        self.assertRecordValues(self.file, [{"overdue": 1090.0, "to_collect": 1090.0}])
        self.assertEqual(dispute.state, "remedy")
        self.assertTrue(dispute.activity_ids)
        note.button_cancel()
        self.judge("2026-04-09")
        self.assertRecordValues(self.file, [{"overdue": 1490.0, "to_collect": 1090.0}])
        self.assertEqual(dispute.state, "open")
        self.assertTrue(dispute.activity_ids)

    def test_a_note_made_before_is_about_something_else(self):
        self.reverse(90.0)
        self.env.cr.execute(
            "UPDATE account_move SET create_date = create_date - interval '1 day'"
            " WHERE reversed_entry_id = %s",
            [self.bill.id],
        )
        dispute = self.contest(400.0)
        self.judge("2026-04-07")
        self.assertRecordValues(self.file, [{"to_collect": 1000.0, "disputed": 400.0}])
        self.assertEqual(dispute.state, "open")

    def test_the_whole_invoice_credited_counts_as_credited(self):
        dispute = self.contest()
        self.reverse(1490.0)
        self.judge("2026-04-07")
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "closed",
                    "outcome": "credit_note",
                    "closed_on": date(2026, 4, 7),
                }
            ],
        )
        self.assertEqual(self.file.state, "closed")

    def test_two_disputes_on_one_invoice(self):
        first, second = self.contest(400.0), self.contest(90.0)
        self.reverse(450.0)
        self.judge("2026-04-07")
        self.assertEqual((first.state, second.state), ("closed", "open"))
        self.assertEqual(second.amount_disputed, 40.0)
        self.assertRecordValues(self.file, [{"to_collect": 1000.0, "disputed": 40.0}])
        self.judge("2026-04-08")  # the note is not given away a second time
        self.assertEqual(second.state, "open")

    def test_what_was_credited_can_still_be_part_of_it(self):
        dispute = self.contest(1490.0)
        self.reverse(90.0)
        dispute.with_user(self.collector).amount = 1490.0
        with self.assertRaisesRegex(ValidationError, "at most"):
            dispute.with_user(self.collector).amount = 1491.0

    def test_a_payment_leaves_the_dispute_alone(self):
        dispute = self.contest(400.0)
        self.pay(self.bill, "2026-04-07", amount=400.0)
        self.judge("2026-04-07")
        self.assertRecordValues(self.file, [{"to_collect": 690.0, "disputed": 400.0}])
        self.assertEqual(dispute.state, "open")
