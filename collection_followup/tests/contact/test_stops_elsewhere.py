from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.mail.tests.common import MailCommon

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 10:00:00")
class TestStopsElsewhere(RolesCommon, MailCommon):
    """A stop reaches whoever writes from an invoice or an order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env,
            login="clerk",
            groups="account.group_account_invoice,sales_team.group_sale_salesman",
        )
        cls.bill = cls.invoice(1000.0, "2026-02-01", due="2026-03-02")
        cls.env["collection.case"]._sync(cls.company, cls.debtor)
        cls.file = cls.env["collection.case"].search(
            [("partner_id", "=", cls.debtor.id)]
        )
        cls.order = (
            cls.env["sale.order"]
            .with_user(cls.clerk)
            .create(
                {
                    "partner_id": cls.debtor.id,
                    "user_id": cls.clerk.id,
                    "order_line": [Command.create({"product_id": cls.product_a.id})],
                }
            )
        )

    def setUp(self):
        super().setUp()
        self.warnings = []
        self.startPatcher(
            patch.object(
                self.env.registry["res.users"],
                "_bus_send",
                lambda users, kind, message, **_more: self.warnings.append(message),
            )
        )

    def refuse(self):
        """The credit manager sets that such messages are refused."""
        settings = self.env["collection.settings"].with_user(self.manager).create({})
        settings.collection_stop_elsewhere = "stop"
        self.assertEqual(self.company.collection_stop_elsewhere, "stop")

    def post(self, record):
        """The clerk writes to the customer below a document."""
        with self.mock_mail_gateway():
            return record.with_user(self.clerk).message_post(
                body="Hello",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.debtor.ids,
            )

    def send_wizard(self):
        """Odoo's Send of the invoice, as the clerk sees it."""
        return (
            self.env["account.move.send.wizard"]
            .with_user(self.clerk)
            .with_context(active_model="account.move", active_ids=self.bill.ids)
            .create({"move_id": self.bill.id})
        )

    def test_without_a_stop_nothing_is_said(self):
        self.refuse()
        for record in (self.bill, self.order):
            self.assertFalse(record.with_user(self.clerk).collection_stop_words)
            self.post(record)
        self.assertNotIn("collection_stop", self.send_wizard().alerts or {})
        self.assertFalse(self.warnings)

    def test_each_stop_warns(self):
        for kind, words in (
            ("insolvency", "Insolvency"),
            ("lawyer", "A lawyer acts"),
            ("do_not_contact", "Do not contact"),
        ):
            with self.subTest(kind), self.env.cr.savepoint() as savepoint:
                self.file._stop(kind, "They said so")
                for record in (self.bill, self.order):
                    record = record.with_user(self.clerk)
                    self.assertIn(words, record.collection_stop_words)
                    self.assertNotIn("They said so", record.collection_stop_words)
                    self.warnings.clear()
                    self.assertTrue(self.post(record))
                    self.assertIn(words, self.warnings[-1]["message"])
                alert = self.send_wizard().alerts["collection_stop"]
                self.assertEqual(alert["level"], "warning")
                self.assertIn(words, alert["message"])
                savepoint.rollback()
                self.env.invalidate_all()

    def test_refused_where_the_setting_says_so(self):
        self.refuse()
        self.file._stop("insolvency", "The court wrote")
        for record in (self.bill, self.order):
            with self.assertRaisesRegex(UserError, "must not be written to"):
                self.post(record)
        with self.assertRaisesRegex(UserError, "Insolvency"):
            self.send_wizard().action_send_and_print()

    def test_the_window_for_messages(self):
        self.file._stop("insolvency", "The court wrote")
        action = self.order.with_user(self.clerk).action_quotation_send()
        context = {**action["context"], "active_model": "sale.order"}
        composer = Form(
            self.env["mail.compose.message"]
            .with_user(self.clerk)
            .with_context(**context)
        )
        self.assertIn("Insolvency", composer.collection_stop_words)
        self.refuse()
        with self.assertRaisesRegex(UserError, "must not be written to"):
            composer.save().action_send_mail()

    def test_many_orders_at_once(self):
        self.file._stop("insolvency", "The court wrote")
        self.refuse()
        customer = self._make_debtor("Other")
        other = self.order.copy({"partner_id": customer.id})
        orders = self.order | other
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.clerk)
            .create(
                {
                    "composition_mode": "mass_mail",
                    "model": "sale.order",
                    "res_ids": str(orders.ids),
                    "subject": "Hello",
                    "body": "Hello",
                    "use_exclusion_list": False,
                }
            )
        )
        with self.assertRaisesRegex(UserError, "must not be written to"):
            composer.action_send_mail()

    def test_what_machines_write_and_notes_go_their_way(self):
        self.refuse()
        self.file._stop("insolvency", "The court wrote")
        self.bill.with_user(self.clerk).message_post(body="A note for us")
        with self.mock_mail_gateway():
            self.bill.message_post(
                body="Paid",
                message_type="auto_comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.debtor.ids,
            )
        self.assertFalse(self.warnings)

    def test_a_person_who_asked_for_silence(self):
        self.refuse()
        person = self.env["res.partner"].create(
            {"name": "Petra", "parent_id": self.debtor.id, "email": "petra@x.example"}
        )
        self.env["collection.contact.stop"].create(
            {"partner_id": person.id, "reason": "She asked for it"}
        )
        self.post(self.bill)  # the firm itself may be written to
        with self.assertRaisesRegex(UserError, "does not want it"):
            self.bill.with_user(self.clerk).message_post(
                body="Hello",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=person.ids,
            )

    def test_a_copy_of_the_letter_is_not_printed(self):
        self.file._stop("lawyer", "Their lawyer wrote")
        with self.assertRaisesRegex(UserError, "lawyer"):
            self.env["collection.letter.copy"].with_user(
                self.collector
            )._letters_of_moves(self.bill)
