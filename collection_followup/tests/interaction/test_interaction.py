from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestInteraction(RolesCommon):
    """A contact that was written down is evidence."""

    def entry(self, case, user=None, **values):
        entries = self.env["collection.interaction"].with_user(user or self.collector)
        return entries.create({"case_id": case.id, "note": "As it was", **values})

    def test_a_visit_in_two_clicks(self):
        case = self.late_case()
        action = (
            case.with_user(self.collector)
            .with_context(default_kind="visit")
            .action_log_contact()
        )
        form = Form(
            self.env["collection.interaction"]
            .with_user(self.collector)
            .with_context(**action["context"]),
            self.env.ref("collection_followup.collection_interaction_view_form_new"),
        )
        form.save()
        self.assertRecordValues(
            case.interaction_ids,
            [
                {
                    "kind": "visit",
                    "direction": "out",
                    "outcome": "reached",
                    "user_id": self.collector.id,
                }
            ],
        )
        self.assertEqual(case.last_contact_date, date(2026, 4, 1))

    def test_the_author_corrects_it_on_the_same_day(self):
        case = self.late_case()
        entry = self.entry(case)
        entry.note = "As it is"
        said = case.message_ids[0].body
        self.assertIn("As it was", said)
        self.assertIn("As it is", said)
        with self.assertRaises(AccessError):
            entry.with_user(self.everybody).note = "Not mine"
        with freeze_time("2026-04-02 09:00:00"), self.assertRaises(AccessError):
            entry.note = "Too late"
        with self.assertRaisesRegex(AccessError, "correct your own"):
            entry.with_user(self.manager).note = "Corrected by the manager"

    def test_the_day_of_writing_is_not_typed_in(self):
        case = self.late_case()
        with self.assertRaisesRegex(AccessError, "cannot be changed here"):
            self.entry(case, written_on=date(2026, 4, 2))
        entry = self.entry(case)
        self.assertEqual(entry.written_on, date(2026, 4, 1))
        message = case.message_ids[:1]
        with freeze_time("2026-04-02 09:00:00"):
            for values in (
                {"written_on": date(2026, 4, 2)},
                {"written_on": date(2026, 4, 2), "note": "Changed"},
                {"message_id": message.id},
                {"notice_id": False},
            ):
                for user in (self.collector, self.manager):
                    with (
                        self.subTest(values=values, user=user.login),
                        self.assertRaisesRegex(AccessError, "cannot be changed here"),
                    ):
                        entry.with_user(user).write(values)

    def test_nobody_deletes(self):
        case = self.late_case()
        entry = self.entry(case)
        for user in (self.collector, self.everybody, self.auditor, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                entry.with_user(user).unlink()
        self.assertEqual(case.interaction_ids, entry)

    def test_what_machines_wrote_stays(self):
        case = self.late_case()
        self.run_on("2026-04-01")
        self.send_all("2026-04-01")
        sent = case.interaction_ids
        self.assertEqual((sent.kind, sent.outcome), ("email", "sent"))
        with self.assertRaises(AccessError):
            sent.with_user(self.collector).note = "Never sent"

    def test_bad_input(self):
        case = self.late_case()
        stranger = self._make_debtor("Stranger")
        with self.assertRaisesRegex(ValidationError, "in the future"):
            self.entry(case, date=datetime(2026, 4, 2, 9, 0))
        with self.assertRaisesRegex(ValidationError, "does not belong"):
            self.entry(case, contact_id=stranger.id)
        entry = self.entry(case)
        self.invoice(10.0, "2026-02-01", partner=stranger)
        self.env["collection.case"]._sync(self.company, stranger)
        with self.assertRaisesRegex(AccessError, "write a new one"):
            entry.case_id = self.case(stranger)
