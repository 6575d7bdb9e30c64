from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestCaseDecision(RolesCommon):
    """When writing again does not help, a person decides."""

    def decided(self, **values):
        """A case with an open decision, answered by its collector."""
        case = self.late_case()
        case._open_decision("Every stage was sent.", date(2026, 4, 1))
        self.ask("collection.decision", case, **{"note": "Talked to them", **values})
        return case

    def test_opening(self):
        case = self.late_case()
        self.assertEqual(case._open_decision("All sent.", date(2026, 4, 1)), case)
        # fourteen days by the settings
        self.assertRecordValues(
            case, [{"decision_open": True, "decision_deadline": date(2026, 4, 15)}]
        )
        self.assertRecordValues(
            self.tasks(case, "decision"),
            [{"user_id": self.collector.id, "date_deadline": date(2026, 4, 15)}],
        )
        self.assertIn("All sent.", self.tasks(case, "decision").note)
        self.assertFalse(case._open_decision("Again.", date(2026, 4, 2)))
        self.assertEqual(len(self.tasks(case, "decision")), 1)

    def test_without_collector_it_is_the_managers(self):
        case = self.late_case()
        case.user_id = False
        case._open_decision({case.id: "All sent."}, date(2026, 4, 1))
        self.assertEqual(self.tasks(case, "decision").user_id, self.manager)

    def test_nothing_is_written_meanwhile(self):
        case = self.late_case()
        case._open_decision("All sent.", date(2026, 4, 1))
        self.run_on("2026-04-20")
        self.assertFalse(self.notices(states=None))
        self.assertEqual(case.reason_code, "decision_open")

    def test_carry_on(self):
        other = self.env["res.partner"].create(
            {"name": "The owner", "parent_id": self.debtor.id}
        )
        case = self.decided(
            answer="carry_on", call_on=date(2026, 4, 2), contact_id=other.id
        )
        self.assertRecordValues(
            case,
            [{"decision_open": False, "round": 2, "decided_on": date(2026, 4, 1)}],
        )
        self.assertFalse(self.tasks(case, "decision"))
        call = self.tasks(case, "call")
        self.assertEqual(call.date_deadline, date(2026, 4, 2))
        self.assertIn("The owner", call.summary)

    def test_carry_on_uses_the_stages_again(self):
        # due 31 March: every stage until 1 June, the end after it
        self.invoice(1000.0, "2026-03-01", due="2026-03-31")
        days = [date.fromordinal(date(2026, 3, 21).toordinal() + n) for n in range(101)]
        for day in days:
            self.run_on(day)
            self.send_all(day)
        case = self.case()
        self.assertTrue(case.decision_open)
        last = self.notices()[-1]
        self.assertEqual(last.severity, "5")
        with freeze_time("2026-07-06 09:00:00"):
            case._decide_carry_on(
                date(2026, 7, 7), self.env["res.partner"], "Once more"
            )
        self.run_on("2026-07-06")
        again = self.send_all("2026-07-06")
        self.assertEqual((again.severity, again.round), ("5", 2))

    def test_plan(self):
        case = self.decided(answer="plan", until=date(2026, 6, 30))
        self.assertEqual(case.pause_until, date(2026, 6, 30))
        self.assertEqual(case.pause_user_id, self.collector)
        self.assertEqual(self.tasks(case, "call").summary, "Agree on the plan")
        self.assertEqual(case.reason_code, "paused")

    def test_agency_and_court_stop(self):
        for kind in ("agency", "court"):
            with self.subTest(kind):
                case = self.case() or self.late_case()
                case.sudo().write({"stop": False, "stop_reason": False})
                case._open_decision("All sent.", date(2026, 4, 1))
                self.ask("collection.decision", case, answer=kind, note="Enough")
                self.assertEqual(case.stop, kind)
                self.assertFalse(case.decision_open)
        self.assertEqual(len(self.tasks(case, "hand_over")), 2)

    def test_write_off_is_a_task_for_an_accountant(self):
        case = self.decided(
            answer="write_off",
            accountant_id=self.accountant.id,
            until=date(2026, 4, 30),
        )
        task = self.tasks(case, "write_off")
        self.assertEqual(task.user_id, self.accountant)
        invoice = self.env["account.move"].search(
            [("partner_id", "=", self.debtor.id), ("move_type", "=", "out_invoice")]
        )
        self.assertIn(invoice.name, task.note)
        self.assertIn("1,000.00", task.note)
        self.assertEqual(invoice.amount_residual, 1000.0)  # nothing was posted
        self.assertEqual(case.pause_until, date(2026, 4, 30))

    def test_bad_answers(self):
        case = self.late_case()
        case._open_decision("All sent.", date(2026, 4, 1))
        for values, words in (
            ({"answer": "agency", "note": "  "}, "say why"),
            ({"answer": "carry_on", "call_on": date(2026, 3, 31)}, "next step"),
            ({"answer": "carry_on", "call_on": False}, "next step"),
            ({"answer": "plan", "until": date(2026, 4, 1)}, "after today"),
            ({"answer": "write_off", "accountant_id": False}, "accountant"),
            ({"answer": "write_off", "accountant_id": self.collector.id}, "accountant"),
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(UserError, words),
                self.env.cr.savepoint(),
            ):
                self.ask("collection.decision", case, **{"note": "Why", **values})
        self.assertTrue(case.decision_open)

    def test_answered_once(self):
        case = self.decided(answer="agency")
        with self.assertRaisesRegex(UserError, "answered it already"):
            self.ask("collection.decision", case, answer="court", note="No, court")
        self.assertEqual(case.stop, "agency")

    def test_left_too_long_it_goes_to_the_manager(self):
        case = self.late_case()
        case._open_decision("All sent.", date(2026, 4, 1))
        escalate = self.env["collection.case"]._cron_escalate
        with freeze_time("2026-04-15 06:00:00"):
            escalate()
        self.assertEqual(self.tasks(case, "decision").user_id, self.collector)
        with freeze_time("2026-04-16 06:00:00"):
            escalate()
            escalate()
        self.assertEqual(self.tasks(case, "decision").user_id, self.manager)
        said = case.message_ids.filtered(lambda m: "Left too long" in (m.body or ""))
        self.assertEqual(len(said), 1)

    def test_a_task_that_was_swept_away_comes_back(self):
        case = self.late_case()
        case._open_decision("All sent.", date(2026, 4, 1))
        self.tasks(case, "decision").action_feedback()
        with freeze_time("2026-04-16 06:00:00"):
            self.env["collection.case"]._cron_escalate()
        self.assertEqual(self.tasks(case, "decision").user_id, self.manager)

    def test_unread_replies_go_to_the_manager(self):
        case = self.late_case()
        case.sudo().replied_on = date(2026, 4, 1)  # a Wednesday
        escalate = self.env["collection.case"]._cron_escalate
        # Friday the 3rd and Monday the 6th are Easter holidays in some countries:
        # five working days are over on 8 April at the earliest
        with freeze_time("2026-04-07 06:00:00"):
            escalate()
        self.assertFalse(self.tasks(case, "reply"))
        with freeze_time("2026-04-13 06:00:00"):
            escalate()
        self.assertEqual(self.tasks(case, "reply").user_id, self.manager)

    def test_rights(self):
        case = self.late_case()
        case._open_decision("All sent.", date(2026, 4, 1))
        for user in (self.colleague, self.auditor, self.salesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                case.with_user(user).action_decide()
            with self.subTest(user.login), self.assertRaises(AccessError):
                case.with_user(user)._decide_hand_over("agency", "Mine now")
        self.assertTrue(case.with_user(self.manager).action_decide())
