from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestCasePause(RolesCommon):
    """Pauses have reason, owner and end; waking is a task."""

    def pause(self, case, user=None, **values):
        return self.ask(
            "collection.pause",
            case,
            user,
            **{
                "until": date(2026, 4, 15),
                "reason": "Waits for our credit note",
                "user_id": self.collector.id,
                **values,
            },
        )

    def test_nothing_is_sent_up_to_the_last_day(self):
        case = self.late_case()
        self.pause(case)
        self.assertRecordValues(
            case,
            [
                {
                    "pause_until": date(2026, 4, 15),
                    "pause_reason": "Waits for our credit note",
                    "pause_user_id": self.collector.id,
                    "reason_code": "paused",
                }
            ],
        )
        self.assertIn("credit note", case.message_ids[0].body)
        self.assertEqual(case.message_ids[0].author_id, self.collector.partner_id)
        self.run_on("2026-04-15")
        self.assertFalse(self.notices(states=None))

    def test_waking_is_a_task_for_the_owner(self):
        case = self.late_case()
        self.pause(case, user_id=self.manager.id)
        self.assertFalse(case._wake_due(date(2026, 4, 15)))
        self.assertEqual(case._wake_due(date(2026, 4, 16)), case)
        self.assertRecordValues(
            self.tasks(case, "pause_ended"),
            [{"user_id": self.manager.id, "date_deadline": date(2026, 4, 16)}],
        )
        self.assertFalse(case.pause_until or case.pause_reason or case.pause_user_id)
        self.assertFalse(case._wake_due(date(2026, 4, 17)))
        self.run_on("2026-04-16")
        self.assertEqual(len(self.notices(states=None)), 1)

    def test_the_daily_job_wakes(self):
        case = self.late_case()
        self.pause(case)
        with freeze_time("2026-04-16 06:00:00"):
            self.env["collection.run"]._wake_and_escalate()
        self.assertEqual(len(self.tasks(case, "pause_ended")), 1)

    def test_a_settled_case_wakes_without_a_task(self):
        case = self.late_case()
        self.pause(case)
        case.sudo().state = "closed"
        case._wake_due(date(2026, 4, 16))
        self.assertFalse(case.pause_until)
        self.assertFalse(self.tasks(case, "pause_ended"))

    def test_resume_by_hand(self):
        case = self.late_case()
        self.pause(case)
        case.with_user(self.collector).action_resume()
        self.assertFalse(case.pause_until)
        self.assertNotEqual(case.reason_code, "paused")
        with self.assertRaisesRegex(UserError, "no pause"):
            case.with_user(self.collector).action_resume()

    def test_a_planned_notice_falls(self):
        self.strategy.stage_ids.approval = "always"
        self.strategy.action_confirm()
        case = self.late_case()
        self.run_on("2026-04-01")
        notice = self.notices(states=["planned"])
        self.assertTrue(notice)
        self.pause(case)
        self.assertEqual(notice.state, "cancelled")

    def test_bad_input(self):
        case = self.late_case()
        for values, words in (
            ({"until": date(2026, 4, 1)}, "after today"),
            ({"until": date(2026, 3, 31)}, "after today"),
            ({"until": date(2027, 4, 3)}, "within a year"),
            ({"reason": "   "}, "say why"),
            ({"user_id": self._portal().id}, "owner"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.pause(case, **values)
        self.assertFalse(case.pause_until)

    def _portal(self):
        return self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "portal_owner",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )

    def test_the_database_wants_a_reason(self):
        case = self.late_case()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            case.sudo().write({"pause_until": date(2026, 4, 15)})
            case.flush_recordset()

    def test_several_at_once(self):
        other = self._make_debtor("Other")
        self.invoice(500.0, "2026-02-01", due="2026-03-02", partner=other)
        cases = self.late_case() | self.case(other)
        self.env["collection.case"]._sync(self.company)
        cases |= self.case(other)
        self.pause(cases)
        self.assertEqual(cases.mapped("pause_until"), [date(2026, 4, 15)] * 2)


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestCaseStop(RolesCommon):
    """Stops last until somebody with the right lifts them."""

    def test_insolvency_opens_a_claim_task(self):
        case = self.late_case()
        self.ask("collection.stop", case, kind="insolvency", reason="36 IN 17/26")
        self.assertEqual((case.stop, case.reason_code), ("insolvency", "stopped"))
        task = self.tasks(case, "claim")
        self.assertEqual(task.user_id, self.collector)
        self.assertEqual(task.date_deadline, date(2026, 4, 8))
        self.assertIn("1,000.00", task.note)
        self.run_on("2026-05-04")
        self.assertFalse(self.notices(states=None))

    def test_a_stop_ends_the_pause(self):
        case = self.late_case()
        case._pause(date(2026, 4, 15), "Waits", self.collector)
        case._stop("lawyer", "Dr. Miller writes for them")
        self.assertFalse(case.pause_until)
        with self.assertRaisesRegex(UserError, "stopped already"):
            case._pause(date(2026, 4, 15), "Waits", self.collector)

    def test_only_some_lift_it(self):
        case = self.late_case()
        self.ask("collection.stop", case, kind="do_not_contact", reason="Wishes so")
        own = case.with_user(self.collector)
        with self.assertRaisesRegex(AccessError, "lift a stop"):
            own.action_lift_stop()
        with self.assertRaisesRegex(AccessError, "lift a stop"):
            self.ask("collection.stop.lift", case, reason="Never mind")
        with self.assertRaisesRegex(AccessError, "cannot be changed here"):
            own.write({"stop": False, "stop_reason": False})
        self.assertEqual(case.stop, "do_not_contact")
        self.ask("collection.stop.lift", case, self.everybody, reason="They wrote so")
        self.assertFalse(case.stop)
        self.assertIn("They wrote so", case.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "no stop"):
            case.with_user(self.everybody).action_lift_stop()

    def test_no_reason(self):
        case = self.late_case()
        with self.assertRaisesRegex(UserError, "say why"):
            self.ask("collection.stop", case, kind="lawyer", reason=" ")
