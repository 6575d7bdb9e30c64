from datetime import timedelta

from odoo import Command
from odoo.tests import Form, tagged

from .common_fields import OdooFieldsCommon, OdooFieldsTests


@tagged("post_install", "-at_install")
class TestOdooFields(OdooFieldsTests, OdooFieldsCommon):
    """Contacts, invoices and orders are used by those who know no Collections."""

    addon = "collection_followup"
    allow_inherited_tests_method = True

    @classmethod
    def _make_samples(cls):
        cls.debtor.write(
            {
                "collection_role_ids": [
                    Command.set(cls.env["collection.role"].search([], limit=1).ids)
                ],
                "collection_source": "call",
            }
        )
        due = cls.today - timedelta(days=40)
        bill = cls.invoice(1000.0, due - timedelta(days=30), due=due)
        cls.env["collection.run"]._run(cls.company, "auto", today=cls.today)
        cls.env["collection.case"]._sync(cls.company, cls.debtor)
        order = cls.quotation(user=cls.users["salesperson"])
        transaction = cls.paid_online(order, state="pending")
        cls.hold("block")
        payment = cls.env["account.payment"].create(
            {"partner_id": cls.debtor.id, "amount": 10.0}
        )
        everything = cls.env(su=True)
        mail = everything["mail.mail"].create({"subject": "Reminder"})
        return {
            "account.move": bill,
            "account.move.line": cls.receivable(bill),
            "account.payment": payment,
            "crm.team": everything["crm.team"].create({"name": "Sales"}),
            "mail.mail": mail,
            "payment.transaction": transaction,
            "res.company": cls.company,
            "res.partner": cls.debtor,
            "res.users": cls.users["plain employee"],
            "sale.order": order,
        }

    def test_merge_contacts(self):
        for role, model, record in self.writers():
            if model != "res.partner" or role == "customer":
                continue
            twin = self._make_debtor("Customer and Sons", email=self.debtor.email)
            self.invoice(500.0, "2026-03-05", partner=twin)
            self.env["collection.case"]._sync(self.company, twin)
            self.assertTrue(self.case(twin))
            with self.no_error(role, model, "merge"):
                wizard = self.env["base.partner.merge.automatic.wizard"]
                if not wizard.with_user(record.env.user).has_access("create"):
                    continue
                wizard.with_user(record.env.user).create(
                    {
                        "partner_ids": [Command.set((record | twin).ids)],
                        "dst_partner_id": record.id,
                        "state": "selection",
                    }
                ).action_merge()
                self.assertFalse(twin.exists())
                self.assertEqual(len(self.case()), 1)

    def test_settings_are_opened_and_saved(self):
        settings = self.env["res.config.settings"].with_user(self.users["settings"])
        Form(settings).save().execute()
