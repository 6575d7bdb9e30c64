from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from ..dispute.common_dispute import DisputeCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-06 09:00:00")
class TestAuditorPosts(DisputeCommon, MailCase):
    """An auditor reads everything and writes to nobody, least of all to a debtor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispute = cls.file.with_user(cls.collector)._dispute(
            {
                "line_id": cls.receivable(cls.bill)[:1].id,
                "reason_id": cls.faulty.id,
                "amount": 100.0,
            }
        )
        promise = cls.file.with_user(cls.collector)._promise({"date": "2026-04-10"})
        notice = cls.env["collection.notice"].sudo()
        notice = notice.create(
            {
                "name": "N/1",
                "case_id": cls.file.id,
                "partner_id": cls.debtor.id,
                "company_id": cls.company.id,
                "stage_id": cls.stage(1).id,
            }
        )
        cls.threads = [cls.file, cls.dispute, promise, notice]
        for thread in cls.threads:  # also whoever follows only reads
            thread.sudo().message_subscribe(cls.auditor.partner_id.ids)

    def ways(self, record):
        """The ways in which words leave from a record."""
        to = self.debtor.ids
        composer = self.env["mail.compose.message"].with_user(record.env.user)
        template = (
            self.env["mail.template"]
            .sudo()
            .create(
                {
                    "name": "Free",
                    "model_id": self.env["ir.model"]._get_id(record._name),
                    "subject": "Hello",
                    "body_html": "<p>Pay to another account</p>",
                    "partner_to": str(self.debtor.id),
                }
            )
        )

        def compose(mode):
            values = {
                "model": record._name,
                "res_ids": str(record.ids),
                "composition_mode": mode,
                "body": "Pay to another account",
                "subject": "Hello",
                "partner_ids": [Command.set(to)],
            }
            if mode == "mass_mail":
                values["template_id"] = template.id
            return composer.create(values)._action_send_mail()

        return {
            "post": lambda: record.message_post(body="Hi", partner_ids=to),
            "other type": lambda: record.message_post(
                body="Hi", partner_ids=to, message_type="notification"
            ),
            "comment": lambda: record.message_post(
                body="Hi", subtype_xmlid="mail.mt_comment"
            ),
            "log": lambda: record.message_post(body="Hi"),
            "notify": lambda: record.message_notify(body="Hi", partner_ids=to),
            "composer": lambda: compose("comment"),
            "mass mail": lambda: compose("mass_mail"),
            "template": lambda: template.with_user(record.env.user).send_mail(
                record.id, force_send=True
            ),
            "task": lambda: record.activity_schedule(
                "mail.mail_activity_data_todo", user_id=record.env.uid
            ),
        }

    def test_auditor(self):
        for thread in self.threads:
            record = thread.with_user(self.auditor)
            self.assertTrue(record.has_access("read"))
            for name, call in self.ways(record).items():
                with (
                    self.subTest(thread._name, way=name),
                    self.mock_mail_gateway(),
                    self.assertRaises(AccessError),
                ):
                    call()
                self.assertFalse(self._new_mails)

    def test_collector(self):
        """Who works on the case goes on as before."""
        for thread in self.threads:
            record = thread.with_user(self.collector)
            for name, call in self.ways(record).items():
                with self.subTest(thread._name, way=name), self.mock_mail_gateway():
                    call()

    def test_auditor_still_sees(self):
        task = self.file.with_user(self.collector).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.collector.id
        )
        theirs = self.env["mail.activity"].with_user(self.auditor)
        self.assertIn(task, theirs.search([("res_model", "=", self.file._name)]))
        for call in (
            theirs.browse(task.id).action_feedback,
            theirs.browse(task.id).unlink,
        ):
            with self.assertRaises(AccessError):
                call()
        message = self.file.with_user(self.collector).message_post(body="Called him")
        self.assertIn("Called", message.with_user(self.auditor).body)

    def test_owner_and_accountant_answer(self):
        self.dispute.sudo().user_id = self.salesperson
        for user in (self.salesperson, self.accountant):
            with self.subTest(user.login), self.mock_mail_gateway():
                self.dispute.with_user(user).message_post(body="It was delivered")
        with self.assertRaises(AccessError):
            self.dispute.with_user(self.colleague).message_post(body="Hm")
