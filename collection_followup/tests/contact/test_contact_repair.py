from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_contact import ContactCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestContactRepair(ContactCommon):
    """Contact data age: marks lower them, the repair window mends them."""

    def window(self, case, **values):
        """The repair window of a case, opened by the collector."""
        action = case.with_user(self.collector).action_repair()
        wizard = self.env[action["res_model"]].with_user(self.collector)
        wizard = wizard.browse(action["res_id"])
        wizard.write(values)
        return wizard

    def found(self, case):
        return {
            (row["name"], row["email"] or row["phone"])
            for row in case._found_addresses()
        }

    def test_other_addresses_are_found(self):
        case = self.late_case()
        buyer = self.env["res.partner"].create(
            {"name": "Bea Buyer", "email": "bea@buyer.example"}
        )
        self.env["sale.order"].sudo().create(
            {"partner_id": buyer.id, "partner_invoice_id": self.debtor.id}
        )
        case.message_post(
            body="Where is my copy?",
            message_type="email",
            email_from="Wim Writer <wim@debtor.example>",
        )
        self.env["res.partner.bank"].create(
            {
                "acc_number": "DE89370400440532013000",
                "partner_id": self._person("Hal Holder").id,
                "acc_holder_name": "Hal Holder",
            }
        )
        gone = self._person("Gil Gone")
        gone._collection_mark_left(date(2026, 3, 1))
        self.payer._collection_mark_bounced("pia@debtor.example")
        found = self.found(case)
        self.assertLessEqual(
            {
                ("Bea Buyer", "bea@buyer.example"),
                ("Wim Writer", "wim@debtor.example"),
                ("Hal Holder", "hal@debtor.example"),
                ("Pia Payer", "+49 30 111"),  # the e-mail came back, the phone is good
                ("Max Boss", "max@debtor.example"),
            },
            found,
        )
        addresses = {address for _name, address in found}
        self.assertNotIn("pia@debtor.example", addresses)
        self.assertNotIn("gil@debtor.example", addresses)
        self.assertNotIn(self.env.user.email, addresses)
        self.assertEqual(len(case._found_addresses()), len(found))

    def test_a_wrong_number_is_wrong_for_all_who_have_it(self):
        case = self.late_case()
        self.debtor.phone = self.boss.phone = self.payer.phone
        other = self._person("Ole Other", phone="+49 30 333")
        silent = self._person("Sy Silent", phone=False)
        case._log_call("wrong_number", {"contact_id": self.payer.id})
        marked = self.payer | self.boss | self.debtor
        self.assertEqual(
            set(marked.mapped("collection_wrong_phone")), {self.payer.phone}
        )
        self.assertFalse(any((other | silent).mapped("collection_wrong_phone")))
        self.assertNotEqual(case._pick_contact("pays", "call")[0], self.boss)

    def test_a_found_address_becomes_a_contact(self):
        case = self.late_case()
        case.message_post(
            body="x",
            message_type="email",
            email_from="Wim Writer <wim@debtor.example>",
        )
        case.sudo().bounced = True
        case._add_task("repair", date(2026, 4, 1), "Find one")
        wizard = self.window(case, source="letter")
        line = wizard.line_ids.filtered(lambda one: one.email == "wim@debtor.example")
        line.use = True
        wizard.action_confirm()
        contact = self.debtor.child_ids.filtered(lambda one: one.name == "Wim Writer")
        self.assertRecordValues(
            contact.sudo(),
            [
                {
                    "email": "wim@debtor.example",
                    "collection_source": "letter",
                    "collection_verified_on": False,
                }
            ],
        )
        self.assertFalse(case.bounced)
        self.assertFalse(self.tasks(case, "repair"))

    def test_a_typed_number_corrects_a_contact(self):
        case = self.late_case()
        self.payer._collection_mark_wrong_number()
        self.assertTrue(self.payer._collection_has_wrong_phone())
        self.window(
            case,
            contact_id=self.payer.id,
            phone="+49 30 999",
            source="call",
            verified=True,
        ).action_confirm()
        self.assertRecordValues(
            self.payer,
            [
                {
                    "phone": "+49 30 999",
                    "email": "pia@debtor.example",
                    "collection_source": "call",
                    "collection_verified_on": date(2026, 4, 1),
                    "collection_verified_by_id": self.collector.id,
                    "collection_wrong_phone": False,
                }
            ],
        )

    def test_bad_input(self):
        case = self.late_case()
        stranger = self._make_debtor("Stranger")
        for values, words in (
            ({}, "name of the new contact"),
            ({"name": "Nobody"}, "type a new one"),
            ({"name": "Nobody", "email": "no address"}, "no e-mail address"),
            ({"contact_id": stranger.id, "phone": "1"}, "does not belong"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.window(case, **values).action_confirm()
        wizard = self.window(case)
        wizard.line_ids.use = True
        with self.assertRaisesRegex(UserError, "not several"):
            wizard.action_confirm()

    def test_a_call_lowers_the_data(self):
        case = self.late_case().with_user(self.collector)
        self.payer._collection_verify("card")
        case._ask_for_repair("wrong_number", self.payer, "")
        self.assertFalse(self.payer.collection_verified_on)
        self.assertNotEqual(case._pick_contact("pays", "call")[0], self.payer)
        self.assertIn("Max Boss", self.tasks(case, "repair").note)
        self.payer.phone = "+49 30 112"
        self.assertEqual(case._pick_contact("pays", "call")[0], self.payer)
        case._ask_for_repair("left_company", self.payer, "")
        self.assertEqual(self.payer.collection_left_on, date(2026, 4, 1))
        self.assertNotEqual(case._pick_contact("pays", "call")[0], self.payer)

    def test_a_bounce_lowers_the_data(self):
        self.payer._collection_verify("call")
        self.payer._collection_mark_bounced("pia@debtor.example")
        self.assertFalse(self.payer.collection_verified_on)
        self.assertIn("came back", self.payer.collection_verified_words)

    def test_verified_by_whom_and_how_long_ago(self):
        self.payer.with_user(self.collector).action_collection_verified()
        self.assertIn("verified today", self.payer.collection_verified_words)
        with freeze_time("2026-04-11 09:00:00"):
            self.payer.invalidate_recordset()
            words = self.payer.collection_verified_words
        self.assertIn("verified 10 days ago", words)
        self.assertIn(self.collector.name, words)

    def test_rights(self):
        case = self.late_case()
        for user in (self.auditor, self.salesperson, self.accountant):
            with self.assertRaises(AccessError):
                self.payer.with_user(user).action_collection_verified()
            with self.assertRaises(AccessError):
                self.payer.with_user(user).action_collection_has_left()
        for user in (self.auditor, self.colleague):
            with self.assertRaises(AccessError):
                case.with_user(user).action_repair()
        wizard = self.env["collection.contact.repair"].with_user(self.colleague)
        values = {"case_ids": [Command.set(case.ids)], "name": "X", "phone": "1"}
        with self.assertRaises(AccessError):
            wizard.create(values).action_confirm()
