from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestRests(RolesCommon):
    """Nothing that rests is lost from sight, and rests end."""

    def topics(self, name, user=None):
        """What a list shows: {(topic, case)}."""
        action = self.env.ref(f"collection_followup.collection_rest_{name}_action")
        rests = self.env["collection.rest"].with_user(user or self.collector)
        rests.invalidate_model()
        found = rests.search(safe_eval(action.domain))
        return {(row.topic, row.case_id.id) for row in found}

    def test_about_to_wake(self):
        case = self.late_case()
        case._pause(date(2026, 4, 9), "Waits for our credit note", self.collector)
        self.assertNotIn(("pause", case.id), self.topics("waking"))
        with freeze_time("2026-04-02 09:00:00"):
            self.assertIn(("pause", case.id), self.topics("waking"))
        case._add_task("call", date(2026, 4, 7), "Call back")
        self.env["collection.contact.stop"].create(
            {
                "partner_id": self.debtor.id,
                "until": date(2026, 4, 5),
                "reason": "On holiday",
            }
        )
        topics = self.topics("waking")
        self.assertLessEqual({("call", case.id), ("contact_stop", case.id)}, topics)
        self.assertFalse(self.topics("waking", self.colleague))

    def test_forgotten_pauses_and_stops(self):
        case = self.late_case()
        case._pause(date(2026, 12, 1), "Waits for our credit note", self.collector)
        self.assertIn(("no_task", case.id), self.topics("forgotten"))
        case._add_task("call", date(2026, 11, 1), "Ask once more")
        self.assertNotIn(("no_task", case.id), self.topics("forgotten"))
        case._stop("do_not_contact", "Wishes so")
        self.assertEqual(case.stopped_on, date(2026, 4, 1))
        self.assertNotIn(("stop", case.id), self.topics("forgotten"))
        with freeze_time("2026-07-01 09:00:00"):
            self.assertIn(("stop", case.id), self.topics("forgotten"))

    def test_forgotten_items_and_cases(self):
        case = self.late_case()
        line = case._open_lines()
        case._leave_out({line: "decided"}, "Too old")
        self.env.cr.execute(
            "UPDATE collection_item SET write_date = '2026-02-01' WHERE line_id = %s",
            [line.id],
        )
        self.assertIn(("left_out", case.id), self.topics("forgotten"))
        case.activity_ids.unlink()
        case.sudo().next_action_date = False
        self.assertIn(("no_next", case.id), self.topics("forgotten"))

    def test_what_was_promised_or_contested_is_not_forgotten(self):
        case = self.late_case()

        def is_forgotten():
            case.activity_ids.unlink()
            return ("no_next", case.id) in self.topics("forgotten")

        promise = case._promise({"date": date(2026, 4, 9)})
        self.assertFalse(case.next_action_date)
        self.assertFalse(is_forgotten())
        promise._cancel("They take it back")
        reason = self.env["collection.dispute.reason"].create({"name": "Price"})
        line = case._open_lines()
        dispute = case._dispute({"line_id": line, "reason_id": reason})
        self.assertFalse(is_forgotten())
        dispute.amount = 400.0
        case.sudo().next_action_date = False
        self.assertEqual(case.to_collect, 600.0)
        self.assertTrue(is_forgotten())  # for the 600 there is no next step

    def test_a_pause_is_not_written_past_the_window(self):
        own = self.late_case().with_user(self.collector)
        endless = {
            "pause_until": "2099-01-01",
            "pause_reason": "For ever",
            "pause_user_id": self.collector.id,
        }
        for values in (
            endless,
            {"next_contact_id": self.debtor.id},
            {"stopped_on": "2020-01-01"},
            {"pay_asked_for": "2099-01-01"},
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, "buttons"):
                own.write(values)
        own._pause(date(2026, 4, 15), "Waits", self.collector)
        with self.assertRaisesRegex(UserError, "buttons"):
            own.pause_until = "2099-01-01"
        with self.assertRaisesRegex(UserError, "buttons"):
            own.with_context(su=True).pause_until = "2099-01-01"
        own.action_resume()
        self.assertFalse(own.pause_until)
