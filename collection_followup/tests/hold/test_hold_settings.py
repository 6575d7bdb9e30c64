from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_holds import HoldsCommon


@tagged("post_install", "-at_install")
class TestHoldSettings(HoldsCommon):
    """The test button, the settings, branches, and what judging costs."""

    def test_off_until_somebody_switches_it_on(self):
        company = self.env["res.company"].create({"name": "Fresh"})
        self.assertFalse(company.collection_hold_auto)
        self.assertFalse(company._collection_hold_settings().switches)
        on = company._collection_hold_settings(auto=True)
        self.assertEqual(sorted(on.switches), ["broken", "returned", "stage"])
        self.assertEqual((on.minimum, on.minimum_share), (250.0, 0.05))

    @freeze_time("2026-06-15 09:00:00")
    def test_the_test_button_shows_whom_it_would_touch(self):
        self.company.collection_hold_auto = False
        self.reminded()
        self.reminded(400.0, partner=self.person)
        quiet = self._make_debtor("Quiet Payer")
        self.reminded(100.0, partner=quiet)
        held = self._make_debtor("Held Already")
        self.invoice(5.0, "2026-06-01", partner=held)
        cases = self.env["collection.case"]
        cases._case_of(held, self.company).with_user(self.manager)._hold("cod", "Why")
        # 500 as a quotation, 800 confirmed and not invoiced
        self.order(500.0)
        self.order(800.0).with_user(self.salesperson).action_confirm()
        self.order(70.0, partner=self.person)
        self.order(90.0, partner=quiet)
        settings = self.env["collection.settings"].with_user(self.manager).create({})
        action = settings.action_hold_presets()
        test = self.env["collection.hold.test"].browse(action["res_id"])
        lines = {line.partner_id: line for line in test.line_ids}
        self.assertEqual(set(lines), {self.debtor, self.person, held})
        self.assertRecordValues(
            lines[self.debtor],
            [
                {
                    "change": "held",
                    "effect_now": False,
                    "effect": "cod",
                    "amount": 1000.0,
                    "quoted": 500.0,
                    "ordered": 800.0,
                    "touched": 1300.0,
                }
            ],
        )
        self.assertEqual(lines[self.person].change, "proposed")
        self.assertEqual(lines[held].change, "stays")
        self.assertRecordValues(
            test, [{"held": 1, "proposed": 1, "freed": 0, "touched": 1370.0}]
        )
        self.assertIn("Stage 3 was sent", lines[self.debtor].reason)
        # nothing became of it
        self.assertFalse(self.holds())
        self.assertFalse(self.holds("proposed", self.person))

    @freeze_time("2026-06-15 09:00:00")
    def test_the_test_button_says_who_would_be_freed_and_who_is_kept_away(self):
        move = self.reminded()
        self.judge()
        self.pay(move, "2026-06-15")
        grace = self._make_debtor("Grace Period")
        self.reminded(partner=grace)
        self.judge(partner=grace)
        self.holds(partner=grace).with_user(self.manager)._end_by_hand("Next week")
        wizard = self.env["collection.hold.test"].with_user(self.manager)
        test = wizard.browse(wizard.action_open()["res_id"])
        call_kw(wizard, "action_test_own", [test.ids], {})  # "As set now", once more
        lines = {line.partner_id: line for line in test.line_ids}
        self.assertEqual(lines[self.debtor].change, "freed")
        self.assertEqual(lines[grace].change, "kept_away")
        self.assertIn("Days of grace", lines[grace].why_not)
        self.assertTrue(self.holds())

    def test_settings_that_make_no_sense(self):
        for values in (
            {"collection_hold_stage_severity": 6},
            {"collection_hold_broken_times": 0},
            {"collection_hold_days_late": 0},
            {"collection_hold_minimum": -1.0},
            {"collection_hold_minimum_share": 101.0},
            {"collection_hold_share_percent": 0.0},
        ):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.company.write(values)
                self.env.flush_all()

    def test_changed_settings_judge_everybody_anew(self):
        self.reminded()
        self.judge("2026-04-10")
        with freeze_time("2026-04-10 10:00:00"):
            self.company.collection_hold_stage_effect = "block"
            self.env["collection.run"]._cron_dirty()
        self.assertEqual(self.case().hold_effect, "block")

    def test_the_items_of_branches_count_for_the_root(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.env.user.company_ids |= branch
        self.env.cr.precommit.run()
        moves = self.reminded(200.0)
        other = self.invoice(
            100.0,
            "2026-02-01",
            due="2026-03-02",
            company_id=branch.id,
            journal_id=self.company_data["default_journal_sale"].id,
        )
        self.announce(other)
        self.assertEqual(other.company_id, branch)
        self.assertEqual(self.judge("2026-04-10"), "cod")  # 300 of both
        self.assertRecordValues(
            self.holds(), [{"company_id": self.company.id, "amount": 300.0}]
        )
        self.assertTrue(moves)

    def test_another_company_holds_for_itself(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.reminded()
        self.judge()
        self.env["collection.case"]._case_of(self.debtor, other)
        partner = self.debtor.with_user(self.salesperson)
        self.salesperson.sudo().company_ids |= other
        self.assertEqual(partner.collection_hold_effect, "cod")
        self.assertFalse(partner.with_company(other).collection_hold_effect)

    def test_as_many_queries_for_fifty_debtors_as_for_five(self):
        model = self.reminded()
        debtors = self.debtor.create(
            [self.debtor.copy_data({"name": f"Many {n}"})[0] for n in range(50)]
        )
        dates = {name: model[name] for name in ("invoice_date", "date")}
        dates["invoice_date_due"] = model.invoice_date_due
        moves = model.create(
            [
                model.copy_data({"partner_id": debtor.id, **dates})[0]
                for debtor in debtors
            ]
        )
        moves.action_post()
        self.announce(moves)
        cases = self.env["collection.case"]
        holds = self.env["collection.hold"]

        def judged(partners, day):
            today = date.fromisoformat(f"2026-{day}")
            decisions = cases.sudo()._decide(self.company, partners, today)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            holds._judge_for(self.company, decisions, today)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        judged(debtors[:1], "06-15")  # warms what is read once
        few = judged(debtors[1:6], "06-15")
        many = judged(debtors[6:], "06-15")
        made = holds.search([("partner_id", "in", debtors.ids)])
        self.assertEqual(made.mapped("amount"), [1000.0] * 50)
        self.assertLessEqual(many, few + 5)
        few = judged(debtors[1:6], "06-16")
        self.assertLessEqual(judged(debtors, "06-16"), few + 5)
