from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import html2plaintext

from .common_mail import MailDoorCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-03 09:00:00")
class TestStagePreview(MailDoorCommon):
    """A stage is read as a customer would, and sent to oneself, before it is used."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["ir.module.module"].search(
            [("name", "=", "collection_followup")]
        )._update_translations(["fr_FR"])
        groups = "collection_followup.group_collection_manager"
        cls.boss = new_test_user(
            cls.env, "boss", groups=groups, email="boss@us.example"
        )
        cls.stage_1 = cls.stage(1)
        cls.stage_1.write({"subject": "Account of {{ customer }}"})
        cls.stage_1.with_context(lang="fr_FR").subject = "Compte de {{ customer }}"

    def setUp(self):
        super().setUp()
        self.overdue()
        self.env["collection.case"]._sync(self.company, self.debtor)
        self.case()._judge()

    def preview(self, **values):
        action = self.stage_1.with_user(self.boss).action_preview()
        window = self.env[action["res_model"]].with_user(self.boss)
        return window.with_context(**action["context"]).create(values)

    def test_as_the_customer_reads_it(self):
        window = self.preview()
        self.assertEqual(window.case_id, self.case())
        self.assertEqual(window.subject, "Account of Debtor & Sons")
        text = html2plaintext(window.body)
        self.assertIn("1,000.00", text)
        self.assertIn("April", text)
        self.assertFalse(self.notices(states=None), "nothing is kept")

    def test_in_another_language(self):
        window = self.preview(lang="fr_FR")
        self.assertEqual(window.subject, "Compte de Debtor & Sons")
        self.assertIn("avril", html2plaintext(window.body))

    def test_sent_to_oneself_and_nobody_else(self):
        window = self.preview()
        with self.mail_server():
            action = window.action_send_to_me()
        (mail,) = self.emails
        self.assertEqual(mail["smtp_to_list"], ["boss@us.example"])
        self.assertIn("Subject: Test: Account of Debtor & Sons", mail["message"])
        self.assertIn("boss@us.example", action["params"]["message"])
        self.assertFalse(self.notices(states=None))
        self.assertFalse(self.case().interaction_ids)

    def test_without_an_address_of_ones_own(self):
        window = self.preview()
        self.boss.partner_id.email = False
        with self.assertRaisesRegex(UserError, "your own e-mail address"):
            window.action_send_to_me()

    def test_with_nobody_overdue(self):
        self.pay(self.debtor.invoice_ids, "2026-04-02")
        self.case()._judge()
        window = self.preview()
        self.assertFalse(window.case_id)
        self.assertIn("Choose a customer", window.body)
        with self.assertRaisesRegex(UserError, "Choose a customer"):
            window.action_send_to_me()
