from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestSetLevel(RolesCommon):
    """A person says how far the debtor was reminded of an item."""

    def set_level(self, case, severity, user=None, **values):
        """Set all items of a case to a stage through the window."""
        wizard = self.env["collection.level"].with_user(user or self.collector)
        wizard = wizard.create(
            {
                "case_ids": [Command.set(case.ids)],
                "reason": "Letter in the file",
                **values,
            }
        )
        wizard.line_ids.stage_id = self.stage(severity) if severity else False
        wizard.action_confirm()
        return self.item()

    def item(self, move=None):
        lines = self.receivable(move or self.env["account.move"].search([]))
        return self.env["collection.item"].search([("line_id", "in", lines.ids)])

    def test_the_next_stage_follows(self):
        case = self.late_case()
        item = self.set_level(case, 3, sent_on=date(2026, 3, 10))
        self.assertRecordValues(
            item,
            [
                {
                    "stage_id": self.stage(3).id,
                    "severity": "3",
                    "level_date": date(2026, 3, 10),
                    "due_then": date(2026, 3, 2),
                    "note": "Letter in the file",
                    "notice_id": False,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertIn("from not reminded to Stage 3", case.message_ids[0].body)
        self.assertEqual(case.stage_id, self.stage(3))
        # stage 4 is due 42 days after 2 March: on 13 April
        self.run_on("2026-04-10")
        self.assertFalse(self.notices(states=None))
        self.run_on("2026-04-13")
        self.assertEqual(self.notices(states=None).severity, "4")

    def test_back_to_the_start(self):
        case = self.late_case()
        self.set_level(case, 3)
        item = self.set_level(case, None)
        self.assertFalse(item.stage_id or item.level_date or item.severity)

    def test_a_stage_that_was_sent_is_sent_again(self):
        case = self.late_case()
        self.run_on("2026-04-01")
        self.send_all("2026-04-01")
        self.assertEqual(self.notices().severity, "1")
        self.assertEqual(self.set_level(case, None).round, 2)
        self.run_on("2026-04-30")
        self.send_all("2026-04-30")
        self.assertEqual(self.notices().mapped("severity"), ["1", "1"])

    def test_the_window(self):
        case = self.late_case()
        self.invoice(500.0, "2026-02-10", due="2026-03-12")
        window = self.env["collection.level"].with_user(self.collector)
        form = Form(window.with_context(default_case_ids=[Command.set(case.ids)]))
        self.assertEqual(len(form.line_ids), 2)
        form.reason = "Two letters in the file"
        form.stage_id = self.stage(2)
        form.save().action_confirm()
        items = self.env["collection.item"].search([])
        self.assertEqual(items.stage_id, self.stage(2))
        self.assertEqual(len(items), 2)

    def test_bad_input(self):
        case = self.late_case()
        for severity, values, words in (
            (2, {"sent_on": date(2026, 4, 2)}, "today or earlier"),
            (2, {"reason": " "}, "say why"),
            (None, {}, "at least one"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.set_level(case, severity, **values)
        other = self._make_strategy(name="Another")
        line = case._open_lines()
        with self.assertRaisesRegex(UserError, "not a stage of the strategy"):
            case._set_level({line: other.stage_ids[2]}, date(2026, 3, 1), "Why")
        stranger = self.invoice(
            5.0, "2026-02-01", partner=self._make_debtor("Stranger")
        )
        with self.assertRaisesRegex(UserError, "somebody else"):
            case._set_level(
                {self.receivable(stranger): self.stage(1)}, date(2026, 3, 1), "Why"
            )

    def test_nobody_writes_levels_past_the_window(self):
        case = self.late_case()
        item = self.set_level(case, 2)
        for user in (self.collector, self.everybody, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                item.with_user(user).write({"stage_id": self.stage(5).id})

    def test_rights(self):
        case = self.late_case()
        for user in (self.colleague, self.auditor, self.salesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                case.with_user(user).action_set_level()
            with self.subTest(user.login), self.assertRaises(AccessError):
                case.with_user(user)._set_level(
                    {case._open_lines(): self.stage(2)}, date(2026, 3, 1), "Why"
                )
        self.set_level(case, 2, self.everybody)


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestLeaveOut(RolesCommon):
    """Items are left out of one notice, or until somebody decides."""

    def setUp(self):
        super().setUp()
        self.big = self.invoice(2000.0, "2026-02-01", due="2026-03-02")
        self.case_1 = self.late_case()

    def leave_out(self, how, user=None, reason="Delivery note is missing", move=None):
        wizard = self.env["collection.leave.out"].with_user(user or self.collector)
        wizard = wizard.create(
            {"case_ids": [Command.set(self.case_1.ids)], "reason": reason}
        )
        mine = self.receivable(move or self.big)
        wizard.line_ids.filtered(lambda line: line.line_id == mine).how = how
        wizard.action_confirm()

    def listed(self):
        return self.notices(states=None)[-1:].line_ids.move_id

    def test_once(self):
        self.leave_out("once")
        item = self.env["collection.item"].search([])
        self.assertRecordValues(
            item, [{"skip_once": True, "left_out": False, "stage_id": False}]
        )
        self.assertIn("excluded from the next notice", self.case_1.message_ids[0].body)
        self.run_on("2026-04-01")
        self.send_all("2026-04-01")
        self.assertEqual(self.notices().line_ids.mapped("amount_open"), [1000.0])
        self.assertFalse(item.skip_once)
        self.run_on("2026-04-20")
        self.assertIn(self.big, self.listed())

    def test_until_decided(self):
        self.leave_out("decided")
        task = self.tasks(self.case_1, "limitation")
        self.assertEqual(task.date_deadline, date(2026, 4, 15))
        self.assertEqual((self.case_1.paused, self.case_1.to_collect), (2000.0, 1000.0))
        self.run_on("2026-04-01")
        self.send_all("2026-04-01")
        self.run_on("2026-05-04")
        self.send_all("2026-05-04")
        self.assertNotIn(self.big, self.notices().line_ids.move_id)
        self.leave_out(False, reason="Found it")
        self.assertFalse(self.tasks(self.case_1, "limitation"))
        self.assertEqual(self.case_1.to_collect, 3000.0)

    def test_everything_left_out(self):
        self.leave_out("decided")
        small = self.case_1._open_lines().move_id - self.big
        self.leave_out("decided", move=small)
        self.assertEqual(len(self.tasks(self.case_1, "limitation")), 1)
        self.run_on("2026-04-01")
        self.assertFalse(self.notices(states=None))
        self.assertEqual(self.case_1.reason_code, "nothing_to_collect")

    def test_bad_input(self):
        with self.assertRaisesRegex(UserError, "at least one"):
            self.leave_out(False)
        with self.assertRaisesRegex(UserError, "say why"):
            self.leave_out("once", reason="")

    def test_rights(self):
        for user in (self.colleague, self.auditor, self.salesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.leave_out("once", user)
        self.leave_out("once", self.manager)
