from email.message import EmailMessage

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tests.common import BaseCase
from odoo.tools import mute_logger

from ...models.interaction.reply import delivery_report, is_automatic
from .common_mail import MailDoorCommon

GATEWAY = "odoo.addons.mail.models.mail_thread"
OURS = "odoo.addons.collection_followup.models.interaction.reply"
LATER = "2026-04-07"


class MailReplyCommon(MailDoorCommon):
    """A reminder that left, and what the debtor's mail server sends back."""

    def setUp(self):
        super().setUp()
        self.move = self.overdue()
        self.notice = self.plan()
        self.run_queue()

    def _incoming(self, headers=None, text="We will pay on Friday.", sender=None):
        """Let an e-mail come in that answers the notice."""
        message = EmailMessage()
        message["From"] = sender or "Customer <pay@debtor.example>"
        message["To"] = self.notice.mail_ids.reply_to
        message["Subject"] = "Re: your account"
        message["Message-Id"] = f"<{self.id()}.{sender}@debtor.example>"
        message["In-Reply-To"] = self.notice.message_id.message_id
        message["References"] = self.notice.message_id.message_id
        for name, value in (headers or {}).items():
            del message[name]
            message[name] = value
        message.set_content(text)
        self._receive(message.as_bytes())

    def _receive(self, raw):
        with (
            freeze_time(f"{LATER} 10:00:00"),
            self.mock_mail_gateway(),
            mute_logger(GATEWAY, OURS),
        ):
            gateway = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
            gateway.sudo().message_process(None, raw)

    def _report(self, action="failed", with_original=True, kind="delivery-status"):
        """A report of the debtor's mail server about the notice."""
        original = (
            "\n--B\nContent-Type: message/rfc822\n\n"
            f"Message-Id: {self.notice.message_id.message_id}\n"
            "From: us\nSubject: x\n\nHello\n"
        )
        reference = f"In-Reply-To: {self.notice.message_id.message_id}\n"
        self._receive(
            (
                "From: MAILER-DAEMON@mx.debtor.example\n"
                f"To: {self.alias_bounce}@{self.alias_domain}\n"
                "Subject: Undelivered Mail Returned to Sender\n"
                f"Message-Id: <{self.id()}.{action}@mx.debtor.example>\n"
                f"{'' if with_original else reference}"
                f"Content-Type: multipart/report; report-type={kind}; boundary=B\n\n"
                "--B\nContent-Type: text/plain\n\nIt did not work.\n"
                f"\n--B\nContent-Type: message/{kind}\n\n"
                "Reporting-MTA: dns; mx.debtor.example\n\n"
                "Final-Recipient: rfc822; pay@debtor.example\n"
                f"Action: {action}\nStatus: 5.1.1\n"
                "Diagnostic-Code: smtp; 550 5.1.1 user unknown\n"
                f"{original if with_original else ''}\n--B--\n"
            ).encode()
        )

    def incoming(self, outcome):
        """The contacts that came in with an outcome."""
        return self.case().interaction_ids.filtered(
            lambda i: i.direction == "in" and i.outcome == outcome
        )


@tagged("post_install", "-at_install")
class TestMailReply(MailReplyCommon):
    """A reply lands on the case and stops the steps until somebody read it."""

    def test_reply_of_a_person(self):
        self._incoming()
        case = self.case()
        self.assertEqual(str(case.replied_on), LATER)
        reply = self.incoming("replied")
        self.assertRecordValues(
            reply,
            [
                {
                    "kind": "email",
                    "note": "We will pay on Friday.",
                    "notice_id": self.notice.id,
                    "contact_id": self.debtor.id,
                }
            ],
        )
        task = self.tasks("reply")
        self.assertEqual(str(task.date_deadline), LATER)
        self.assertIn("pay@debtor.example", task.summary)
        self.assertIn("We will pay on Friday.", case.message_ids[0].body)
        self.assertFalse(self.plan("2026-04-20"))

    def test_reply_is_not_mailed_back_to_us(self):
        self._incoming()
        receivers = [name for email in self.emails for name in email["smtp_to_list"]]
        self.assertNotIn("accounts@creditor.example", receivers)

    def test_second_reply_counts_from_the_first(self):
        self._incoming()
        first = self.case().replied_on
        self._incoming(sender="Boss <boss@debtor.example>")
        self.assertEqual(self.case().replied_on, first)
        self.assertEqual(len(self.incoming("replied")), 2)
        self.assertEqual(len(self.tasks("reply")), 1)

    def test_reply_of_a_machine(self):
        self._incoming({"Auto-Submitted": "auto-replied"}, "I am away.")
        self.assertFalse(self.case().replied_on)
        self.assertFalse(self.tasks("reply"))
        self.assertEqual(self.incoming("auto_reply").note, "I am away.")
        self.assertEqual(self.plan("2026-04-20").severity, "2")

    def test_mail_of_a_colleague(self):
        self._incoming(sender=self.user_employee.email_formatted)
        self.assertFalse(self.case().replied_on)
        self.assertFalse(
            self.case().interaction_ids.filtered(lambda i: i.direction == "in")
        )

    def test_reply_while_the_next_notice_is_queued(self):
        second = self.plan("2026-04-20")
        self.assertEqual(second.email_state, "queued")
        self._incoming()
        self.assertFalse(self.run_queue("2026-04-20"))
        self.assertEqual(second.state, "cancelled")


