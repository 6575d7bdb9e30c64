from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_sheet import SheetCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestCallQueue(SheetCommon):
    """A morning's calls: one debtor after the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = cls._make_debtor("Alpha") | cls._make_debtor("Beta")
        for partner, amount in zip(cls.others, (9000.0, 300.0), strict=True):
            cls.invoice(amount, "2026-02-01", due="2026-03-02", partner=partner)
        cls.env["collection.case"]._sync(cls.company, cls.others)
        cases = cls.env["collection.case"].search([("company_id", "=", cls.company.id)])
        cases.user_id = cls.collector
        cases._judge()
        cls.alpha, cls.beta = (
            cases.filtered(lambda case, who=who: case.partner_id == who)
            for who in cls.others
        )

    def opened(self, action):
        self.assertEqual(action["res_model"], "collection.call")
        return (
            self.env["collection.call"]
            .with_user(self.collector)
            .browse(action["res_id"])
        )

    def call_through(self, domain):
        cases = self.env["collection.case"].with_user(self.collector)
        return self.opened(
            cases.with_context(active_domain=domain).action_call_through()
        )

    def test_the_list_of_the_screen_the_most_urgent_first(self):
        sheet = self.call_through(
            [("id", "in", (self.beta | self.alpha | self.debt).ids)]
        )
        self.assertEqual(sheet.case_id, self.alpha)
        self.assertIn("2 more", sheet.queue_words)
        sheet.outcome = "reached"
        sheet = self.opened(sheet.action_next())
        self.assertEqual(sheet.case_id, self.debt)
        sheet = self.opened(sheet.action_skip())
        self.assertEqual(sheet.case_id, self.beta)
        sheet.outcome = "not_there"
        done = sheet.action_next()
        self.assertEqual(done["tag"], "display_notification")
        self.assertEqual(self.alpha.interaction_ids.outcome, "reached")
        self.assertFalse(self.debt.interaction_ids)

    def test_from_one_card_the_worklist_goes_on(self):
        sheet = self.sheet()
        sheet = self.opened(sheet.action_next())
        self.assertEqual(sheet.case_id, self.alpha)
        sheet.outcome = "reached"
        # the first was called today already
        sheet = self.opened(sheet.action_next())
        self.assertEqual(sheet.case_id, self.beta)

    def test_whoever_is_skipped_does_not_come_again(self):
        sheet = self.sheet()
        seen = [sheet.case_id]
        for _n in range(2):
            sheet = self.opened(sheet.action_skip())
            seen.append(sheet.case_id)
        self.assertEqual(seen, [self.debt, self.alpha, self.beta])
        self.assertEqual(sheet.action_skip()["tag"], "display_notification")

    def test_after_a_break_the_list_goes_on(self):
        cases = self.alpha | self.beta | self.debt
        sheet = self.call_through([("id", "in", cases.ids)])
        sheet.outcome = "not_there"
        sheet.action_next()
        sheet = self.call_through([("id", "in", cases.ids)])
        self.assertEqual(sheet.case_id, self.debt)
        # chosen by hand he is called again
        again = self.alpha.with_user(self.collector).action_call_through()
        self.assertEqual(self.opened(again).case_id, self.alpha)

    def test_only_whom_a_call_is_about_today(self):
        """Paused, or nothing to ask for and nothing to do: the list passes on."""
        cases = self.alpha | self.beta | self.debt
        self.alpha._pause(date(2026, 4, 20), "They move house", self.collector)
        self.beta._promise({"date": date(2026, 4, 3)})
        self.assertEqual(self.beta.to_collect, 0.0)
        sheet = self.call_through([("id", "in", cases.ids)])
        self.assertEqual(sheet.case_id | sheet.queue_ids, self.debt)
        self.beta._add_task("call", date(2026, 4, 1), "As agreed", "", self.collector)
        sheet = self.call_through([("id", "in", cases.ids)])
        self.assertEqual(sheet.case_id | sheet.queue_ids, self.debt | self.beta)

    def test_nobody_to_call(self):
        with self.assertRaisesRegex(UserError, "no one to call"):
            self.call_through([("id", "=", 0)])

    def test_the_filter_shows_nothing_that_is_not_ours(self):
        self.alpha.user_id = self.colleague
        sheet = self.call_through([])
        self.assertNotIn(self.alpha, sheet.case_id | sheet.queue_ids)
