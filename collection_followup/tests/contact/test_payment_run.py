from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestPaymentRun(RolesCommon):
    """The debtor pays on his own days: clock, promises and documents follow them."""

    # 1 April 2026 is a Wednesday; the test company has no country, so no holidays

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = False
        cls.order_number = cls.env.ref("collection_followup.document_kind_order")
        cls.delivery = cls.env.ref("collection_followup.document_kind_delivery")

    def thursdays(self, case, **values):
        case.write({"pay_rhythm": "weekly", "pay_thu": True, **values})

    def test_the_clock_starts_on_a_pay_day(self):
        case = self.late_case(due="2026-03-30")  # Monday; the first reminder 3 days on
        self.assertEqual(case.next_action_date, date(2026, 4, 2))
        self.thursdays(case.with_user(self.collector))
        # pay day is 2 April, three working days later the first reminder
        self.assertEqual(case.next_action_date, date(2026, 4, 7))
        self.run_on("2026-04-06")
        self.assertFalse(self.notices(states=None))
        self.run_on("2026-04-07")
        self.assertEqual(len(self.notices(states=None)), 1)

    def test_every_other_week_and_days_of_the_month(self):
        case = self.late_case()
        self.assertEqual(case._next_payment_run(date(2026, 4, 4)), date(2026, 4, 6))
        case.write(
            {
                "pay_rhythm": "fortnightly",
                "pay_thu": True,
                "pay_anchor": date(2026, 3, 31),
            }
        )
        self.assertEqual(case._next_payment_run(date(2026, 4, 3)), date(2026, 4, 16))
        case.write({"pay_rhythm": "monthly", "pay_month_days": "15, 31"})
        self.assertEqual(case._next_payment_run(date(2026, 4, 16)), date(2026, 4, 30))

    def test_a_run_whose_deadline_has_passed_is_too_late(self):
        case = self.late_case()
        self.thursdays(case, pay_cutoff=2)
        self.assertEqual(case._next_payment_run(date(2026, 4, 1)), date(2026, 4, 9))
        self.assertIn("9", case.pay_run_words)

    def test_a_promise_is_suggested_for_a_pay_day(self):
        case = self.late_case()
        self.thursdays(case)
        action = case.with_user(self.collector).action_promise()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.date, date(2026, 4, 2))

    def test_bad_input(self):
        case = self.late_case()
        for values, words in (
            ({"pay_rhythm": "weekly"}, "day of the week"),
            ({"pay_rhythm": "fortnightly", "pay_thu": True}, "week do they pay"),
            ({"pay_rhythm": "monthly"}, "day of the month do"),
            ({"pay_rhythm": "monthly", "pay_month_days": "32"}, "no day of the month"),
            ({"pay_rhythm": "monthly", "pay_month_days": "last"}, "no day of the"),
        ):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, words):
                case.write(values)

    def test_rights(self):
        case = self.late_case()
        for user in (self.auditor, self.colleague):
            with self.assertRaises(AccessError):
                self.thursdays(case.with_user(user))

    # ------------------------------------------------------------------ documents

    def night(self, day):
        """The nightly job of a day; answers the tasks about documents."""
        with freeze_time(f"{day} 04:30:00"):
            self.env["collection.run"]._wake_and_escalate()
        return self.tasks(self.case(), "documents")

    def with_documents(self, **values):
        """An invoice that is due on Monday, 13 April, and Thursdays as pay day."""
        case = self.late_case()
        move = self.invoice(300.0, "2026-03-14", due="2026-04-13", **values)
        self.pay(case._open_lines().move_id - move, "2026-04-01")
        self.thursdays(case, pay_cutoff=2)
        case.pay_document_ids = self.order_number | self.delivery
        return case, move

    def test_a_task_only_when_a_document_is_missing_and_once(self):
        case, move = self.with_documents(ref="PO 17")
        # pay day Thursday the 16th, deadline Tuesday the 14th, asked from Thursday 9th
        self.assertFalse(self.night("2026-04-08"))
        task = self.night("2026-04-09")
        self.assertRecordValues(
            task,
            [
                {
                    "date_deadline": date(2026, 4, 14),
                    "user_id": self.collector.id,
                    "res_id": case.id,
                }
            ],
        )
        self.assertIn(f"{move.name}: Signed delivery note", task.note)
        self.assertNotIn("order number", task.note)  # the reference is there
        self.assertEqual(self.night("2026-04-10"), task)
        task.action_feedback()
        self.assertFalse(self.night("2026-04-13"))
        # still missing for the next run: asked again, once
        self.assertTrue(self.night("2026-04-16"))

    def test_nothing_missing_no_task(self):
        case, move = self.with_documents(ref="PO 17")
        case.with_user(self.collector).action_open_documents()
        documents = self.env["collection.document"].search([("case_id", "=", case.id)])
        self.assertRecordValues(
            documents.sorted("kind_id"),
            [
                {"move_id": move.id, "known": True, "done": False},
                {"move_id": move.id, "known": False, "done": False},
            ],
        )
        note = documents.filtered(lambda one: one.kind_id == self.delivery)
        note.with_user(self.collector).done = True
        self.assertEqual(note.done_by_id, self.collector)
        self.assertFalse(self.night("2026-04-09"))

    def test_ticking_the_last_one_ends_the_task(self):
        case, _move = self.with_documents(ref="PO 17")
        self.assertTrue(self.night("2026-04-09"))
        case.action_open_documents()
        documents = self.env["collection.document"].search([("case_id", "=", case.id)])
        with freeze_time("2026-04-10 09:00:00"):
            documents.with_user(self.collector).write({"done": True})
        self.assertFalse(self.tasks(case, "documents"))

    def test_later_invoices_and_stopped_cases_do_not_ask(self):
        case, move = self.with_documents()
        move.button_draft()
        move.invoice_date_due = "2026-04-30"
        move.action_post()
        self.assertFalse(self.night("2026-04-09"))
        case._stop("insolvency", "36 IN 17/26")
        self.assertFalse(self.night("2026-04-27"))

    def test_who_ticked_is_not_typed_in(self):
        case, _move = self.with_documents()
        case.action_open_documents()
        documents = self.env["collection.document"].search([("case_id", "=", case.id)])
        mine = documents.with_user(self.collector)
        for values in ({"done_by_id": self.manager.id}, {"done_on": "2020-01-01"}):
            with self.assertRaisesRegex(AccessError, "cannot be changed here"):
                mine.write({"done": True, **values})
        mine.done = True
        self.assertEqual(documents.done_by_id, self.collector)
        self.assertEqual(set(documents.mapped("done_on")), {date(2026, 4, 1)})
        with self.assertRaises(AccessError):
            documents.with_user(self.auditor).write({"done": False})

    # ---------------------------------------------------------------------- habit

    def paid_on(self, *days):
        for day in days:
            self.pay(self.invoice(100.0, "2025-06-01"), day)

    def test_the_habit_is_said_and_taken_over(self):
        case = self.late_case()
        self.assertFalse(case.pay_habit_words)
        # Thursdays, weeks apart that no rhythm explains, and one Monday
        self.paid_on("2025-09-04", "2025-09-18", "2025-11-13", "2025-12-11")
        self.paid_on("2026-02-19", "2026-03-02")
        case.invalidate_recordset()
        self.assertIn("Thursday (83 %", case.pay_habit_words)
        case.with_user(self.collector).action_take_over_habit()
        self.assertRecordValues(
            case, [{"pay_rhythm": "weekly", "pay_thu": True, "pay_mon": False}]
        )
        self.assertIn("Thursday", case.message_ids[0].body)

    def test_without_a_habit_nothing_is_taken_over(self):
        case = self.late_case()
        self.paid_on("2025-09-04", "2025-10-14")
        with self.assertRaisesRegex(UserError, "no habit"):
            case.action_take_over_habit()
