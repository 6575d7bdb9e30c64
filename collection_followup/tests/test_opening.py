from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_roles import RolesCommon


class OpeningCommon(RolesCommon):
    """A company on its first day with collections."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_opened_on = False

    def start(self, user=None):
        """Open the wizard as its user."""
        wizards = self.env["collection.opening"].with_user(user or self.manager)
        return wizards.browse(wizards.action_start()["res_id"])

    def line(self, wizard, partner=None):
        partner = partner or self.debtor
        return wizard.line_ids.filtered(lambda line: line.partner_id == partner)

    def item(self, move):
        return self.env["collection.item"].search(
            [("line_id", "in", self.receivable(move).ids)]
        )

    def entry(self, amount, due, partner=None, on="2025-12-31"):
        """An opening balance in a general journal."""
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.company_data["default_journal_misc"].id,
                "date": on,
                "line_ids": [
                    Command.create(
                        {
                            "name": "Opening balance",
                            "account_id": self.company_data[
                                "default_account_receivable"
                            ].id,
                            "partner_id": (partner or self.debtor).id,
                            "date_maturity": due,
                            "debit": amount,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data[
                                "default_account_revenue"
                            ].id,
                            "credit": amount,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        return move


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestOpening(OpeningCommon):
    """Nothing is sent until a manager has said where every debtor begins."""

    def test_nothing_is_sent_before(self):
        self.invoice(1000.0, "2026-01-01", due="2026-01-31")
        run = self.run_on("2026-04-01")
        self.assertFalse(self.notices(states=None))
        self.assertIn("opening position", run.note)
        self.start().action_confirm()
        self.assertEqual(self.company.collection_opened_on, date(2026, 4, 1))
        self.run_on("2026-04-01")
        self.assertEqual(len(self.notices(states=None)), 1)

    def test_the_proposal_goes_by_age_up_to_severity_2(self):
        # late by 60, 15 and 2 days
        sixty = self.invoice(1000.0, "2026-01-01", due="2026-01-31")
        fifteen = self.invoice(500.0, "2026-02-15", due="2026-03-17")
        two = self.invoice(200.0, "2026-03-01", due="2026-03-30")
        coming = self.invoice(100.0, "2026-03-20", due="2026-04-19")
        wizard = self.start()
        self.assertEqual(wizard.state, "debtors")
        self.assertRecordValues(
            self.line(wizard),
            [
                {
                    "oldest_due": date(2026, 1, 31),
                    "days_late": 60,
                    "item_count": 3,
                    "overdue": 1700.0,
                    "old_amount": 0.0,
                    "strategy_id": self.strategy.id,
                    "stage_id": self.stage(2).id,
                    "next_stage_id": self.stage(3).id,
                }
            ],
        )
        wizard.action_confirm()
        self.assertEqual(self.item(sixty).stage_id, self.stage(2))
        self.assertEqual(self.item(fifteen).stage_id, self.stage(2))
        self.assertFalse(self.item(two) or self.item(coming))
        self.assertEqual(self.item(sixty).note, "Opening position")
        self.assertFalse(self.item(sixty).level_date)
        self.run_on("2026-04-01")
        self.assertEqual(self.notices(states=None).severity, "3")

    def test_begin_lower(self):
        move = self.invoice(1000.0, "2026-01-01", due="2026-01-31")
        wizard = self.start()
        self.line(wizard).stage_id = self.stage(1)
        wizard.action_confirm()
        self.assertEqual(self.item(move).stage_id, self.stage(1))
        self.run_on("2026-04-01")
        self.assertEqual(self.notices(states=None).severity, "2")

    def test_everybody_from_the_start(self):
        move = self.invoice(1000.0, "2026-01-01", due="2026-01-31")
        wizard = self.start()
        wizard.action_from_the_start()
        self.assertEqual(self.line(wizard).next_stage_id, self.stage(1))
        wizard.action_confirm()
        self.assertFalse(self.item(move).stage_id)
        self.run_on("2026-04-01")
        self.assertEqual(self.notices(states=None).severity, "1")

    def test_never_above_severity_2_without_a_word(self):
        self.invoice(1000.0, "2026-01-01", due="2026-01-31")
        wizard = self.start()
        self.line(wizard).stage_id = self.stage(3)
        with self.assertRaisesRegex(UserError, "how and when.*Debtor & Sons"):
            wizard.action_confirm()
        self.assertFalse(self.company.collection_opened_on)

    def test_already_reminded_by_letter_on_3_march(self):
        told = self.invoice(1000.0, "2026-01-01", due="2026-01-31")
        later = self.invoice(400.0, "2026-02-08", due="2026-03-10")
        wizard = self.start()
        self.line(wizard).write(
            {
                "stage_id": self.stage(3).id,
                "told_by": "letter",
                "told_on": date(2026, 3, 3),
            }
        )
        wizard.action_confirm()
        self.assertRecordValues(
            self.item(told),
            [
                {
                    "stage_id": self.stage(3).id,
                    "level_date": date(2026, 3, 3),
                    "note": "Opening position: Letter",
                    "notice_id": False,
                }
            ],
        )
        # due a week after the reminder, so that it was not in it: by age
        self.assertEqual(self.item(later).stage_id, self.stage(2))
        self.run_on("2026-04-01")
        self.assertEqual(self.notices(states=None).severity, "4")

    def test_bad_choices(self):
        self.invoice(1000.0, "2026-01-01", due="2026-01-31")
        other = self._make_strategy(name="Another")
        for values, words in (
            ({"told_by": "letter"}, "both how and when"),
            ({"told_on": date(2026, 3, 3)}, "both how and when"),
            ({"told_by": "call", "told_on": date(2026, 4, 2)}, "not after today"),
            ({"told_by": "call", "told_on": date(2026, 1, 31)}, "after the oldest due"),
            ({"stage_id": other.stage_ids[1].id}, "another strategy"),
        ):
            wizard = self.start()
            wizard.action_by_age()
            self.line(wizard).write(values)
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                wizard.action_confirm()
            self.line(wizard).write({"told_by": False, "told_on": False})
        self.assertFalse(self.company.collection_opened_on)

    def test_choices_stay_when_it_is_left(self):
        self.invoice(1000.0, "2026-01-01", due="2026-01-31")
        wizard = self.start()
        self.line(wizard).stage_id = self.stage(1)
        self.invoice(500.0, "2026-01-01", due="2026-01-31")
        again = self.start()
        self.assertEqual(again, wizard)
        self.assertEqual(self.line(again).stage_id, self.stage(1))
        self.assertEqual(self.line(again).overdue, 1500.0)

    def test_a_second_time_changes_only_what_is_new(self):
        first = self.invoice(1000.0, "2026-01-01", due="2026-01-31")
        self.start().action_confirm()
        second = self.invoice(500.0, "2026-01-01", due="2026-01-31")
        wizard = self.start()
        self.assertEqual(self.line(wizard).overdue, 500.0)
        self.line(wizard).stage_id = self.stage(1)
        wizard.action_confirm()
        self.assertEqual(self.item(first).stage_id, self.stage(2))
        self.assertEqual(self.item(second).stage_id, self.stage(1))

    def test_nobody_owes_anything(self):
        wizard = self.start()
        self.assertEqual((wizard.state, wizard.debtors), ("debtors", 0))
        wizard.action_confirm()
        self.assertEqual(self.company.collection_opened_on, date(2026, 4, 1))

    def test_rights(self):
        wizard = self.start()
        for user in (self.collector, self.everybody, self.auditor, self.salesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.start(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                wizard.with_user(user).action_confirm()
        self.assertFalse(self.company.collection_opened_on)


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestOpeningOldDebt(OpeningCommon):
    """A five-year-old debt on the first day: a task, and nothing is sent."""

    def test_a_five_year_old_debt(self):
        old = self.invoice(1000.0, "2021-03-01", due="2021-03-31")
        wizard = self.start()
        self.assertEqual(self.line(wizard).old_amount, 1000.0)
        wizard.action_confirm()
        case = self.case()
        task = self.tasks(case, "limitation")
        self.assertRecordValues(
            task, [{"user_id": self.manager.id, "date_deadline": date(2026, 4, 15)}]
        )
        self.assertIn("1,000.00", task.note)
        self.assertIn("2 years", task.note)
        self.assertRecordValues(self.item(old), [{"left_out": True, "stage_id": False}])
        for day in ("2026-04-01", "2026-05-04", "2026-08-03"):
            self.run_on(day)
        self.assertFalse(self.notices(states=None))
        self.assertEqual((case.paused, case.to_chase), (1000.0, 0.0))

    def test_the_rest_of_the_debtor_goes_on(self):
        old = self.invoice(1000.0, "2021-03-01", due="2021-03-31")
        new = self.invoice(300.0, "2026-02-01", due="2026-03-03")
        self.start().action_confirm()
        self.run_on("2026-04-01")
        notice = self.notices(states=None)
        self.assertEqual(notice.line_ids.move_id, new)
        self.assertTrue(self.item(old).left_out)

    def test_exactly_two_years_is_not_old(self):
        self.invoice(1000.0, "2024-03-01", due="2024-04-01")
        wizard = self.start()
        self.assertEqual(self.line(wizard).old_amount, 0.0)
        with freeze_time("2026-04-02 09:00:00"):
            self.assertEqual(self.line(self.start()).old_amount, 1000.0)

    def test_without_a_limit_nothing_is_old(self):
        self.company.collection_limitation_years = 0
        self.invoice(1000.0, "2021-03-01", due="2021-03-31")
        wizard = self.start()
        self.assertEqual(self.line(wizard).old_amount, 0.0)

    def test_decided_to_claim_it(self):
        old = self.invoice(1000.0, "2021-03-01", due="2021-03-31")
        self.start().action_confirm()
        case = self.case()
        case._leave_out({self.receivable(old): False}, "Court title of 2023")
        self.assertFalse(self.tasks(case, "limitation"))
        self.run_on("2026-04-01")
        self.assertEqual(self.notices(states=None).severity, "1")


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestOpeningEntries(OpeningCommon):
    """Opening balances of general journals are offered, by the accountant's right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls._make_user("both", "collection_followup", "manager")
        cls.both.group_ids += cls.env.ref("account.group_account_invoice")

    def test_offered_and_taken_in(self):
        move = self.entry(800.0, "2026-01-31")
        self.assertTrue(self.receivable(move).no_followup)
        wizard = self.start(self.both)
        self.assertEqual(wizard.state, "entries")
        self.assertRecordValues(
            wizard.entry_ids,
            [
                {
                    "line_id": self.receivable(move).id,
                    "partner_id": self.debtor.id,
                    "date_maturity": date(2026, 1, 31),
                    "amount": 800.0,
                    "included": False,
                }
            ],
        )
        wizard.action_tick_all()
        wizard.action_next()
        self.assertFalse(self.receivable(move).no_followup)
        self.assertEqual(wizard.state, "debtors")
        self.assertEqual(self.line(wizard).overdue, 800.0)
        wizard.action_confirm()
        self.run_on("2026-04-01")
        self.assertEqual(self.notices(states=None).line_ids.move_id, move)

    def test_not_ticked_stays_out(self):
        move = self.entry(800.0, "2026-01-31")
        wizard = self.start(self.both)
        wizard.action_next()
        self.assertTrue(self.receivable(move).no_followup)
        self.assertFalse(wizard.line_ids)
        wizard.action_confirm()
        self.run_on("2026-04-01")
        self.assertFalse(self.notices(states=None))

    def test_without_accounting_rights(self):
        move = self.entry(800.0, "2026-01-31")
        wizard = self.start()
        wizard.action_tick_all()
        with self.assertRaisesRegex(UserError, "may not change journal items"):
            wizard.action_next()
        self.assertTrue(self.receivable(move).no_followup)
        wizard.entry_ids.included = False
        wizard.action_next()
        self.assertEqual(wizard.state, "debtors")

    def test_confirm_comes_after_the_entries(self):
        self.entry(800.0, "2026-01-31")
        wizard = self.start()
        with self.assertRaisesRegex(UserError, "opening balances first"):
            wizard.action_confirm()

    def test_credits_and_settled_entries_are_not_offered(self):
        paid = self.entry(800.0, "2026-01-31")
        credit = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.company_data["default_journal_misc"].id,
                "date": "2026-01-31",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.receivable(paid).account_id.id,
                            "partner_id": self.debtor.id,
                            "credit": 900.0,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data[
                                "default_account_revenue"
                            ].id,
                            "debit": 900.0,
                        }
                    ),
                ],
            }
        )
        credit.action_post()
        self.receivable(paid + credit).reconcile()
        self.assertEqual(self.start().state, "debtors")
