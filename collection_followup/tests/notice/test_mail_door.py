import smtplib
from unittest.mock import Mock, patch

from odoo.exceptions import UserError
from odoo.modules import module
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_mail import MailDoorCommon

DOOR = "odoo.addons.collection_followup.models.notice.mail"
CORE = "odoo.addons.mail.models.mail_mail"
REFUSED = smtplib.SMTPRecipientsRefused({"pay@debtor.example": (550, b"user unknown")})
BROKEN = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


@tagged("post_install", "-at_install")
class TestMailDoor(MailDoorCommon):
    """Everything is looked at again at the moment of sending."""

    def setUp(self):
        super().setUp()
        self.move = self.overdue()
        self.notice = self.plan()
        self.item = self.receivable(self.move).collection_item_ids

    # ------------------------------------------------------------------- leaving

    def test_it_leaves_and_levels_move(self):
        (email,) = self.run_queue()
        self.assertEqual(email["smtp_to_list"], ["pay@debtor.example"])
        self.assertEqual(self.notice.state, "sent")
        self.assertEqual(self.notice.email_state, "sent")
        self.assertEqual(str(self.notice.sent_on), self.DAY)
        self.assertEqual(self.notice.mail_ids.state, "sent")
        item = self.receivable(self.move).collection_item_ids
        self.assertEqual(item.stage_id, self.stage(1))
        self.assertEqual(self.notification(self.notice).notification_status, "sent")

    def test_it_leaves_once(self):
        self.assertEqual(len(self.run_queue()), 1)
        self.assertFalse(self.run_queue())
        with self.mail_server():
            self.notice.mail_ids.send()
        self.assertFalse(self.emails)

    def test_paid_in_the_meantime(self):
        self.pay(self.move, self.DAY)
        self.assertFalse(self.run_queue())
        self.assertEqual(self.notice.state, "cancelled")
        self.assertTrue(self.notice.reason)
        self.assertEqual(self.notice.mail_ids.state, "cancel")
        self.assertEqual(self.notification(self.notice).notification_status, "canceled")

    def test_paid_in_part(self):
        self.pay(self.move, self.DAY, amount=400.0)
        self.assertFalse(self.run_queue())
        self.assertEqual(self.notice.state, "cancelled")
        self.assertIn("600", self.notice.reason)

    def test_somebody_elses_transaction_carries_nothing(self):
        """Without a transaction of its own a notice stays in the queue."""
        with self.mail_server(), patch.object(module, "current_test", False):
            self.notice.mail_ids.send()
        self.assertFalse(self.emails)
        self.assertEqual(self.notice.email_state, "queued")
        self.assertEqual(self.notice.mail_ids.state, "outgoing")

    def test_other_mails_go_as_ever(self):
        other = self.env["mail.mail"].create(
            {"email_to": "x@y.example", "body_html": "<p>Hello</p>"}
        )
        with self.mail_server():
            (other | self.notice.mail_ids).send()
        self.assertEqual(len(self.emails), 2)
        self.assertEqual(other.state, "sent")

    def test_a_copy_of_the_database_is_silent(self):
        self.env["ir.config_parameter"].set_param("database.is_neutralized", "True")
        self.assertFalse(self.run_queue())
        self.assertEqual(self.notice.email_state, "queued")

    def test_held_by_another_worker(self):
        Notice = type(self.notice)
        with patch.object(Notice, "_lock_sending", lambda notices: notices.browse()):
            self.assertFalse(self.run_queue())
        self.assertEqual(self.notice.email_state, "queued")
        self.assertEqual(self.notice.mail_ids.state, "outgoing")

    def test_one_that_breaks_does_not_keep_the_others(self):
        other = self._make_debtor("Other", email="other@other.example")
        self.overdue(partner=other)
        second = self.plan()
        recheck = type(self.notice)._recheck

        def broken(notices, today):
            if self.notice in notices:
                raise ValueError("broken facts")
            return recheck(notices, today)

        with (
            patch.object(type(self.notice), "_recheck", broken),
            mute_logger(DOOR),
        ):
            self.assertEqual(len(self.run_queue()), 1)
        self.assertEqual(second.state, "sent")
        self.assertEqual(self.notice.state, "failed")
        self.assertIn("broken facts", self.notice.failure)

    def test_a_pass_ends_in_time(self):
        """What is left when the time is over waits for the next pass."""
        self.overdue(partner=self._make_debtor("Other", email="other@other.example"))
        self.plan()
        with patch(f"{DOOR}.CHUNK", 1), patch(f"{DOOR}.SECONDS", -1):
            self.assertFalse(self.run_queue())
        self.assertEqual(len(self.run_queue()), 2)

    # -------------------------------------------------------------------- failing

    @mute_logger(CORE)
    def test_refused(self):
        self.run_queue(error=REFUSED)
        self.assertEqual(self.notice.state, "failed")
        self.assertEqual(self.notice.email_state, "failed")
        self.assertIn("user unknown", self.notice.failure)
        self.assertEqual(self.notice.mail_ids.state, "exception")
        self.assertEqual(
            self.notification(self.notice).notification_status, "exception"
        )
        self.assertFalse(self.receivable(self.move).collection_item_ids.stage_id)

    def test_no_mail_server(self):
        server = patch("smtplib.SMTP", side_effect=ConnectionRefusedError("refused"))
        with self.mail_server(), server:
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(self.notice.email_state, "failed")
        self.assertIn("refused", self.notice.failure)

    @mute_logger(CORE)
    def test_retried_by_a_person(self):
        self.run_queue(error=REFUSED)
        self.debtor.email = "right@debtor.example"
        self.notice.action_retry_mail()
        self.assertEqual(self.notice.state, "approved")
        self.assertEqual(self.notice.email_state, "queued")
        (email,) = self.run_queue()
        self.assertEqual(email["smtp_to_list"], ["right@debtor.example"])
        self.assertEqual(self.notice.state, "sent")
        with self.assertRaisesRegex(UserError, "failed can be tried"):
            self.notice.action_retry_mail()

    @mute_logger(CORE)
    def test_retried_on_the_mail(self):
        self.run_queue(error=REFUSED)
        self.notice.mail_ids.action_retry()
        self.assertEqual(self.notice.email_state, "queued")
        self.assertEqual(len(self.run_queue()), 1)
        self.assertEqual(self.notice.state, "sent")
        with self.assertRaisesRegex(UserError, "cannot be sent again"):
            self.notice.mail_ids.mark_outgoing()

    @mute_logger(CORE, "odoo.sql_db")
    def test_not_retried_when_a_later_notice_waits(self):
        self.run_queue(error=REFUSED)
        later = self.plan()
        self.assertEqual(later.state, "approved")
        with self.assertRaisesRegex(UserError, "later notice"):
            self.notice.action_retry_mail()

    # ------------------------------------------------------------------- in doubt

    def _interrupt(self):
        """The line breaks while the mail server has the mail in its hands."""
        with mute_logger(CORE, DOOR):
            self.run_queue(error=BROKEN)

    def test_line_broken_at_the_handover(self):
        self._interrupt()
        self.assertEqual(self.notice.state, "unknown")
        self.assertEqual(self.notice.email_state, "unknown")
        self.assertTrue(self.tasks("find_out"))
        self.assertFalse(self.run_queue())
        self.assertEqual(self.notice.state, "unknown")

    def test_line_broken_before_the_handover(self):
        """Nothing was handed over, for certain: the mail waits for the next pass."""
        error = smtplib.SMTPServerDisconnected("please run connect() first")
        with mute_logger(CORE, DOOR):
            self.run_queue(error=error)
        self.assertEqual(self.notice.email_state, "queued")
        self.assertEqual(len(self.run_queue()), 1)
        self.assertEqual(self.notice.state, "sent")

    def test_left_by_a_dead_process(self):
        """Found in sending without a lock: never sent again by itself."""
        self.notice._mark_sending()
        self.assertFalse(self.run_queue())
        self.assertEqual(self.notice.state, "unknown")
        self.assertEqual(self.notice.mail_ids.state, "cancel")
        self.assertEqual(self.notification(self.notice).notification_status, "canceled")
        self.assertEqual(len(self.tasks("find_out")), 1)

    def test_only_the_one_that_is_leaving_says_so(self):
        """In the middle of a chunk the others still wait, and can be cancelled."""
        other = self._make_debtor("Second")
        self.overdue(partner=other)
        second = self.plan()
        seen = []

        def look(*_args, **_kwargs):
            seen.append((self.notice.email_state, second.email_state))
            if len(seen) == 1:
                second.action_cancel()

        with self.mail_server():
            self.testing_smtp_session.send_message = Mock(side_effect=look)
            self.env["mail.mail"].process_email_queue()
        self.assertEqual(seen, [("sending", "queued")])
        self.assertEqual((self.notice.state, second.state), ("sent", "cancelled"))

    def test_answer_it_was_sent(self):
        self._interrupt()
        self.notice.action_it_was_sent()
        self.assertEqual(self.notice.state, "sent")
        self.assertEqual(str(self.notice.sent_on), self.DAY)
        item = self.receivable(self.move).collection_item_ids
        self.assertEqual(item.stage_id, self.stage(1))
        self.assertFalse(self.tasks("find_out"))

    def test_answer_it_was_not_sent(self):
        self._interrupt()
        self.notice.action_it_was_not_sent()
        self.assertEqual(self.notice.state, "failed")
        self.assertFalse(self.tasks("find_out"))
        self.notice.action_retry_mail()
        self.assertEqual(len(self.run_queue()), 1)
        self.assertEqual(self.notice.state, "sent")
        with self.assertRaisesRegex(UserError, "not known"):
            self.notice.action_it_was_not_sent()

    def test_sent_but_not_recorded(self):
        """An error of ours after the handover never makes the mail leave again."""
        with (
            patch.object(type(self.notice), "_mark_sent", side_effect=ValueError("x")),
            mute_logger(CORE, DOOR),
        ):
            self.assertEqual(len(self.run_queue()), 1)
        self.assertEqual(self.notice.state, "unknown")
        self.assertFalse(self.run_queue())

    # -------------------------------------------------------------------- by hand

    def test_mail_cancelled_by_hand(self):
        self.notice.mail_ids.cancel()
        self.assertEqual(self.notice.state, "cancelled")
        self.assertEqual(self.notification(self.notice).notification_status, "canceled")

    def test_mail_deleted_by_hand(self):
        message = self.notice.message_id
        self.notice.mail_ids.unlink()
        self.assertEqual(self.notice.state, "cancelled")
        self.assertTrue(message.exists())

    def test_mail_that_is_leaving_is_not_deleted(self):
        self.notice._mark_sending()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.notice.mail_ids.unlink()

    def test_notice_cancelled_by_hand(self):
        self.notice.action_cancel()
        self.assertEqual(self.notice.mail_ids.state, "cancel")
        self.assertFalse(self.run_queue())
