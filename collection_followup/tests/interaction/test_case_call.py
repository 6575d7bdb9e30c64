from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestCaseCall(RolesCommon):
    """The call log: what was said, and what happens next."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.env["res.partner"].create(
            {
                "name": "Eve Clerk",
                "parent_id": cls.debtor.id,
                "phone": "+49 30 123",
                "collection_role_ids": [
                    (6, 0, cls.env.ref("collection_followup.role_pays").ids)
                ],
            }
        )
        cls.boss = cls.env["res.partner"].create(
            {"name": "Bob Boss", "parent_id": cls.debtor.id, "phone": "+49 30 456"}
        )

    def log(self, case, outcome, user=None, **values):
        values = {"contact_id": self.clerk.id, "outcome": outcome, **values}
        return self.ask("collection.call", case, user, **values)

    def test_reached(self):
        case = self.late_case()
        self.log(case, "reached", note="Will look for the invoice")
        self.assertRecordValues(
            case.interaction_ids,
            [
                {
                    "kind": "call",
                    "direction": "out",
                    "outcome": "reached",
                    "contact_id": self.clerk.id,
                    "user_id": self.collector.id,
                    "note": "Will look for the invoice",
                }
            ],
        )
        self.assertRecordValues(
            case,
            [
                {
                    "last_contact_date": date(2026, 4, 1),
                    "last_contact_result": "Call: Reached",
                }
            ],
        )
        self.assertIn("Will look for the invoice", case.message_ids[0].body)

    def test_call_again(self):
        case = self.late_case()
        self.log(case, "not_there", next_on=date(2026, 4, 2))
        self.assertRecordValues(
            self.tasks(case, "call"),
            [
                {
                    "summary": "Call back",
                    "date_deadline": date(2026, 4, 2),
                    "user_id": self.collector.id,
                }
            ],
        )

    def test_will_pay(self):
        case = self.late_case()
        with self.assertRaisesRegex(UserError, "when will they pay"):
            self.log(case, "will_pay")
        self.log(case, "will_pay", next_on=date(2026, 4, 10))
        self.assertRecordValues(
            case.commitment_ids,
            [
                {
                    "state": "open",
                    "date": date(2026, 4, 10),
                    "amount": 1000.0,
                    "contact_id": self.clerk.id,
                    "interaction_id": case.interaction_ids.id,
                }
            ],
        )
        # a broken promise brings its own call; until then nobody has to think of it
        self.assertFalse(self.tasks(case, "call"))
        self.assertFalse(case.pause_until)

    def test_wrong_number_names_the_others(self):
        case = self.late_case()
        self.log(case, "wrong_number")
        task = self.tasks(case, "repair")
        self.assertIn("Wrong number", task.summary)
        self.assertIn("Bob Boss", task.note)
        self.assertNotIn("Eve Clerk", task.note)

    def test_left_company(self):
        case = self.late_case()
        with self.assertRaisesRegex(UserError, "who has left"):
            self.log(case, "left_company", contact_id=False)
        self.log(case, "left_company")
        self.assertIn("Eve Clerk", self.tasks(case, "repair").summary)

    def test_names_with_markup(self):
        case = self.late_case()
        self.boss.name = "<b>Bob</b> & Sons"
        self.log(case, "wrong_number", note="<script>alert(1)</script>")
        task = self.tasks(case, "repair")
        self.assertNotIn("<script", task.note)
        self.assertIn("&lt;b&gt;Bob&lt;/b&gt;", task.note)
        self.assertNotIn("<script", case.message_ids[0].body)

    def test_the_call_of_a_notice(self):
        self.strategy.stage_ids.by_call = True
        self.strategy.stage_ids.by_email = False
        self.strategy.stage_ids.by_letter = False
        self.strategy.action_confirm()
        case = self.late_case()
        self.run_on("2026-04-01")
        notice = self.notices(states=["approved"])
        self.assertEqual(notice.call_state, "to_do")
        self.log(case, "not_there")
        self.assertEqual(notice.call_state, "to_do")
        self.log(case, "reached")
        self.assertEqual((notice.state, notice.call_state), ("sent", "done"))
        self.assertEqual(notice.sent_on, date(2026, 4, 1))
        self.assertEqual(case.interaction_ids.notice_id, notice)
        # the level has moved, and the call task is done
        item = self.env["collection.item"].search([("notice_id", "=", notice.id)])
        self.assertEqual(item.stage_id.severity, "1")
        self.assertFalse(case._tasks(case._call_types()))

    def test_bad_input(self):
        case = self.late_case()
        stranger = self._make_debtor("Stranger")
        for values, words in (
            ({"contact_id": stranger.id}, "does not belong"),
            ({"next_on": date(2026, 3, 31)}, "next step"),
            ({"next_on": date(2028, 3, 31)}, "next step"),
            ({"date": datetime(2026, 4, 2, 9, 0)}, "in the future"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.log(case, "reached", **values)
        self.assertFalse(case.interaction_ids)

    def test_rights(self):
        case = self.late_case()
        for user in (self.colleague, self.auditor, self.salesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.log(case, "reached", user)
        self.log(case, "reached", self.everybody)
        self.assertEqual(case.interaction_ids.user_id, self.everybody)


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestLastContact(RolesCommon):
    """The case shows its last contact, whoever logged it."""

    def contact(self, case, on, kind="call", outcome="reached"):
        return self.env["collection.interaction"].create(
            {"case_id": case.id, "date": on, "kind": kind, "outcome": outcome}
        )

    def last(self, case):
        return case.last_contact_date, case.last_contact_result

    def test_the_latest_counts(self):
        case = self.late_case()
        self.contact(case, "2026-03-20 10:00:00", "email", "sent")
        self.contact(case, "2026-03-10 10:00:00")
        self.assertEqual(self.last(case), (date(2026, 3, 20), "E-mail: Sent"))

    def test_an_automatic_reply_is_no_contact(self):
        case = self.late_case()
        self.contact(case, "2026-03-20 10:00:00")
        self.contact(case, "2026-03-21 10:00:00", "email", "auto_reply")
        self.assertEqual(self.last(case), (date(2026, 3, 20), "Call: Reached"))

    def test_corrections(self):
        case = self.late_case()
        first = self.contact(case, "2026-03-20 10:00:00")
        second = self.contact(case, "2026-03-21 10:00:00", outcome="refuses")
        second.outcome = "will_pay"
        self.assertEqual(self.last(case), (date(2026, 3, 21), "Call: Will pay"))
        second.sudo().date = "2026-03-19 10:00:00"  # an older one is not the last
        self.assertEqual(self.last(case), (date(2026, 3, 20), "Call: Reached"))
        for entry in (first, second):
            with self.assertRaises(AccessError):
                entry.unlink()
            with self.assertRaisesRegex(AccessError, "cannot be deleted"):
                entry.sudo().unlink()

    def test_the_day_is_the_companys(self):
        case = self.late_case()
        self.company.resource_calendar_id.tz = "Pacific/Auckland"
        self.contact(case, "2026-03-20 22:00:00")
        self.assertEqual(case.last_contact_date, date(2026, 3, 21))

    def test_many_in_a_constant_number_of_queries(self):
        partners = [self._make_debtor(f"Debtor{n}") for n in range(12)]
        for partner in partners:
            self.invoice(10.0, "2026-02-01", due="2026-03-02", partner=partner)
        self.env["collection.case"]._sync(self.company)
        cases = self.env["collection.case"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertGreaterEqual(len(cases), 12)

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._set_last_contact()
            return self.env.cr.sql_log_count - before

        queries(cases)
        self.assertEqual(queries(cases[:2]), queries(cases))
