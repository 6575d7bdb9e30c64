from datetime import date

from odoo.tests import tagged

from .common_promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestPromiseDue(PromisesCommon):
    """On the promised day the collector looks whether the money came."""

    def due(self):
        """The open tasks of the day."""
        return self.tasks(self.the_case, "promise_due")

    def test_on_the_promised_day(self):
        promise = self.promise()
        self.night("2026-04-09")
        self.assertFalse(self.due())
        self.night(self.PROMISED)
        self.assertRecordValues(
            self.due(),
            [{"user_id": self.collector.id, "date_deadline": date(2026, 4, 10)}],
        )
        self.assertIn("1,000.00", self.due().summary)
        self.night(self.PROMISED)
        self.night("2026-04-13")
        self.assertEqual(len(self.due()), 1)  # asked once
        self.assertStands(promise, "open")

    def test_promised_for_today(self):
        self.promise(date=self.RECORDED)
        self.assertEqual(self.due().date_deadline, date(2026, 4, 1))

    def test_the_night_was_missed(self):
        self.promise()
        self.night("2026-04-13")
        self.assertEqual(len(self.due()), 1)

    def test_kept_before_nobody_looks(self):
        self.promise()
        self.pay(self.late, "2026-04-08")
        self.judge_on("2026-04-08")
        self.night(self.PROMISED)
        self.assertFalse(self.due())

    def test_kept_on_the_day_the_task_ends(self):
        promise = self.promise()
        self.night(self.PROMISED)
        self.pay(self.late, self.PROMISED)
        self.judge_on(self.PROMISED)
        self.assertStands(promise, "kept")
        self.assertFalse(self.due())

    def test_broken_the_call_takes_its_place(self):
        promise = self.promise()
        self.night(self.PROMISED)
        self.night(self.AFTER)
        self.assertStands(promise, "broken")
        self.assertFalse(self.due())

    def test_given_up_the_task_ends(self):
        promise = self.promise()
        self.night(self.PROMISED)
        promise._cancel("They changed their mind")
        self.assertFalse(self.due())
