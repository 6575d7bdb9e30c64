from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_opening import OpeningCommon


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
        self.assertEqual((case.paused, case.to_collect), (1000.0, 0.0))

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
