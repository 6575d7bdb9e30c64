from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_sheet import SheetCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")  # a Wednesday
class TestCallSheet(SheetCommon):
    """Every answer is a field, and what it leads to is made when the sheet is saved."""

    def test_what_the_caller_sees(self):
        sheet = self.sheet()
        self.assertIn(self.company.name, sheet.purpose)
        self.assertIn("1,500.00", sheet.purpose)
        self.assertIn(self.first.name, sheet.purpose)
        self.assertEqual(sheet.contact_id, self.clerk)
        self.assertEqual(sheet.phone, "+49 30 123")
        self.assertIn(self.boss, sheet.contact_ids)
        self.assertEqual(
            [(line.name, line.amount_open, line.days_late) for line in sheet.line_ids],
            [(self.first.name, 1000.0, 30), (self.second.name, 500.0, 20)],
        )

    def test_what_rests_is_not_read_out(self):
        """The first invoice is contested: the caller asks for the second only."""
        self.debt._dispute(
            {"line_id": self.receivable(self.first).id, "reason_id": self.reason.id}
        )
        sheet = self.sheet()
        self.assertIn("500.00", sheet.purpose)
        self.assertIn(self.second.name, sheet.purpose)
        self.assertIn("March 12, 2026", sheet.purpose)
        self.assertNotIn(self.first.name, sheet.purpose)
        # and "everything" is what the promise will be about
        self.assertEqual(sheet._asked_now(), 500.0)
        sheet.pay_on = date(2026, 4, 10)
        sheet.action_confirm()
        self.assertEqual([p[1] for p in self.promises()], [500.0])

    def test_everything_less_two_contested_parts(self):
        line = self.receivable(self.first)
        self.debt._dispute(
            {"line_id": line.id, "reason_id": self.reason.id, "amount": 300.0}
        )
        sheet = self.sheet(pay_on=date(2026, 4, 10))
        self.assertEqual(sheet._asked_now(), 1200.0)
        self.answer(sheet, self.first, "wrong", amount=200.0, reason_id=self.reason.id)
        self.assertEqual(sheet._asked_now(), 1000.0)
        sheet.action_confirm()
        self.assertEqual([p[1] for p in self.promises()], [1000.0])

    def test_left_the_company_and_only_a_name(self):
        """ "Ask Mary": no number yet, so that she stands in the task."""
        self.sheet(
            outcome="left_company", contact_id=self.clerk.id, found_name="Mary"
        ).action_confirm()
        self.assertTrue(self.clerk.collection_left_on)
        self.assertIn("They named Mary.", self.tasks(self.debt, "repair").note)

    def test_when_did_you_send_it(self):
        self.sheet(
            sent_on=date(2026, 3, 31), sent_amount=1200.0, sent_reference="TRX 77"
        ).action_confirm()
        # three bank days after the 31st
        self.assertEqual(
            self.promises(), [(date(2026, 4, 3), 1200.0, "transfer", "TRX 77", "open")]
        )
        self.assertEqual(self.debt.to_collect, 300.0)
        task = self.tasks(self.debt, "look_for_payment")
        self.assertEqual(task.date_deadline, date(2026, 4, 3))
        self.assertIn("TRX 77", task.note)
        self.assertEqual(self.debt.interaction_ids.outcome, "paid")

    def test_today(self):
        form = Form(self.sheet())
        form.pays_today = True
        self.assertEqual(form.outcome, "will_pay")
        form.save().action_confirm()
        self.assertEqual(
            self.promises(), [(date(2026, 4, 1), 1500.0, "transfer", "", "open")]
        )
        self.assertEqual(self.debt.to_collect, 0.0)

    def test_when_how_much_how(self):
        self.sheet(
            pay_on=date(2026, 4, 10),
            amount=1100.0,
            way="cheque",
            reference="Cheque 4711",
            note="Mr Boss signs on Fridays",
        ).action_confirm()
        self.assertEqual(
            self.promises(),
            [(date(2026, 4, 10), 1100.0, "cheque", "Cheque 4711", "open")],
        )
        promise = self.debt.commitment_ids
        self.assertEqual(promise.contact_id, self.clerk)
        self.assertEqual(promise.interaction_id, self.debt.interaction_ids)
        self.assertEqual(
            {line.move_id: line.amount for line in promise.line_ids},
            {self.first: 1000.0, self.second: 100.0},
        )
        self.assertEqual(self.debt.interaction_ids.outcome, "will_pay")
        found = self.env["collection.case"].search(
            [("search_document", "ilike", "4711")]
        )
        self.assertEqual(found, self.debt)

    def test_what_keeps_you_something_is_wrong(self):
        sheet = self.sheet(pay_on=date(2026, 4, 10))
        self.answer(
            sheet,
            self.first,
            "wrong",
            amount=300.0,
            reason_id=self.reason.id,
            note="Ten pieces broken",
        )
        sheet.action_confirm()
        dispute = self.debt.dispute_ids
        self.assertEqual((dispute.move_id, dispute.amount), (self.first, 300.0))
        self.assertEqual(dispute.interaction_id, self.debt.interaction_ids)
        self.assertEqual([p[1] for p in self.promises()], [1200.0])
        self.assertEqual(self.debt.to_collect, 0.0)

    def test_what_keeps_you_no_money(self):
        action = self.sheet(no_money=True).action_confirm()
        self.assertEqual(action["res_model"], "collection.plan.agree")
        self.assertFalse(self.tasks(self.debt, "call"))

    def test_a_plan_for_later(self):
        self.sheet(no_money=True).action_next()
        self.assertIn("payment plan", self.tasks(self.debt, "call").summary)

    def test_what_keeps_you_approval(self):
        sheet = self.sheet()
        self.answer(sheet, self.first, "to_approve", contact_id=self.boss.id)
        self.answer(sheet, self.second, "scheduled", on=date(2026, 4, 15))
        sheet.action_confirm()
        self.assertEqual(
            self.promises(), [(date(2026, 4, 15), 500.0, "transfer", "", "open")]
        )
        task = self.tasks(self.debt, "call")
        self.assertEqual(task.date_deadline, date(2026, 4, 8))
        self.assertIn(self.first.name, task.summary)
        self.assertIn("approves", self.boss.collection_role_ids.mapped("code"))
        self.assertEqual(self.debt.approval_words, "1 to approve, 1 scheduled")
        self.assertEqual(self.first.collection_approval, "to_approve")
        items = self.debt.open_item_ids.sorted("date_due")
        self.assertEqual(items.mapped("approval"), ["to_approve", "scheduled"])
        self.assertEqual(items[0].approval_partner_id, self.boss)
        self.assertEqual(items[0].approval_asked_on, date(2026, 4, 1))

    def test_not_received(self):
        sheet = self.sheet()
        self.answer(sheet, self.second, "not_received")
        sheet.action_confirm()
        copy = self.debt.interaction_ids.filtered(lambda one: one.kind == "email")
        self.assertEqual((copy.contact_id, copy.outcome), (self.clerk, "sent"))
        self.assertEqual(len(copy.message_id.attachment_ids), 1)
        self.assertEqual(copy.message_id.model, "collection.case")
        task = self.tasks(self.debt, "call")
        self.assertEqual(task.date_deadline, date(2026, 4, 6))
        self.assertEqual(self.debt.approval_words, "1 not received")

    def test_a_copy_that_cannot_be_mailed_becomes_a_task(self):
        (self.clerk | self.debtor).email = False
        sheet = self.sheet()
        self.answer(sheet, self.second, "not_received")
        sheet.action_confirm()
        task = self.tasks(self.debt, "send_copy")
        self.assertIn(self.second.name, task.summary)
        self.assertIn("no valid e-mail address", task.note)
        self.assertEqual(self.debt.interaction_ids.mapped("kind"), ["call"])

    def test_not_there(self):
        form = Form(self.sheet(outcome=False))
        form.outcome = "not_there"
        self.assertEqual(form.next_on, date(2026, 4, 2))
        form.save().action_confirm()
        self.assertEqual(self.tasks(self.debt, "call").date_deadline, date(2026, 4, 2))

    def test_in_confidence(self):
        self.sheet(private_note="His wife is ill", note="Friendly").action_confirm()
        self.assertEqual(self.debt.private_note_ids.text, "His wife is ill")
        self.assertNotIn("wife", " ".join(self.debt.message_ids.mapped("body")))
        sheet = self.env["collection.call"].search([], order="id desc", limit=1)
        self.assertFalse(sheet.private_note)

    def test_everything_that_does_not_fit_is_said_at_once(self):
        sheet = self.sheet(pay_on=date(2026, 3, 1), note="Kept")
        self.answer(sheet, self.first, "scheduled")
        with self.assertRaises(UserError) as caught:
            sheet.action_confirm()
        self.assertIn("promised day has passed", str(caught.exception))
        self.assertIn(self.first.name, str(caught.exception))
        self.assertEqual(sheet.note, "Kept")
        self.assertFalse(self.debt.interaction_ids)
        with self.assertRaisesRegex(UserError, "outcome of the call"):
            self.sheet(outcome=False).action_confirm()
        with self.assertRaisesRegex(UserError, "more than what is open"):
            self.sheet(pay_on=date(2026, 4, 2), amount=1500.01).action_confirm()
        with self.assertRaisesRegex(UserError, "Nobody was reached"):
            self.sheet(outcome="not_there", pay_on=date(2026, 4, 2)).action_confirm()

    def test_rights(self):
        for user in (self.colleague, self.auditor, self.salesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.sheet(user=user)
        sheet = self.sheet(private_note="His wife is ill")
        self.env.invalidate_all()
        for user in (self.colleague, self.everybody, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                sheet.with_user(user).read(["private_note"])
            with self.subTest(user.login), self.assertRaises(AccessError):
                sheet.with_user(user).action_confirm()
