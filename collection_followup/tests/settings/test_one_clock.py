from datetime import date

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..interaction.common_sheet import SheetCommon

# wall clocks in Berlin, where the debtor is
MORNING = "2026-04-01 07:30:00"  # Wednesday, half past nine
NIGHT = "2026-04-01 19:30:00"  # half past nine in the evening
SUNDAY = "2026-04-05 10:00:00"


@tagged("post_install", "-at_install")
class TestOneClock(SheetCommon, HttpCase):
    """Guards read one clock: the same in a job, on a screen and in a request."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector.password = "collector"

    def setUp(self):
        super().setUp()
        self.authenticate("collector", "collector")

    def call(self, model, method, *args, **kwargs):
        """Call a method as the web client does, in a thread of the server."""
        self.env.flush_all()
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def open_sheet(self):
        """Open a call sheet in the browser; answers what it says."""
        action = self.call("collection.case", "action_log_call", self.debt.ids)
        [values] = self.call(
            action["res_model"],
            "web_read",
            [action["res_id"]],
            specification={"guard_words": {}, "date": {}},
        )
        return values

    def test_by_day_nothing_speaks_against_a_call(self):
        with self.clock_at(MORNING):
            sheet = self.open_sheet()
        self.assertEqual((sheet["guard_words"], sheet["date"]), ("", MORNING))

    def test_at_night_the_sheet_names_the_next_allowed_hour(self):
        with self.clock_at(NIGHT):
            words = self.open_sheet()["guard_words"]
        self.assertIn("21:30", words)
        self.assertIn("April 2, 2026", words)

    def test_on_a_sunday_it_names_monday(self):
        # Easter Monday is a day of rest as well
        with self.clock_at(SUNDAY):
            words = self.open_sheet()["guard_words"]
        self.assertIn("April 7, 2026", words)

    def test_job_and_request_agree(self):
        for moment in (MORNING, NIGHT, SUNDAY):
            with self.subTest(moment=moment), self.clock_at(moment):
                verdict = self.debt._contact_verdict("call", self.clerk)
                self.assertEqual(
                    not verdict.allowed, bool(self.open_sheet()["guard_words"])
                )

    def test_midnight_is_where_the_company_is(self):
        self.company.resource_calendar_id.tz = "Europe/Berlin"
        for moment, day in (
            ("2026-12-31 22:59:59", date(2026, 12, 31)),
            ("2026-12-31 23:00:00", date(2027, 1, 1)),
            ("2028-02-28 23:30:00", date(2028, 2, 29)),
            ("2026-03-29 00:59:59", date(2026, 3, 29)),  # summer time begins
            ("2026-03-29 22:00:00", date(2026, 3, 30)),
        ):
            with self.subTest(moment=moment), self.clock_at(moment):
                self.assertEqual(self.company._collection_today(), day)

    def test_what_is_logged_is_dated_by_that_clock(self):
        with self.clock_at(NIGHT):
            contact = self.call(
                "collection.interaction",
                "create",
                [{"case_id": self.debt.id, "kind": "call", "outcome": "not_there"}],
            )
        logged = self.env["collection.interaction"].browse(contact)
        self.assertEqual(logged.date, fields.Datetime.to_datetime(NIGHT))
