from datetime import date, timedelta

from odoo.tests import tagged

from ..common import CollectionCommon


@tagged("post_install", "-at_install")
class TestStoryIgnored(CollectionCommon):
    """One invoice that nobody pays for ninety days."""

    def test_ignored_for_ninety_days(self):
        # due on Tuesday 31 March 2026; the daily run is every day
        self.invoice(1000.0, "2026-03-01", due="2026-03-31")
        sent = []
        for offset in range(-10, 91):
            day = date(2026, 3, 31) + timedelta(days=offset)
            self.run_on(day)
            sent += [(day.isoformat(), n.severity) for n in self.send_all(day)]
        self.assertEqual(
            sent,
            [
                ("2026-03-26", "0"),  # courtesy, five days before: a first purchase
                ("2026-04-03", "1"),  # third working day
                # day 14 is 14 April, but the debtor had until 13 April and a
                # transfer takes three bank days
                ("2026-04-16", "2"),
                ("2026-04-30", "3"),  # pay by 27 April (a Monday) + 3 bank days
                ("2026-05-14", "4"),  # pay by 11 May + 3 bank days
                ("2026-06-01", "5"),  # day 60 is a Saturday
            ],
        )

    def test_the_end_is_a_decision(self):
        self.invoice(1000.0, "2026-03-01", due="2026-03-31")
        for offset in range(-10, 91):
            day = date(2026, 3, 31) + timedelta(days=offset)
            self.run_on(day)
            self.send_all(day)
        case = self.case()
        self.assertTrue(case.decision_open)
        self.assertEqual(case.next_action, "wait")
        self.assertEqual(case.reason_code, "decision_open")
