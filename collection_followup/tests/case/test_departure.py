from datetime import date

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged

from ..dispute.common_dispute import DisputeCommon
from ..notice.common_mail import MailDoorCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-06 09:00:00")
class TestDeparture(DisputeCommon, MailDoorCommon):
    """Nothing is done, asked or sent in the name of a colleague who has left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector.name = "Clara Collector"
        cls.manager.write({"name": "Mona Manager", "email": "mona@creditor.example"})
        cls.stage(1).closing = "<p>Yours, {{ collector }}</p>"
        cls.strategy.action_confirm()

    def archive(self):
        """An administrator archives the collector, as in Settings / Users."""
        admin = new_test_user(self.env, login="admin2", groups="base.group_erp_manager")
        self.collector.with_user(admin).action_archive()
        self.assertFalse(self.collector.active)

    def test_cases_and_tasks_go_to_the_manager(self):
        self.file._add_task("call", date(2026, 4, 7), "Call him")
        self.file._open_decision({self.file.id: "What now?"}, date(2026, 4, 6))
        self.archive()
        self.assertEqual(self.file.user_id, self.manager)
        self.assertEqual(
            sorted(self.file.activity_ids.mapped("summary")),
            sorted(["Call him", *self.tasks(self.file, "decision").mapped("summary")]),
        )
        self.assertEqual(self.file.activity_ids.user_id, self.manager)

    def test_disputes_go_to_whoever_leads_the_owner(self):
        dispute = self.contest(300.0, user_id=self.collector.id).with_env(self.env)
        self.archive()
        self.assertEqual(dispute.user_id, self.manager)
        self.assertEqual(dispute.activity_ids.user_id, self.manager)

    def test_a_queued_mail_is_written_anew(self):
        notice = self.run_on("2026-04-06").notice_ids
        self.assertEqual(notice.email_state, "queued")
        self.assertIn("Yours, Clara Collector", notice.mail_ids.body_html)
        self.archive()
        self.assertRecordValues(
            notice,
            [
                {
                    "state": "approved",
                    "email_state": "queued",
                    "user_id": self.manager.id,
                }
            ],
        )
        (email,) = self.run_queue(date(2026, 4, 6))
        self.assertIn("Yours, Mona Manager", email["message"])
        self.assertNotIn("Clara", email["message"])
        self.assertEqual(notice.state, "sent")

    def test_who_left_before_is_not_the_author_of_anything(self):
        self.env.cr.execute(
            "UPDATE res_users SET active = FALSE WHERE id = %s", [self.collector.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.file._responsible(), self.manager)
        notice = self.run_on("2026-04-06").notice_ids
        self.assertEqual(notice._author(), self.manager.partner_id)
        self.assertIn("Yours, Mona Manager", notice.mail_ids.body_html)
        letter = self.env["collection.letter.copy"]._letters_of_cases(self.file)[0]
        self.assertEqual(letter.collector["name"], "Mona Manager")
        task = self.file._add_task(
            "call", date(2026, 4, 7), "Call", user=self.collector
        )
        self.assertEqual(task.user_id, self.manager)

    def test_the_manager_leaves(self):
        self.file.user_id = self.manager
        self.manager.action_archive()
        other = self.company._collection_manager()
        self.assertTrue(other.active)
        self.assertTrue(other.has_group("collection_followup.group_collection_manager"))
        self.assertEqual(self.file.user_id, other)


@tagged("post_install", "-at_install")
@freeze_time("2026-04-06 09:00:00")
class TestArchivedDebtor(DisputeCommon, MailDoorCommon):
    """A debtor that was archived still owes, and is still written to."""

    def test_by_mail(self):
        self.debtor.action_archive()
        notice = self.run_on("2026-04-06").notice_ids
        self.assertRecordValues(
            notice, [{"contact_id": self.debtor.id, "email_state": "queued"}]
        )
        self.run_queue(date(2026, 4, 6))
        self.assertIn(self.debtor.email, self.emails[0]["smtp_to_list"])
        self.assertEqual(notice.state, "sent")

    def test_by_letter(self):
        self.debtor.email = False
        self.debtor.action_archive()
        notice = self.run_on("2026-04-06").notice_ids
        self.assertRecordValues(
            notice, [{"contact_id": self.debtor.id, "letter_state": "to_print"}]
        )

    def test_at_the_contact_who_pays(self):
        payer = self.env["res.partner"].create(
            {
                "name": "Petra Payer",
                "parent_id": self.debtor.id,
                "email": "petra@debtor.example",
                "collection_role_ids": [
                    (4, self.env.ref("collection_followup.role_pays").id)
                ],
            }
        )
        self.debtor.action_archive()
        self.assertTrue(payer.active)
        notice = self.run_on("2026-04-06").notice_ids
        self.assertEqual(notice.contact_id, payer)

    def test_an_archived_person_is_not_written_to(self):
        payer = self.env["res.partner"].create(
            {
                "name": "Petra Payer",
                "parent_id": self.debtor.id,
                "email": "petra@debtor.example",
                "collection_role_ids": [
                    (4, self.env.ref("collection_followup.role_pays").id)
                ],
            }
        )
        payer.action_archive()
        notice = self.run_on("2026-04-06").notice_ids
        self.assertEqual(notice.contact_id, self.debtor)
