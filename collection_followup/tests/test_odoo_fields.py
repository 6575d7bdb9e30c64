from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import Form, tagged

from .common_fields import OUTSIDE, OdooFieldsCommon

# a leaf that finds something, as the filter of a list makes it
LEAF = {
    "boolean": ("=", True),
    "char": ("ilike", "a"),
    "float": (">", 0),
    "integer": (">", 0),
    "monetary": (">", 0),
    "text": ("ilike", "a"),
}
# nobody duplicates these; of a company Odoo itself says so
NEVER_COPIED = ("account.move.line", "payment.transaction", "res.company")
# a field that anybody fills in, on the form of a record
EDITED = {
    "account.move": "ref",
    "account.payment": "memo",
    "crm.team": "name",
    "res.company": "phone",
    "res.partner": "phone",
    "sale.order": "client_order_ref",
}


class OdooFieldsTests:
    """What people do with the records of Odoo's models, our fields on them."""

    def test_each_model_has_a_sample(self):
        lasting = {
            model for model in self.our_fields() if not self.env[model]._transient
        }
        self.assertTrue(lasting)
        self.assertEqual(lasting - set(self.samples), set())

    def test_all_fields_are_read_at_once(self):
        for role, model, record in self.readers():
            ours = self.our_fields().get(model, [])
            rest = [name for name in record.fields_get() if name not in ours]
            if not self._reads(record, rest):
                continue  # Odoo itself offers this role a field that he may not read
            with self.no_error(role, model, "read"):
                self.assertEqual(record.read()[0]["id"], record.id)

    def _reads(self, record, names):
        try:
            return record.read(names)
        except AccessError:
            return False

    def test_each_field_is_read_or_refused(self):
        for role, model, record in self.readers():
            shown = self.shown(record)
            for name in self.our_fields().get(model, []):
                if name in shown:
                    with self.no_error(role, model, name):
                        record.read([name])
                    continue
                with self.subTest(role=role, model=model, name=name):
                    self.assertRaises(AccessError, record.read, [name])

    def test_who_is_not_of_the_house_reads_nothing_of_ours(self):
        readable = set()
        for role, model, record in self.readers():
            if role in OUTSIDE:
                readable.add(model)
                with self.subTest(role=role, model=model):
                    self.assertEqual(list(self.shown(record)), [])
        self.assertIn("res.company", readable)

    def test_export_of_all_that_is_offered(self):
        for role, model, record in self.readers():
            if role in OUTSIDE:
                continue
            for name, field in self.shown(record).items():
                paths = [name, f"{name}/id"] if field.get("relation") else [name]
                with self.no_error(role, model, f"export {name}"):
                    record.export_data(paths)

    def test_filter_sort_and_group(self):
        for role, model, record in self.readers():
            for name in self.shown(record):
                for what, question in self._questions(record, name).items():
                    with self.no_error(role, model, f"{what} {name}"):
                        question()

    def _questions(self, record, name):
        """What a list asks the server about a field."""
        field = record._fields[name]
        about = Domain("id", "=", record.id)
        operator, value = LEAF.get(field.type, ("!=", False))
        asked = {}
        if field._description_searchable:
            leaf = about & Domain(name, operator, value)
            asked["filter"] = lambda: record.search(leaf)
        if field.store and field.column_type:
            asked["sort"] = lambda: record.search(about, order=name)
            by = f"{name}:month" if field.type in ("date", "datetime") else name
            asked["group"] = lambda: record.formatted_read_group(
                about, [by], ["__count"]
            )
        return asked

    def test_duplicate(self):
        done = set()
        for role, model, record in self.writers():
            if model in NEVER_COPIED:
                continue
            with self.no_error(role, model, "copy"):
                self.assertTrue(record.copy())
            done.add(model)
        self.assertEqual(done, set(self.samples) - set(NEVER_COPIED))

    def test_open_and_save_the_form(self):
        for role, model, record in self.writers():
            if model not in EDITED:
                continue
            with self.no_error(role, model, "save"):
                form = Form(record)
                setattr(form, EDITED[model], "changed")
                form.save()
                self.assertEqual(record[EDITED[model]], "changed")

    def test_import_what_was_exported(self):
        for role, model, record in self.writers():
            if model not in EDITED:
                continue
            paths = ["id", EDITED[model]]
            for name, field in self.shown(record).items():
                if not field["readonly"]:
                    paths.append(f"{name}/id" if field.get("relation") else name)
            with self.no_error(role, model, f"import {paths}"):
                rows = record.export_data(paths)["datas"]
                answer = record.load(paths, rows)
                self.assertEqual(answer["messages"], [])
                self.assertEqual(answer["ids"], record.ids)


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
            twin = self._make_debtor("Debtor and Sons", email=self.debtor.email)
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
