from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_promises import PromisesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01")
class TestPromiseWindow(PromisesCommon):
    """Three clicks from the case, the invoice, the open item or the contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.invoice(500.0, "2026-02-10", due="2026-03-12")
        cls.coming = cls.invoice(300.0, "2026-03-20", due="2026-04-20")

    def window(self, action, user=None):
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        return wizard.with_user(user or self.collector)

    def test_from_the_case_all_that_is_overdue_is_chosen(self):
        case = self.the_case.with_user(self.collector)
        wizard = self.window(case.action_promise())
        self.assertRecordValues(
            wizard.line_ids,
            [
                {"name": self.late.name, "take": True, "amount": 1000.0},
                {"name": self.second.name, "take": True, "amount": 500.0},
                {"name": self.coming.name, "take": False, "amount": 300.0},
            ],
        )
        # the next working day after Wednesday
        self.assertRecordValues(wizard, [{"amount": 1500.0, "date": date(2026, 4, 2)}])
        wizard.write({"way": "cheque", "reference": "4711", "confirm": False})
        wizard.action_confirm()
        promise = self.the_case.commitment_ids
        self.assertRecordValues(
            promise, [{"amount": 1500.0, "way": "cheque", "reference": "4711"}]
        )
        self.assertEqual(self.the_case.promise_count, 1)
        self.assertEqual(self.the_case.promise_due, date(2026, 4, 2))

    def test_parts_and_what_is_replaced_are_shown_before(self):
        old = self.promise((self.late, 1000.0))
        case = self.the_case.with_user(self.collector)
        wizard = self.window(case.action_promise())
        with Form(wizard) as form:
            self.assertEqual(form.amount, 500.0)  # the first one is promised already
            self.assertFalse(form.replaces_ids)
            with form.line_ids.edit(0) as line:
                line.take = True
                line.amount = 700.0
            self.assertEqual(form.amount, 1200.0)
            self.assertEqual(form.replaces_ids.ids, old.ids)
            form.date = "2026-04-16"
            self.assertIn("credit manager", form.approval)
            form.confirm = False
        wizard.action_confirm()
        new = self.the_case.commitment_ids - old
        self.assertEqual(old.state, "postponed")
        self.assertRecordValues(new, [{"amount": 1200.0, "state": "to_approve"}])

    def test_what_is_no_number_is_refused(self):
        wizard = self.window(self.the_case.with_user(self.collector).action_promise())
        values = {"case_id": self.the_case.id, "currency_id": wizard.currency_id.id}
        for odd in (float("nan"), float("inf"), "nan"):
            with self.subTest(amount=odd):
                for target, change in (
                    (wizard, {"amount": odd}),
                    (wizard.line_ids[0], {"amount": odd}),
                    (
                        wizard,
                        {
                            "line_ids": [
                                Command.update(wizard.line_ids[0].id, {"amount": odd})
                            ]
                        },
                    ),
                ):
                    with self.assertRaisesRegex(UserError, "Say how much"):
                        target.write(change)
                with self.assertRaisesRegex(UserError, "Say how much"):
                    wizard.create({**values, "date": "2026-04-10", "amount": odd})

    def test_from_invoices(self):
        moves = (self.second | self.coming).with_user(self.collector)
        wizard = self.window(moves.action_collection_promise())
        taken = wizard.line_ids.filtered("take")
        self.assertEqual(taken.line_id.move_id, self.second | self.coming)
        self.assertEqual(wizard.amount, 800.0)
        other = self.invoice(10.0, "2026-02-01", partner=self._make_debtor("Other"))
        with self.assertRaisesRegex(UserError, "one customer"):
            (moves | other).with_user(self.collector).action_collection_promise()
        with self.assertRaises(AccessError):
            moves.with_user(self.salesperson).action_collection_promise()

    def test_from_an_invoice_that_is_not_late_without_a_case(self):
        fresh = self.invoice(
            70.0, "2026-03-20", "2026-05-20", self._make_debtor("Fresh & Early")
        )
        wizard = self.window(
            fresh.with_user(self.collector).action_collection_promise()
        )
        wizard.confirm = False
        wizard.date = "2026-04-08"
        wizard.action_confirm()
        promise = self.env["collection.commitment"].search(
            [("partner_id", "=", fresh.partner_id.id)]
        )
        self.assertRecordValues(promise, [{"amount": 70.0, "state": "open"}])

    def test_from_open_items(self):
        self.env.flush_all()
        items = self.env["collection.open.item"].with_user(self.collector)
        found = items.search([("move_id", "=", self.late.id)])
        wizard = self.window(found.action_promise())
        self.assertEqual(wizard.amount, 1000.0)

    def test_from_a_contact(self):
        who = self.env["res.partner"].create(
            {"name": "Tom", "parent_id": self.debtor.id}
        )
        contact = self.env["collection.interaction"].create(
            {"case_id": self.the_case.id, "contact_id": who.id, "kind": "call"}
        )
        wizard = self.window(contact.with_user(self.collector).action_promise())
        wizard.confirm = False
        wizard.action_confirm()
        self.assertRecordValues(
            self.the_case.commitment_ids,
            [{"interaction_id": contact.id, "contact_id": who.id}],
        )

    def test_another_day_and_the_end(self):
        old = self.promise((self.late, 1000.0))
        wizard = self.window(old.with_user(self.collector).action_promise_again())
        self.assertEqual(wizard.line_ids.filtered("take").line_id.move_id, self.late)
        self.assertEqual(wizard.replaces_ids, old)
        wizard.write({"date": "2026-04-13", "confirm": False})
        wizard.action_confirm()
        self.assertEqual(old.state, "postponed")
        new = self.the_case.commitment_ids - old
        action = new.with_user(self.collector).action_cancel()
        end = self.env[action["res_model"]].with_user(self.collector)
        end = end.with_context(**action["context"])
        end.create({"reason": "They changed their mind"}).action_confirm()
        self.assertEqual(new.state, "cancelled")

    def test_a_disputed_part_cannot_be_promised(self):
        line = self.receivable(self.late)
        reason = self.env["collection.dispute.reason"].create({"name": "Price"})
        self.the_case._dispute(
            {"line_id": line.id, "amount": 300.0, "reason_id": reason.id}
        )
        with self.assertRaisesRegex(UserError, "neither promised nor disputed"):
            self.promise((self.late, 701.0))
        self.assertEqual(self.promise((self.late, None)).amount, 700.0)