@tagged("post_install", "-at_install")
class TestMailBounce(MailReplyCommon):
    """A notice that came back gives its levels back and asks for an address."""

    def test_bounce(self):
        self.env["res.partner"].create(
            {"name": "Ann", "parent_id": self.debtor.id, "email": "ann@debtor.example"}
        )
        self._report()
        case = self.case()
        self.assertEqual(self.notice.email_state, "bounced")
        self.assertEqual(self.notice.state, "failed")
        self.assertIn("user unknown", self.notice.failure)
        self.assertTrue(case.bounced)
        self.assertFalse(self.receivable(self.move).collection_item_ids.stage_id)
        self.assertEqual(self.incoming("bounced").notice_id, self.notice)
        task = self.tasks("repair")
        self.assertIn("pay@debtor.example", task.summary)
        self.assertIn("ann@debtor.example", task.note)
        self.assertEqual(self.notification(self.notice).notification_status, "bounce")
        self.assertTrue(self.debtor._collection_bounced())
        self.debtor.email = "new@debtor.example"
        self.assertFalse(self.debtor._collection_bounced())

    def test_bounce_without_the_original(self):
        self._report(with_original=False)
        self.assertEqual(self.notice.email_state, "bounced")
        self.assertTrue(self.case().bounced)

    def test_bounce_twice(self):
        self._report()
        self._report("failed ")
        self.assertEqual(len(self.incoming("bounced")), 2)
        self.assertEqual(len(self.tasks("repair")), 1)

    def test_delay_is_no_bounce(self):
        self._report("delayed")
        self.assertEqual(self.notice.email_state, "sent")
        self.assertFalse(self.case().bounced)
        self.assertEqual(self.notification(self.notice).notification_status, "sent")

    def test_receipt_is_no_bounce(self):
        self._report("displayed", kind="disposition-notification")
        self.assertEqual(self.notice.email_state, "sent")
        self.assertFalse(self.case().bounced)


@tagged("post_install", "-at_install")
class TestMachineMail(BaseCase):
    """Machines are known by what they write into the head of an e-mail."""

    def _message(self, **headers):
        message = EmailMessage()
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        return message

    def test_machines(self):
        for headers in (
            {"Auto_Submitted": "auto-replied"},
            {"Auto_Submitted": "auto-generated (vacation)"},
            {"X_Autoreply": "yes"},
            {"X_Autorespond": "Out"},
            {"Precedence": "bulk"},
            {"Precedence": "auto_reply"},
            {"Return_Path": "<>"},
            {"Subject": "Out of office: your reminder"},
            {"Subject": "Automatische Antwort: Mahnung"},
            {"Subject": "Réponse automatique : relance"},
            {"Subject": "Respuesta automática: factura"},
        ):
            self.assertTrue(is_automatic(self._message(**headers)), headers)

    def test_people(self):
        for headers in (
            {"Subject": "Re: Out of patience"},
            {"Subject": "Re: Reminder of our office"},
            {"Auto_Submitted": "no", "Subject": "We have paid"},
            {"Precedence": "first-class"},
            {"Return_Path": "<pay@debtor.example>"},
            {},
        ):
            self.assertFalse(is_automatic(self._message(**headers)), headers)

    def test_report_without_details(self):
        self.assertEqual(delivery_report(self._message(Subject="x")), ("failed", ""))
