from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestCaseButtons(RolesCommon):
    """Send now, reply seen, address repaired, bank up to date."""

    def test_send_now_shows_the_notice(self):
        case = self.late_case()
        action = case.with_user(self.collector).action_send_now()
        notice = self.notices(states=None)
        self.assertEqual(
            (action["res_model"], action["res_id"]), (notice._name, notice.id)
        )
        self.assertEqual(notice.severity, "1")
        self.assertEqual(notice.run_id.kind, "case")
        self.assertEqual(notice.run_id.user_id, self.collector)

    def test_send_now_twice_is_one_notice(self):
        case = self.late_case()
        first = case.with_user(self.collector).action_send_now()
        second = case.with_user(self.collector).action_send_now()
        self.assertEqual(first["res_id"], second["res_id"])
        self.assertEqual(len(self.notices(states=None)), 1)

    def test_send_now_says_why_not(self):
        case = self.late_case()
        case._pause(date(2026, 4, 15), "Waits", self.collector)
        action = case.with_user(self.collector).action_send_now()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn(case.reason, action["params"]["message"])
        self.assertFalse(self.notices(states=None))

    def test_send_now_before_the_opening_position(self):
        self.company.collection_opened_on = False
        case = self.late_case()
        action = case.with_user(self.collector).action_send_now()
        self.assertIn("go-live review", action["params"]["message"])
        self.assertFalse(self.notices(states=None))

    def test_send_now_to_several(self):
        """One run for all of them, and the list of what it made."""
        other = self._make_debtor("Other Ltd")
        self.invoice(500.0, "2026-02-01", due="2026-03-02", partner=other)
        cases = self.late_case()
        self.env["collection.case"]._sync(self.company, other)
        cases |= self.case(other)
        action = cases.with_user(self.collector).action_send_now()
        notices = self.env["collection.notice"].search(action["domain"])
        self.assertEqual(notices.partner_id, self.debtor | other)
        self.assertEqual(len(notices.run_id), 1)
        self.assertEqual(notices.run_id.kind, "case")

    def test_send_now_to_several_of_whom_nobody_gets_anything(self):
        case = self.late_case()
        other = self._make_debtor("Other Ltd")
        cases = case | self.env["collection.case"]._case_of(other, self.company)
        cases._pause(date(2026, 4, 15), "Waits", self.collector)
        action = cases.with_user(self.manager).action_send_now()
        self.assertEqual(action["tag"], "display_notification")
        self.assertTrue(action["params"]["message"])

    def test_assign_several(self):
        case = self.late_case()
        strategy = self._make_strategy(name="Gentle")
        with self.assertRaisesRegex(UserError, "Choose a collector or a strategy"):
            self.ask("collection.assign", case, self.manager)
        self.ask(
            "collection.assign",
            case,
            self.manager,
            user_id=self.collector.id,
            strategy_id=strategy.id,
        )
        self.assertEqual((case.user_id, case.strategy_id), (self.collector, strategy))

    def test_quick_pause(self):
        """Seven days by one click, any other day by typing it."""
        case = self.late_case()
        self.ask("collection.pause", case, reason="Waits", days="7")
        self.assertEqual(case.pause_until, date(2026, 4, 8))
        until = date(2026, 4, 20)
        self.ask("collection.pause", case, reason="Waits", days="7", until=until)
        self.assertEqual(case.pause_until, until)

    def test_how_far_reminded(self):
        case = self.late_case()
        case._judge()
        self.assertEqual(case.reached, "0")
        self.run_on("2026-04-01")
        self.send_all("2026-04-01")
        case._judge()
        self.assertEqual((case.severity, case.reached), ("1", "2"))

    def test_reply_seen(self):
        case = self.late_case()
        case.sudo().replied_on = date(2026, 3, 31)
        case._add_task("reply", date(2026, 4, 1), "Answer")
        case._judge()
        self.assertEqual(case.reason_code, "reply_unread")
        case.with_user(self.collector).action_reply_seen()
        self.assertFalse(case.replied_on)
        self.assertFalse(self.tasks(case, "reply"))
        self.assertNotEqual(case.reason_code, "reply_unread")
        with self.assertRaisesRegex(UserError, "no unread reply"):
            case.with_user(self.collector).action_reply_seen()

    def test_repaired(self):
        case = self.late_case()
        case.sudo().bounced = True
        case._judge()
        self.assertEqual(case.reason_code, "bounced")
        case.with_user(self.collector).action_repaired()
        self.assertFalse(case.bounced)
        self.assertNotEqual(case.reason_code, "bounced")
        with self.assertRaisesRegex(UserError, "came back"):
            case.with_user(self.collector).action_repaired()

    def test_rights(self):
        case = self.late_case()
        names = (
            "action_send_now",
            "action_log_call",
            "action_pause",
            "action_resume",
            "action_stop",
            "action_set_level",
            "action_decide",
            "action_reply_seen",
            "action_repaired",
            "action_skip_once",
        )
        for user in (self.colleague, self.auditor, self.salesperson):
            for name in names:
                with (
                    self.subTest(user.login, action=name),
                    self.assertRaises(AccessError),
                ):
                    getattr(case.with_user(user), name)()
        case.user_id = False  # unassigned cases are everybody's
        self.assertTrue(case.with_user(self.colleague).action_pause())
        case.user_id = self.collector
        self.assertTrue(case.with_user(self.everybody).action_pause())
        self.assertTrue(case.with_user(self.manager).action_pause())

    def test_auditors_and_salespeople_open_no_window(self):
        for user in (self.auditor, self.salesperson):
            for model in ("collection.pause", "collection.stop", "collection.call"):
                with (
                    self.subTest(user.login, model=model),
                    self.assertRaises(AccessError),
                ):
                    self.env[model].with_user(user).create({})

    # ------------------------------------------------- windows without their case

    def test_windows_say_which_cases_they_are_about(self):
        other = self._make_debtor("Other & Co")
        self.invoice(50.0, "2026-02-01", partner=other)
        one = self.late_case()
        self.env["collection.case"]._sync(self.company, other)
        two = one | self.case(other)
        asking = self.env.registry["collection.case.wizard"]
        windows = [m for m in self.env.values() if isinstance(m, asking)]
        windows = [window for window in windows if not window._abstract]
        self.assertGreater(len(windows), 8)
        for window in windows:
            with self.subTest(window._name), self.assertRaisesRegex(UserError, "case"):
                window.new({"case_ids": one.browse().ids})._cases()
            several = window.new({"case_ids": two.ids})
            with self.subTest(window._name, cases="two"):
                if window._about_one:
                    with self.assertRaisesRegex(UserError, "Choose one case"):
                        several._cases()
                else:
                    self.assertEqual(several._cases()._origin, two)

    def test_windows_that_were_emptied(self):
        nobody = self.env["collection.case"]
        why = {"reason": "No case is left"}
        with self.assertRaisesRegex(UserError, "at least one case"):
            self.ask("collection.pause", nobody, until=date(2026, 4, 9), **why)
        with self.assertRaisesRegex(UserError, "Choose one case"):
            self.ask("collection.decision", nobody, answer="carry_on", note="On")
        release = self.env["collection.release"].with_user(self.manager).create(why)
        for button in (release.action_confirm, release.action_refuse):
            with self.assertRaisesRegex(UserError, "Choose an order or a case"):
                button()
        for model, values, words in (
            ("collection.said.end", {"kind": "cancel"}, "Choose the plan"),
            ("collection.said.end", {"kind": "disagree"}, "or the promise"),
            ("collection.promise.cancel", {"kind": "cancel"}, "at least one promise"),
            ("collection.contact.stop.lift", {}, "at least one stop"),
        ):
            window = self.env[model].with_user(self.manager).create({**why, **values})
            with self.subTest(model), self.assertRaisesRegex(UserError, words):
                window.action_confirm()


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestBankConfirmed(RolesCommon):
    """Without statements a person says that the bank is up to date."""

    def setUp(self):
        super().setUp()
        self.company.collection_bank_stale_days = 7

    def test_claims_wait_for_it(self):
        self.late_case()
        self.run_on("2026-04-01")
        self.assertEqual(self.case().reason_code, "bank_stale")
        self.company.with_user(self.everybody).action_collection_bank_confirmed()
        self.assertEqual(self.company.collection_bank_confirmed_on, date(2026, 4, 1))
        self.run_on("2026-04-08")
        self.assertEqual(self.notices(states=None).severity, "1")

    def test_rights(self):
        for user in (self.collector, self.auditor, self.salesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.company.with_user(user).action_collection_bank_confirmed()
        foreign = self.env["res.company"].sudo().create({"name": "Foreign"})
        with self.assertRaises(AccessError):
            foreign.with_user(self.everybody).action_collection_bank_confirmed()
        self.assertFalse(self.company.collection_bank_confirmed_on)
