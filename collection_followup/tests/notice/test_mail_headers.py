import re
from email import message_from_string, policy

from freezegun import freeze_time

from odoo.tests import tagged

from ..common_roles import RolesCommon
from .common_mail import MailDoorCommon

# all that ends a line for somebody between us and the reader
ENDS = (
    "\r\n",
    "\n",
    "\r",
    "\v",
    "\f",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
)
EVIL = "Bcc: thief@evil.example"


@tagged("post_install", "-at_install")
@freeze_time("2026-04-03 09:00:00")
class TestMailHeaders(MailDoorCommon, RolesCommon):
    """A line end in a name adds no header to a mail, and does not stop it."""

    def spoil(self, record, field, end):
        """Put a line end and a header of somebody else's into a value."""
        record.sudo()[field] = f"{record[field] or 'Name'}{end}{EVIL}"

    def check(self, count=1):
        """Every mail that left has its own headers and nobody else's."""
        self.assertGreaterEqual(len(self.emails), count)
        for sent in self.emails:
            self.assertNotIn("thief@evil.example", sent["smtp_to_list"])
            mail = message_from_string(sent["message"], policy=policy.SMTP)
            for part in mail.walk():
                self.assertNotIn("Bcc", part)
                for name, value in part.items():
                    self.assertLessEqual(len(str(value).splitlines()), 1, name)
            heads = re.split(r"\r?\n\r?\n", sent["message"], maxsplit=1)[0].splitlines()
            self.assertFalse([one for one in heads if one.startswith("Bcc")])

    def everything(self):
        """Every name that gets into the header of a notice."""
        contact = self.debtor
        return [
            (contact, "name"),
            (self.company.partner_id, "name"),
            (self.collector.partner_id, "name"),
            (self.move, "name"),
            (self.stage(1), "subject"),
            (self.strategy, "name"),
        ]

    def test_notices(self):
        for number, end in enumerate(ENDS):
            with self.subTest(end=ascii(end)), self.env.cr.savepoint() as savepoint:
                self.move = self.overdue(100.0 + number)
                self.stage(1).attach_invoices = True
                for record, field in self.everything():
                    self.spoil(record, field, end)
                self.strategy.action_confirm()
                notice = self.plan()
                notice.case_id.user_id = self.collector
                self.spoil(notice, "name", end)
                self.assertEqual(len(self.run_queue()), 1)
                self.check()
                self.assertEqual(notice.state, "sent")
                savepoint.rollback()

    def test_words_by_hand_and_files(self):
        self.overdue()
        case = self.plan().case_id
        case.user_id = self.collector
        for end in ENDS:
            self.spoil(self.debtor, "name", end)
            self.spoil(self.collector.partner_id, "name", end)
            with self.subTest(end=ascii(end)), self.mail_server():
                case.with_user(self.collector).message_post(
                    body="As agreed",
                    subject=f"Hello{end}{EVIL}",
                    partner_ids=self.debtor.ids,
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                    attachments=[(f"copy{end}{EVIL}.txt", b"text")],
                )
                self.env["mail.mail"].process_email_queue()
                self.check()

    def test_list_of_the_week(self):
        self.overdue()
        self.plan()
        end = "\r\n"
        self.spoil(self.manager.partner_id, "name", end)
        self.spoil(self.company.partner_id, "name", end)
        model = self.env["collection.past.due"].sudo()
        with self.mail_server():
            model._mail_lists(self.company, self.company._collection_today()).send()
            self.check()

    def test_what_was_agreed(self):
        """The confirmation of a promise and what came of a dispute."""
        move = self.overdue()
        case = self.plan().case_id
        case.user_id = self.collector
        end = "\r\n"
        reason = self.env["collection.dispute.reason"].search(
            [("child_ids", "=", False)], limit=1
        )
        dispute = case.with_user(self.collector)._dispute(
            {
                "line_id": self.receivable(move)[:1].id,
                "reason_id": reason.id,
                "amount": 100.0,
            }
        )
        for record, field in (
            (self.debtor, "name"),
            (self.collector.partner_id, "name"),
            (self.company.partner_id, "name"),
            (move, "name"),
            (dispute, "name"),
        ):
            self.spoil(record, field, end)
        with self.mail_server():
            case.with_user(self.collector)._promise(
                {"date": "2026-04-10", "confirm": True}
            )
            dispute.with_user(self.collector)._decide_for_us(
                self.env.company._collection_today().replace(day=20), "As delivered"
            )
            self.env["mail.mail"].process_email_queue()
            self.check(2)
