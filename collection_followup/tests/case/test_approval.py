from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..interaction.common_sheet import SheetCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")  # a Wednesday
class TestApproval(SheetCommon):
    """Where an invoice lies in the customer's house, and what moves on from there."""

    def item(self, move, user=None):
        items = self.debt.open_item_ids.with_user(user or self.collector)
        return items.filtered(lambda item: item.move_id == move)

    def keep(self, user=None, **row):
        case = self.debt.with_user(user or self.collector)
        row = {"line_id": self.receivable(self.first).id, "approval": "in_check", **row}
        case._keep_answers([row], self.clerk)

    def test_not_received_in_one_click(self):
        self.item(self.second).action_not_received()
        copy = self.debt.interaction_ids
        self.assertRecordValues(
            copy,
            [
                {
                    "kind": "email",
                    "direction": "out",
                    "outcome": "sent",
                    "user_id": self.collector.id,
                }
            ],
        )
        self.assertIn(self.second.name, copy.note)
        # the proof: the mail in the thread, with the copy, to a person
        proof = copy.message_id
        self.assertEqual((proof.model, proof.res_id), (self.debt._name, self.debt.id))
        self.assertEqual(proof.notification_ids.res_partner_id, copy.contact_id)
        self.assertEqual(proof.attachment_ids.mimetype, "application/pdf")
        task = self.tasks(self.debt, "call")
        self.assertEqual(task.date_deadline, date(2026, 4, 6))
        self.env.invalidate_all()  # as the screen reads it anew
        self.assertEqual(self.item(self.second).approval, "not_received")
        self.assertFalse(self.item(self.first).approval)

    def test_nothing_is_mailed_before_the_opening(self):
        self.company.collection_opened_on = False
        with self.assertRaisesRegex(UserError, "go-live review"):
            self.item(self.second).action_not_received()
        self.assertFalse(self.debt.interaction_ids)

    def test_who_said_what_and_when(self):
        self.keep(
            approval_on=date(2026, 4, 9), partner_id=self.boss.id, note="on leave"
        )
        item = self.env["collection.item"].search(
            [("line_id", "=", self.receivable(self.first).id)]
        )
        self.assertRecordValues(
            item,
            [
                {
                    "approval": "in_check",
                    "approval_on": date(2026, 4, 9),
                    "approval_partner_id": self.boss.id,
                    "approval_contact_id": self.clerk.id,
                    "approval_user_id": self.collector.id,
                    "approval_asked_on": date(2026, 4, 1),
                    "approval_note": "on leave",
                }
            ],
        )
        self.assertIn("in check", self.debt.message_ids[0].body)
        # the last answer counts
        self.keep(approval="approved")
        self.assertEqual((item.approval, item.approval_on), ("approved", False))
        self.assertEqual(self.debt.approval_words, "1 approved")

    def test_a_paid_invoice_waits_for_nothing(self):
        self.keep()
        self.assertEqual(self.debt.approval_words, "1 in check")
        self.pay(self.first, "2026-04-01")
        self.debt.invalidate_recordset(["approval_words"])
        self.assertFalse(self.debt.approval_words)

    def test_rights_and_strangers(self):
        for user in (self.colleague, self.auditor, self.salesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.keep(user)
        stranger = self._make_debtor("Stranger")
        with self.assertRaisesRegex(UserError, "does not belong"):
            self.keep(partner_id=stranger.id)
        foreign = self.invoice(10.0, "2026-02-01", partner=stranger)
        with self.assertRaisesRegex(UserError, "somebody else"):
            self.keep(line_id=self.receivable(foreign).id)
        for user in (self.colleague, self.auditor):
            with self.subTest(user.login), self.assertRaises(UserError):
                self.item(self.second).with_user(user).action_not_received()
        self.assertFalse(self.debt.interaction_ids)
