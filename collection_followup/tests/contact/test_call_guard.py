from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..interaction.common_sheet import SheetCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")  # a Wednesday
class TestCallGuard(SheetCommon):
    """The sheet says before the call why now is not a good time; contacts are kept."""

    def test_a_bad_hour_needs_a_reason(self):
        with freeze_time("2026-04-01 21:30:00"):
            sheet = self.sheet(note="He asked for a call at night")
            self.assertTrue(sheet.guard_words)
            self.assertFalse(sheet.guard_hard)
            with self.assertRaisesRegex(UserError, "Say why you called"):
                sheet.action_confirm()
            self.assertFalse(self.debt.interaction_ids)
            sheet.guard_reason = "Agreed on with Ms Clerk"
            sheet.action_confirm()
        self.assertEqual(self.debt.interaction_ids.outcome, "reached")
        said = " ".join(self.debt.message_ids.mapped("body"))
        self.assertIn("Agreed on with Ms Clerk", said)

    def test_they_may_always_call_us(self):
        with freeze_time("2026-04-01 21:30:00"):
            self.sheet(direction="in").action_confirm()
        self.assertEqual(self.debt.interaction_ids.direction, "in")

    def test_a_stop_is_not_set_aside(self):
        self.debt._stop("do_not_contact", "Wrote so")
        sheet = self.sheet(guard_reason="I want to")
        self.assertTrue(sheet.guard_hard)
        with self.assertRaisesRegex(UserError, "only when they called us"):
            sheet.action_confirm()
        self.assertFalse(self.debt.interaction_ids)

    def test_the_right_number_is_kept_at_once(self):
        self.sheet(outcome="wrong_number", found_phone="+49 30 999").action_confirm()
        self.assertEqual(self.clerk.phone, "+49 30 999")
        self.assertRecordValues(
            self.clerk,
            [
                {
                    "collection_verified_on": date(2026, 4, 1),
                    "collection_verified_by_id": self.collector.id,
                    "collection_source": "call",
                }
            ],
        )
        self.assertFalse(self.tasks(self.debt, "repair"))

    def test_a_successor(self):
        sheet = self.sheet(outcome="left_company", found_phone="+49 30 777")
        with self.assertRaisesRegex(UserError, "name of the new contact"):
            sheet.action_confirm()
        sheet.found_name = "Max Next"
        sheet.action_confirm()
        after = self.debtor.child_ids.filtered(lambda one: one.name == "Max Next")
        self.assertEqual(after.phone, "+49 30 777")
        self.assertEqual(after.collection_role_ids.mapped("code"), ["pays"])
        self.assertEqual(self.clerk.collection_left_on, date(2026, 4, 1))
        self.assertFalse(self.tasks(self.debt, "repair"))
