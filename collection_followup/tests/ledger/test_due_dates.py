from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..strategy.common_opening import OpeningCommon


@tagged("post_install", "-at_install")
class TestOpeningBalances(OpeningCommon):
    """Entries of general journals are collected when somebody wants them to be."""

    def setUp(self):
        super().setUp()
        self.company.collection_opened_on = date(2026, 1, 1)

    def want(self, move):
        """An accountant takes the mark "No Follow-Up" off, as in the list of items."""
        line = self.receivable(move)
        self.assertTrue(line.no_followup)  # core's rule for general journals
        line.with_user(self.accountant).no_followup = False

    def test_marked_it_is_not_collected(self):
        self.entry(500.0, "2026-01-31")
        self.assertFalse(self.run_on("2026-04-01").notice_ids)

    def test_wanted_it_is_reminded(self):
        self.want(self.entry(500.0, "2026-01-31"))
        notice = self.run_on("2026-04-01").notice_ids
        self.assertRecordValues(
            notice.line_ids, [{"date_due": date(2026, 1, 31), "days_late": 60}]
        )
        self.assertEqual(self.case().to_collect, 500.0)

    def test_without_due_date_that_of_the_entry_counts(self):
        self.want(self.entry(500.0, False, on="2026-01-31"))
        notice = self.run_on("2026-04-01").notice_ids
        self.assertRecordValues(
            notice.line_ids, [{"date_due": date(2026, 1, 31), "days_late": 60}]
        )
        self.assertRecordValues(self.case(), [{"state": "open", "overdue": 500.0}])

    def test_without_due_date_beside_another_it_can_be_planned_and_printed(self):
        self.want(self.entry(500.0, False, on="2026-01-31"))
        bill = self.invoice(100.0, "2026-01-05", due="2026-02-04")
        self.run_on("2026-04-01")
        lines = self.case()._open_lines()
        self.assertEqual(lines.move_id[:1], lines.move_id - bill)  # oldest first
        names = self.case()._open_item_names(self.env)
        self.assertIn("due January 31, 2026", names[0])

    @freeze_time("2026-04-01 09:00:00")
    def test_the_wizard_says_which_are_not_collected(self):
        self.company.collection_opened_on = False
        first, other = self.entry(500.0, "2026-01-31"), self.entry(70.0, "2026-02-28")
        wizard = self.start()
        wizard.entry_ids.filtered(lambda entry: entry.move_id == first).included = True
        wizard.with_user(self.env.user).action_next()
        self.assertRecordValues(
            wizard, [{"left_out_count": 1, "left_out_amount": 70.0}]
        )
        action = wizard.action_show_left_out()
        self.assertEqual(action["res_id"], self.receivable(other).id)


@tagged("post_install", "-at_install")
class TestPostedLate(OpeningCommon):
    """An invoice of January, due in February and posted in April: 30 days from then."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_opened_on = date(2026, 1, 1)
        cls.bill = cls.invoice(2000.0, "2026-01-05", due="2026-02-04")
        cls.bill.button_draft()
        with freeze_time("2026-04-20 10:00:00"):
            cls.bill.action_post()
            cls.env["collection.run"]._cron_dirty()

    def mail(self, notice):
        """The text of the e-mail as it would leave."""
        return str(notice.action_preview())

    def test_the_courtesy_note_names_the_day_that_counts(self):
        notice = self.run_on("2026-05-15").notice_ids
        self.assertEqual(notice.stage_id, self.stage(0))
        self.assertRecordValues(
            notice.line_ids,
            [{"part": "coming", "date_due": date(2026, 5, 20), "days_late": 0}],
        )
        self.assertIn("05/20/2026", self.mail(notice))
        self.assertNotIn("02/04/2026", self.mail(notice))

    def test_the_reminder_counts_the_days_of_its_reason(self):
        notice = self.run_on("2026-05-27").notice_ids
        self.assertEqual(notice.stage_id, self.stage(1))
        self.assertRecordValues(
            notice.line_ids,
            [{"part": "due", "date_due": date(2026, 5, 20), "days_late": 7}],
        )
        self.assertIn("is 7 days late", notice.reason)
        self.assertIn("05/20/2026", self.mail(notice))
        self.send_all("2026-05-27")
        item = self.receivable(self.bill).collection_item_ids
        self.assertEqual(item.due_then, date(2026, 2, 4))  # what a later one is held to

    def test_copy_and_page_say_the_same(self):
        copies = self.env["collection.letter.copy"]
        with freeze_time("2026-05-15 10:00:00"):
            with self.assertRaisesRegex(UserError, "Nothing is overdue"):
                copies._letters_of_moves(self.bill)
            (section,) = self.case()._portal_sections(date(2026, 5, 15))
            self.assertFalse(section.due)
        with freeze_time("2026-05-27 10:00:00"):
            (letter,) = copies._letters_of_moves(self.bill)
            self.assertEqual(letter.notice.line_ids.days_late, 7)
            (section,) = self.case()._portal_sections(date(2026, 5, 27))
            self.assertEqual(section.due[0].days_late, 7)
