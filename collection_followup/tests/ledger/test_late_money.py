from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import html2plaintext

from .common_money import MoneyCommon


def said(task):
    """What a task says, as plain text."""
    return html2plaintext(task.note)


@tagged("post_install", "-at_install")
class TestLateMoney(MoneyCommon):
    """Money on its way for more than ten days: somebody is asked to look, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.invoice(1000.0, "2026-02-01", due="2026-03-02")

    def night(self, day):
        """What every morning does before the runs; return the open tasks."""
        with freeze_time(f"{day} 06:00:00"), self.clock_at(f"{day} 06:00:00"):
            self.env["collection.run"]._wake_and_escalate()
        case = self.case()
        return case._tasks(case._task_types("money_late"))

    def test_asked_once_on_the_eleventh_day(self):
        self.bank_line(400.0, "2026-03-05")
        self.run_on("2026-03-06")
        self.assertFalse(self.night("2026-03-15"))
        task = self.night("2026-03-16")
        self.assertEqual(task.date_deadline, date(2026, 3, 16))
        self.assertIn(
            "$\N{NO-BREAK SPACE}400.00 of March 5, 2026 (Transfer)", said(task)
        )
        self.assertEqual(self.night("2026-03-17"), task)
        task._action_done()
        self.assertFalse(self.night("2026-03-18"))

    def test_the_next_late_money_is_asked_for_again(self):
        self.bank_line(400.0, "2026-03-05")
        self.run_on("2026-03-06")
        self.night("2026-03-16")._action_done()
        self.bank_line(150.0, "2026-03-10")
        self.assertFalse(self.night("2026-03-20"))
        task = self.night("2026-03-21")
        self.assertIn("150.00 of March 10, 2026", said(task))
        self.assertNotIn("400.00", said(task))

    def test_nothing_to_collect_nothing_to_ask(self):
        self.pay(self.bill, "2026-03-04")
        self.bank_line(400.0, "2026-03-05")
        self.run_on("2026-03-06")
        self.assertFalse(self.night("2026-03-16"))
