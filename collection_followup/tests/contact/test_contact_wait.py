from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..notice.common_mail import MailDoorCommon


@tagged("post_install", "-at_install")
class TestContactWait(MailDoorCommon):
    """What leaves asks the guards: nights are quiet, a stopped contact gets nothing."""

    # Wednesday; the first reminder of an invoice of Friday the 6th is due
    DUE = "2026-03-06"
    DAY = "2026-03-11"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_email_hours = True

    def queue_at(self, moment):
        """Let the mail queue run at a moment; answers the mails that left."""
        with freeze_time(moment), self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        return self._mails

    def planned(self):
        self.overdue()
        notice = self.plan(self.DAY)
        self.assertEqual((notice.state, notice.email_state), ("approved", "queued"))
        return notice

    def test_approved_at_night_leaves_in_the_morning(self):
        notice = self.planned()
        self.assertFalse(self.queue_at("2026-03-11 05:30:00"))
        self.assertEqual((notice.state, notice.email_state), ("approved", "queued"))
        # eight in Berlin
        self.assertEqual(notice.email_waits_until, datetime(2026, 3, 11, 7))
        self.assertIn("8:00", notice.email_waits_reason.replace("08:00", "8:00"))
        self.assertEqual(notice.mail_ids.state, "outgoing")
        self.assertFalse(self.queue_at("2026-03-11 06:59:00"))
        self.assertEqual(len(self.queue_at("2026-03-11 07:01:00")), 1)
        self.assertEqual((notice.state, notice.sent_on), ("sent", date(2026, 3, 11)))
        self.assertFalse(notice.email_waits_until)
        self.assertFalse(self.queue_at("2026-03-11 09:00:00"))

    def test_send_now_on_the_mail_waits_as_well(self):
        notice = self.planned()
        with freeze_time("2026-03-11 22:00:00"), self.mock_mail_gateway():
            notice.mail_ids.send()
        self.assertFalse(self._mails)
        self.assertEqual(notice.email_waits_until, datetime(2026, 3, 12, 7))

    def test_what_was_paid_overnight_does_not_leave(self):
        move = self.overdue()
        notice = self.plan(self.DAY)
        self.queue_at("2026-03-11 05:30:00")
        self.pay(move, "2026-03-11")
        self.assertFalse(self.queue_at("2026-03-11 07:01:00"))
        self.assertEqual(notice.state, "cancelled")
        self.assertEqual(notice.mail_ids.state, "cancel")

    def test_a_reason_lets_it_go_at_once(self):
        notice = self.planned()
        self.queue_at("2026-03-11 05:30:00")
        with freeze_time("2026-03-11 05:35:00"):
            notice.case_id._override_guard("email", "They wait for it")
        self.assertEqual(len(self.queue_at("2026-03-11 05:36:00")), 1)
        self.assertEqual(notice.state, "sent")

    def test_over_the_weekend(self):
        notice = self.planned()
        self.queue_at("2026-03-14 10:00:00")
        self.assertEqual(notice.email_waits_until, datetime(2026, 3, 16, 7))

    def test_stopped_after_it_was_approved(self):
        notice = self.planned()
        with freeze_time("2026-03-11 08:30:00"):
            self.env["collection.contact.stop"].create(
                {
                    "partner_id": self.debtor.id,
                    "channel": "email",
                    "reason": "Wrote that he wants letters",
                }
            )
        self.assertFalse(self.queue_at("2026-03-11 09:00:00"))
        self.assertEqual((notice.state, notice.email_state), ("failed", "failed"))
        self.assertIn("wants letters", notice.failure)
        # the next run takes the other way
        with freeze_time("2026-03-12 08:00:00"):
            follower = self.run_on("2026-03-12").notice_ids
        self.assertRecordValues(
            follower, [{"by_email": False, "by_letter": True, "state": "approved"}]
        )
        self.assertFalse(self.queue_at("2026-03-12 09:00:00"))

    def test_send_now_by_button_obeys_a_stop(self):
        self.overdue()
        with freeze_time("2026-03-10 09:00:00"):
            self.run_on("2026-03-10")
            self.env["collection.contact.stop"].create(
                {"partner_id": self.debtor.id, "reason": "Not at all"}
            )
        with freeze_time("2026-03-11 09:00:00"):
            self.case().action_send_now()
        self.assertFalse(self.notices(states=None))
        self.assertEqual(self.case().reason_code, "unreachable")
        tasks = self.case().activity_ids
        self.assertEqual(tasks.mapped("summary"), ["Find an address"])

    def test_unreachable_is_one_task(self):
        self.debtor.write({"email": False, "phone": False, "street": False})
        self.debtor.write({"zip": False, "city": False})
        self.overdue()
        for day in ("2026-03-11", "2026-03-12"):
            self.plan(day)
        self.assertFalse(self.notices(states=None))
        self.assertEqual(len(self.case().activity_ids), 1)
        self.debtor.phone = "+49 30 1"
        self.plan("2026-03-13")
        self.assertTrue(self.notices(states=None).by_call)

    def test_printing_obeys_a_stop(self):
        self.strategy.stage_ids.write({"by_email": False, "by_letter": True})
        self.strategy.action_confirm()
        self.overdue()
        notice = self.plan(self.DAY)
        self.assertEqual(notice.letter_state, "to_print")
        with freeze_time("2026-03-11 09:00:00"):
            self.env["collection.contact.stop"].create(
                {"partner_id": self.debtor.id, "channel": "letter", "reason": "Moved"}
            )
            batch = self.env["collection.letter.batch"]._for_notices(notice).sudo()
            batch._start()
            self.assertFalse(batch._printable(notice))
        self.assertEqual(notice.letter_state, "none")
        self.assertIn("Moved", notice.failure)
