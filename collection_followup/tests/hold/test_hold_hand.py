from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_holds import HoldsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 09:00:00")
class TestHoldHand(HoldsCommon):
    """Holds that people set, propose, confirm, refuse and end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_hold_auto = False

    def make_case(self, partner=None):
        """The case of a debtor who owes nothing."""
        cases = self.env["collection.case"]
        return cases._case_of(partner or self.debtor, self.company).sudo(False)

    def set_hold(self, case, user=None, **values):
        """Put a case on hold through the window, as a user."""
        values = {"effect": "prepay", "reason": "They asked for longer terms", **values}
        self.ask("collection.hold.set", case, user or self.manager, **values)

    def test_a_manager_holds_a_customer_who_owes_nothing(self):
        action = self.debtor.with_user(self.manager).action_collection_hold()
        self.assertEqual(action["res_model"], "collection.hold.set")
        self.set_hold(self.case(), until=date(2026, 6, 30))
        hold = self.holds()
        self.assertRecordValues(
            hold,
            [
                {
                    "effect": "prepay",
                    "manual": True,
                    "user_id": self.manager.id,
                    "until": date(2026, 6, 30),
                    "note": "They asked for longer terms",
                }
            ],
        )
        self.assertIn("They asked for longer terms", hold.reason)
        self.assertIn("June 30, 2026", hold.frees)
        self.assertEqual(self.judge("2026-06-30"), "prepay")
        self.assertFalse(self.judge("2026-07-01"))
        self.assertIn("until June 30, 2026", hold.end_reason)

    def test_the_night_ends_it_though_the_case_is_settled(self):
        self.set_hold(self.make_case(), until=date(2026, 6, 16))
        self.assertEqual(self.case().state, "closed")
        with freeze_time("2026-06-17 05:00:00"):
            self.env["collection.run"]._cron_run()
        self.assertFalse(self.case().hold_effect)

    def test_causes_make_a_hold_by_hand_harder_and_leave_it_again(self):
        self.company.write(
            {"collection_hold_auto": True, "collection_hold_stage_effect": "block"}
        )
        move = self.reminded()
        case = self.case()
        with freeze_time("2026-04-05"):
            self.set_hold(case, effect="cod")
        self.assertEqual(self.judge("2026-04-09"), "cod")
        self.assertEqual(self.judge("2026-04-10"), "block")
        self.assertEqual(self.holds().reason_code, "manual,stage")
        self.assertEqual(self.holds().note, "They asked for longer terms")
        self.pay(move, "2026-04-11")
        self.assertEqual(self.judge("2026-04-11"), "cod")
        self.assertEqual(self.holds().reason_code, "manual")
        self.assertEqual(len(self.holds("ended")), 2)

    def test_stop_trading_needs_a_credit_manager(self):
        case = self.make_case()
        case.user_id = self.collector
        self.set_hold(case, self.collector, stop_trading=True, effect="cod")
        self.assertFalse(case.hold_effect)
        proposed = self.holds("proposed")
        self.assertRecordValues(
            proposed, [{"effect": "block", "stop_trading": True, "until": False}]
        )
        self.assertEqual(self.tasks(case, "hold").user_id, self.manager)
        with self.assertRaises(AccessError):
            proposed.with_user(self.collector).action_approve()
        proposed.with_user(self.manager).action_approve()
        self.assertRecordValues(
            case, [{"hold_effect": "block", "hold_stop_trading": True}]
        )
        self.assertEqual(proposed.approved_by_id, self.manager)
        # judged anew it stays, with nothing owed
        self.assertEqual(self.judge("2026-12-01"), "block")

    def test_collectors_propose_only_if_the_settings_let_them(self):
        self.company.collection_hold_propose = False
        case = self.make_case()
        with self.assertRaisesRegex(UserError, "Only a credit manager"):
            self.set_hold(case, self.collector)

    def test_a_refused_proposal_rests_for_the_days_of_grace(self):
        self.company.collection_hold_auto = True
        self.reminded(partner=self.person)
        self.judge(partner=self.person)
        proposed = self.holds("proposed", self.person)
        self.env["collection.hold.end"].with_user(self.manager).create(
            {"hold_ids": proposed.ids, "reason": "She is in hospital"}
        ).action_confirm()
        self.assertEqual(proposed.end_reason, "She is in hospital")
        self.assertEqual(proposed.ended_by_id, self.manager)
        self.assertFalse(self.tasks(self.case(self.person), "hold"))
        self.judge("2026-06-22", self.person)
        self.assertFalse(self.holds("proposed", self.person))
        self.judge("2026-06-23", self.person)
        self.assertTrue(self.holds("proposed", self.person))

    def test_ended_by_a_manager_it_comes_back_after_the_days_of_grace(self):
        self.company.collection_hold_auto = True
        self.reminded()
        self.judge()
        hold = self.holds()
        with self.assertRaises(AccessError):
            hold.with_user(self.everybody)._end_by_hand("I think so")
        with self.assertRaisesRegex(UserError, "say why"):
            hold.with_user(self.manager)._end_by_hand("  ")
        hold.with_user(self.manager)._end_by_hand("The boss talked to them")
        self.assertFalse(self.case().hold_effect)
        self.assertIn("The boss talked to them", self.case().message_ids[0].body)
        self.assertFalse(self.judge("2026-06-22"))
        self.assertEqual(self.judge("2026-06-23"), "cod")
        with self.assertRaisesRegex(UserError, "ended already"):
            hold.with_user(self.manager)._end_by_hand("Again")

    def test_exempt_debtors(self):
        self.company.collection_hold_auto = True
        self.reminded()
        self.judge()
        case = self.case()
        for user in (self.collector, self.everybody):
            with self.assertRaises(AccessError):
                case.with_user(user).with_context(hold_exempt=True).hold_exempt = True
        case.with_user(self.manager).hold_exempt = True
        self.assertFalse(case.hold_effect)
        with self.assertRaisesRegex(UserError, "exempt"):
            self.set_hold(case)
        case.with_user(self.manager).hold_exempt = False
        self.assertEqual(case.hold_effect, "cod")

    def test_one_active_hold_and_a_history_nobody_deletes(self):
        case = self.make_case()
        self.set_hold(case)
        self.set_hold(case, effect="block", reason="Worse than we thought")
        self.assertEqual(self.holds().effect, "block")
        self.assertEqual(self.holds().replaces_id, self.holds("ended"))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, "one_active"),
            self.env.cr.savepoint(),
        ):
            self.holds("ended").sudo().state = "active"
            self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, "cannot be deleted"):
            self.holds().sudo().unlink()

    def test_nobody_writes_holds_directly(self):
        case = self.make_case()
        self.set_hold(case)
        for user in (self.collector, self.manager, self.salesperson):
            holds = self.env["collection.hold"].with_user(user)
            for write in (
                lambda holds=holds: holds.create({"case_id": case.id}),
                lambda holds=holds: holds.browse(self.holds().id).write(
                    {"state": "ended"}
                ),
                lambda user=user: case.with_user(user).write({"hold_ids": [(5,)]}),
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    write()
                    self.env.flush_all()
        self.assertEqual(self.holds().effect, "prepay")

    def test_a_collector_cannot_clear_the_hold_on_the_case(self):
        case = self.make_case()
        self.set_hold(case)
        case.user_id = self.collector
        for vals in ({"hold_id": False}, {"hold_effect": False}):
            with self.assertRaises(AccessError):
                case.with_user(self.collector).write(vals)

    def test_salespeople_see_the_words_and_not_the_ledger(self):
        self.company.collection_hold_auto = True
        move = self.reminded()
        self.judge()
        seen = self.debtor.with_user(self.salesperson)
        self.assertEqual(seen.collection_hold_effect, "cod")
        self.assertIn("1,000.00", seen.collection_hold_words)
        self.assertIn("Since June 15, 2026", seen.collection_hold_words)
        self.assertNotIn(move.name, seen.collection_hold_words)
        with self.assertRaises(AccessError):
            self.holds().with_user(self.salesperson).read(["reason"])
        self.assertIn(
            self.debtor,
            seen.search([("collection_hold_effect", "!=", False)]),
        )
        self.assertNotIn(
            self.debtor, seen.search([("collection_hold_effect", "=", False)])
        )

    def test_merged_debtors_keep_the_harder_hold(self):
        twin = self._make_debtor("Customer and Sons", email=self.debtor.email)
        for partner, effect in ((self.debtor, "cod"), (twin, "block")):
            self.set_hold(self.make_case(partner), effect=effect)
        harder = self.holds(partner=twin)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((twin | self.debtor).ids, self.debtor)
        self.env.invalidate_all()
        self.assertEqual(self.holds(), harder)
        self.assertRecordValues(
            self.case(), [{"hold_id": harder.id, "hold_effect": "block"}]
        )
        self.assertEqual(len(self.holds("ended")), 1)

    def test_bad_input(self):
        case = self.make_case()
        for values, words in (
            ({"reason": "  "}, "say why"),
            ({"until": date(2026, 6, 14)}, "is over"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.set_hold(case, **values)
        with self.assertRaises(AccessError):
            self.set_hold(case, self.auditor)

    def test_a_level_set_by_hand_causes_no_hold(self):
        self.company.collection_hold_auto = True
        move = self.invoice(1000.0, "2026-02-01", due="2026-03-02")
        self.env["collection.case"]._sync(self.company, self.debtor)
        line = self.receivable(move)
        case = self.case()
        with freeze_time("2026-06-01 09:00:00"):
            case._set_level({line: self.stage("5")}, date(2026, 5, 1), "By telephone")
        self.company.write(
            {
                "collection_hold_days": True,
                "collection_hold_amount": True,
                "collection_hold_amount_sum": 1.0,
            }
        )
        self.assertFalse(self.judge())
        # a stage that was sent counts, the level above it still does not
        self.announce(move, on="2026-05-20")
        self.company.collection_hold_stage_severity = 4
        self.company.write(
            {"collection_hold_days": False, "collection_hold_amount": False}
        )
        with freeze_time("2026-06-01 09:00:00"):
            case._set_level({line: self.stage("5")}, date(2026, 5, 30), "Once more")
        self.assertFalse(self.judge())
        self.company.collection_hold_stage_severity = 3
        self.assertEqual(self.judge(), "cod")
