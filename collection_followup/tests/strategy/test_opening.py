from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_opening import OpeningCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestOpening(OpeningCommon):
    """Nothing is sent until a manager has said where every debtor begins."""

    def test_nothing_is_sent_before(self):
        self.invoice(1000.0, "2026-01-01", due="2026-01-31")
        run = self.run_on("2026-04-01")
        self.assertFalse(self.notices(states=None))
        self.assertIn("go-live review", run.note)
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
        self.assertEqual(self.item(sixty).note, "Go-live review")
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
                    "note": "Go-live review: Letter",
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
