from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..hold.common_holds import HoldsCommon

PLACES = ("strategy", "manager", "bank", "opening", "live", "holds", "automatic")


@tagged("post_install", "-at_install")
class TestSettings(HoldsCommon):
    """A credit manager keeps the settings of his company without an administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_hold_auto = False

    def settings(self, user=None):
        settings = self.env["collection.settings"].with_user(user or self.manager)
        return settings.browse(settings.action_open()["res_id"])

    def test_a_manager_changes_settings_and_the_company_knows_who(self):
        self.assertFalse(self.manager.has_group("base.group_system"))
        with Form(self.settings()) as form:
            form.collection_promise_days = 21
            form.collection_weekly_list = True
            form.collection_strategy_id = self.strategy
        self.assertRecordValues(
            self.company,
            [{"collection_promise_days": 21, "collection_weekly_list": True}],
        )
        note = self.company.message_ids[:1]
        self.assertEqual(note.author_id, self.manager.partner_id)
        self.assertIn("Promises need approval beyond: 14 → 21", note.body)
        self.assertNotIn("Default strategy", note.body)

    def test_nobody_else_opens_or_writes_them(self):
        mine = self.settings()
        for user in (self.everybody, self.auditor, self.salesperson, self.accountant):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.settings(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                mine.with_user(user).write({"collection_promise_days": 1})

    def test_only_the_settings_of_ones_own_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.manager.sudo().company_ids |= branch
        model = self.env["collection.settings"].with_user(self.manager)
        for company in (other, branch):
            with self.subTest(company.name), self.assertRaises(AccessError):
                model.create({"company_id": company.id, "collection_auto": True})
        settings = self.settings()
        with self.assertRaises(AccessError):
            settings.write({"company_id": other.id, "collection_auto": True})
        smuggled = model.with_context(default_company_id=other.id)
        smuggled = smuggled.create({"collection_auto": False})
        self.assertEqual(smuggled.company_id, self.company)
        self.assertFalse(other.collection_auto)
        # a branch shows what its root keeps
        opened = model.with_company(branch).action_open()["res_id"]
        self.assertEqual(model.browse(opened).company_id, self.company)

    def test_no_other_field_of_the_company_is_reached(self):
        settings = self.settings()
        for name in ("name", "email", "account_opening_date"):
            with self.subTest(name), self.assertRaises(ValueError):
                settings.write({name: self.company[name]})
        before = self.company.currency_id
        settings.write({"currency_id": self.env.ref("base.JPY").id})
        self.assertEqual(self.company.currency_id, before)
        with self.assertRaises(AccessError):
            self.company.with_user(self.manager).write({"collection_auto": True})

    def test_settings_that_make_no_sense_are_refused_in_words(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.settings().write({"collection_contact_from": 22.0})
            self.env.flush_all()

    def test_every_place_of_the_checklist_opens_for_a_manager(self):
        checklists = self.env["collection.checklist"].with_user(self.manager)
        checklist = checklists.browse(checklists.action_open()["res_id"])
        lines = {line.key: line for line in checklist.line_ids}
        for key in PLACES:
            with self.subTest(key):
                action = lines[key].action_open_place()
                if isinstance(action, dict) and action.get("res_model"):
                    model = self.env[action["res_model"]].with_user(self.manager)
                    model.browse(action.get("res_id") or []).read(["display_name"])

    def test_what_needs_an_administrator_is_asked_for(self):
        admin = self.env.ref("base.user_admin")
        admin.company_ids |= self.company
        checklists = self.env["collection.checklist"].with_user(self.manager)
        checklist = checklists.browse(checklists.action_open()["res_id"])
        line = checklist.line_ids.filtered(lambda one: one.key == "mail_server")
        self.assertEqual(line.button, "Ask an administrator")
        answer = line.action_open_place()
        self.assertIn("was asked", answer["params"]["message"])
        asked = (
            self.env["mail.message"]
            .sudo()
            .search(
                [("subject", "=", "Collections: please set up Outgoing mail server")]
            )
        )
        self.assertEqual(asked.author_id, self.manager.partner_id)
        self.assertEqual(len(asked.notified_partner_ids), 1)


@tagged("post_install", "-at_install")
class TestHoldPresets(HoldsCommon):
    """Ten minutes after set-up a credit manager has his first order blocked.

    The invoice of 20 000 was due on 15 February; on 15 June it is 120 days late, and
    no notice was ever sent.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_hold_auto = False
        cls.invoice(20000.0, "2026-01-16", due="2026-02-15")
        cls.env["collection.case"]._sync(cls.company, cls.debtor, date(2026, 6, 15))

    def opened(self):
        tests = self.env["collection.hold.test"].with_user(self.manager)
        return tests.browse(tests.action_open()["res_id"])

    def line(self, test):
        return test.line_ids.filtered(lambda line: line.partner_id == self.debtor)

    def judged(self):
        self.env.cr.precommit.run()
        self.env["collection.run"]._cron_dirty()
        return self.case().hold_effect

    @freeze_time("2026-06-15 09:00:00")
    def test_nobody_is_blocked_unless_somebody_chose_it(self):
        self.judged()
        order = self.order(500.0)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        test = self.opened()
        self.assertEqual(test.current, "off")
        self.assertFalse(self.line(test))  # what is set now asks for a notice

    @freeze_time("2026-06-15 09:00:00")
    def test_block_says_first_whom_it_touches_then_blocks(self):
        order = self.order(500.0)
        test = self.opened()
        test.action_test_block()
        line = self.line(test)
        self.assertRecordValues(
            line,
            [
                {
                    "change": "held",
                    "effect": "block",
                    "amount": 20000.0,
                    "touched": 500.0,
                    "order_ids": order.ids,
                }
            ],
        )
        self.assertIn("120 days", line.reason)
        self.assertFalse(self.holds())
        self.assertFalse(self.company.collection_hold_auto)
        test.action_choose()
        self.assertEqual(test.current, "block")
        self.assertEqual(self.judged(), "block")
        with self.assertRaisesRegex(UserError, "no new orders"):
            order.action_confirm()

    @freeze_time("2026-06-15 09:00:00")
    def test_watch_only_proposes(self):
        test = self.opened()
        test.action_test_watch()
        self.assertEqual(self.line(test).change, "proposed")
        test.action_choose()
        self.assertFalse(self.judged())
        proposal = self.holds("proposed")
        self.assertEqual(proposal.effect, "block")
        order = self.order(500.0)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    @freeze_time("2026-06-15 09:00:00")
    def test_mild_waits_for_a_notice_then_asks_for_cash(self):
        test = self.opened()
        test.action_test_mild()
        self.assertFalse(self.line(test))
        test.action_choose()
        self.assertFalse(self.judged())
        second = self._make_debtor("Second Customer")
        self.reminded(partner=second)  # stage 3, its pay-by date was 9 April
        self.env.cr.precommit.run()
        self.case(second)._judge(date(2026, 6, 15))
        # by the stage cash on delivery, by 105 days late prepayment: the harder one
        self.assertEqual(self.case(second).hold_effect, "prepay")

    @freeze_time("2026-06-15 09:00:00")
    def test_one_click_takes_it_back(self):
        self.company.write(
            {"collection_hold_days_late": 33, "collection_hold_stage_effect": "prepay"}
        )
        test = self.opened()
        test.action_test_block()
        test.action_choose()
        self.assertEqual(self.judged(), "block")
        self.assertEqual(self.company.collection_hold_days_late, 60)
        self.assertTrue(test.may_go_back)
        test.action_go_back()
        self.assertRecordValues(
            self.company,
            [
                {
                    "collection_hold_auto": False,
                    "collection_hold_days_late": 33,
                    "collection_hold_stage_effect": "prepay",
                }
            ],
        )
        self.assertFalse(self.judged())
        self.assertFalse(test.may_go_back)
        notes = "".join(self.company.message_ids[:2].mapped("body"))
        self.assertIn("Block: no new orders", notes)

    @freeze_time("2026-06-15 09:00:00")
    def test_switching_off_frees_all_but_those_held_by_hand(self):
        test = self.opened()
        test.action_test_block()
        test.action_choose()
        by_hand = self._make_debtor("By Hand")
        cases = self.env["collection.case"]
        cases._case_of(by_hand, self.company).with_user(self.manager)._hold(
            "cod", "Asked for it"
        )
        self.assertEqual(self.judged(), "block")
        test.action_switch_off()
        self.assertFalse(self.judged())
        self.assertEqual(self.case(by_hand).hold_effect, "cod")

    def test_only_a_manager_chooses(self):
        test = self.opened()
        for user in (self.everybody, self.auditor, self.salesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                test.with_user(user).action_choose()
            with self.subTest(user.login), self.assertRaises(AccessError):
                test.with_user(user).action_switch_off()
        self.assertFalse(self.company.collection_hold_auto)
