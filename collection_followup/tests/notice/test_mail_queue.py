from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_mail import MailDoorCommon

COPIES = "odoo.addons.collection_followup.models.notice.copies"


@tagged("post_install", "-at_install")
class TestMailQueue(MailDoorCommon):
    """An approved notice waits in Odoo's mail queue, on the case of its debtor."""

    def test_one_mail_on_the_case(self):
        self.overdue()
        notice = self.plan()
        mail = notice.mail_ids
        self.assertEqual(len(mail), 1)
        self.assertRecordValues(
            mail,
            [
                {
                    "model": "collection.case",
                    "res_id": notice.case_id.id,
                    "state": "outgoing",
                    "auto_delete": False,
                    "is_notification": True,
                    "subject": notice.subject,
                    "recipient_ids": self.debtor.ids,
                    "author_id": self.company.partner_id.id,
                    "email_from": self.company.email_formatted,
                    "message_type": "auto_comment",
                }
            ],
        )
        self.assertIn(f"{self.alias_catchall}@{self.alias_domain}", mail.reply_to)
        self.assertEqual(notice.message_id, mail.mail_message_id)
        self.assertIn(mail.mail_message_id, notice.case_id.message_ids)
        self.assertEqual(notice.state, "approved")
        self.assertEqual(notice.email_state, "queued")
        self.assertEqual(self.notification(notice).notification_status, "ready")

    def test_collector_is_the_author(self):
        self.overdue()
        self.run_on("2026-04-01")
        self.case().user_id = self.user_employee
        mail = self.plan().mail_ids
        self.assertEqual(mail.author_id, self.partner_employee)
        self.assertEqual(mail.email_from, self.partner_employee.email_formatted)

    def test_the_queue_is_woken(self):
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)])
        self.overdue()
        self.plan()
        after = self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)])
        self.assertTrue(after - triggers)

    def test_no_address_left(self):
        """The address went between planning and approving: a clear reason."""
        other = self._make_debtor("Other", email="other@other.example")
        self.stage(1).approval = "always"
        self.strategy.action_confirm()
        self.overdue()
        self.overdue(partner=other)
        notices = self.plan()
        self.debtor.email = "nonsense"
        notices._open_channels()
        failed = notices.filtered(lambda n: n.partner_id == self.debtor)
        self.assertEqual(failed.state, "failed")
        self.assertIn("no valid e-mail address", failed.failure)
        self.assertEqual((notices - failed).email_state, "queued")

    def test_second_notice_stands_in_the_same_thread(self):
        self.overdue()
        first = self.plan()
        self.run_queue()
        second = self.plan("2026-04-20")
        self.assertEqual(second.severity, "2")
        references = second.mail_ids.references.split()
        own = second.mail_ids.message_id
        self.assertEqual(references, [first.mail_ids.message_id, own])

    def test_queries_do_not_grow_with_notices(self):
        debtors = [
            self._make_debtor(f"D{n}", email=f"d{n}@d.example") for n in range(12)
        ]
        self.stage(1).approval = "always"
        self.strategy.action_confirm()
        for debtor in debtors:
            self.overdue(partner=debtor)
        notices = self.plan()
        counts = []
        for some in (notices[:2], notices[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._queue_mails()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 10)


@tagged("post_install", "-at_install")
class TestMailCopies(MailDoorCommon):
    """Copies of the invoices go with the notice when its stage says so."""

    def setUp(self):
        super().setUp()
        self.stage(1).attach_invoices = True
        self.strategy.action_confirm()

    def _with_printer(self, works=True):
        self.rendered = []

        def render(_copy, moves):
            self.rendered.append(moves)
            names = {move: b"%PDF of " + move.name.encode() for move in moves}
            return names if works else {}

        copies = type(self.env["collection.invoice.copy"])
        return patch.object(copies, "_rendered", render)

    def test_copy_is_made_once_and_kept(self):
        move = self.overdue()
        notice = self.plan()
        with self._with_printer():
            self.run_queue()
            copies = notice._invoice_copies()
        self.assertEqual(self.rendered, [move])
        self.assertEqual(notice.state, "sent")
        self.assertEqual(notice.mail_ids.attachment_ids, copies)
        self.assertEqual(copies.raw, b"%PDF of " + move.name.encode())

    def test_what_odoo_printed_is_used(self):
        move = self.overdue()
        printed = self.env["ir.attachment"].create(
            {
                "name": "invoice.pdf",
                "raw": b"%PDF printed",
                "res_model": move._name,
                "res_id": move.id,
                "res_field": "invoice_pdf_report_file",
            }
        )
        move.invalidate_recordset()
        notice = self.plan()
        with self._with_printer():
            self.run_queue()
        self.assertFalse(self.rendered)
        self.assertEqual(notice.mail_ids.attachment_ids, printed)

    def test_copy_that_cannot_be_made(self):
        self.overdue()
        notice = self.plan()
        with self._with_printer(works=False), mute_logger(COPIES):
            self.assertFalse(self.run_queue())
        self.assertEqual(notice.state, "failed")
        self.assertIn("No copy could be made of", notice.failure)
