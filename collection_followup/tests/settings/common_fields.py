from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import Form, new_test_user

from ..gate.common_gate import GateCommon

ROLES = {
    "plain employee": "base.group_user",
    "contact manager": "base.group_user,base.group_partner_manager",
    "salesperson": "sales_team.group_sale_salesman,base.group_partner_manager",
    "sales manager": "sales_team.group_sale_manager",
    "invoicing": "account.group_account_invoice,base.group_partner_manager",
    "accountant": "account.group_account_manager",
    "ledger reader": "account.group_account_readonly",
    "settings": "base.group_system",
    "collector": "collection_followup.group_collection_user",
    "credit manager": "collection_followup.group_collection_manager",
    "auditor": "collection_followup.group_collection_auditor",
    "customer": "base.group_portal",
    "visitor": "base.group_public",
}
OUTSIDE = ("customer", "visitor")
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


class OdooFieldsCommon(GateCommon):
    """Every field that an addon of ours puts on a model of Odoo, and every role.

    A subclass names its addon, and gives a record of each model as a sample.
    """

    addon = None
    roles = ROLES
    edited = EDITED

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                login=f"fields_{role}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for role, groups in cls.roles.items()
        }
        inside = [user.id for role, user in cls.users.items() if role not in OUTSIDE]
        exporters = cls.env.ref("base.group_allow_export").sudo()
        exporters.user_ids = [Command.link(user) for user in inside]
        cls.users["customer"].partner_id.parent_id = cls.debtor
        cls.samples = cls._make_samples()

    @classmethod
    def _make_samples(cls):
        """A record for each model of Odoo on which the addon puts a field."""
        raise NotImplementedError

    @classmethod
    def our_fields(cls):
        """The names of the addon's fields, by model of Odoo."""
        found = {}
        for model in cls.env.registry.models:
            own = [
                name
                for name, field in cls.env[model]._fields.items()
                if field._modules == (cls.addon,) and not field.inherited
            ]
            if own and not model.startswith("collection."):
                found[model] = own
        return found

    @contextmanager
    def no_error(self, role, model, what):
        """Whatever is refused in the block is a fault, told with its place."""
        with self.subTest(role=role, model=model, what=what), self.env.cr.savepoint():
            yield

    def readers(self):
        """Role, model, and the sample as this role sees it, where he may read it."""
        for model, sample in self.samples.items():
            for role, user in self.users.items():
                record = sample.with_user(user)
                self.env.invalidate_all()
                if record.has_access("read"):
                    yield role, model, record

    def writers(self):
        """The same, where the role may make and change such records."""
        for role, model, record in self.readers():
            if record.has_access("write") and record.has_access("create"):
                yield role, model, record

    def shown(self, record):
        """The addon's fields that a role is offered, with their descriptions."""
        own = self.our_fields().get(record._name, [])
        described = record.fields_get()
        return {name: described[name] for name in own if name in described}


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
        self.assertTrue(readable)

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
            if model not in self.edited:
                continue
            with self.no_error(role, model, "save"):
                form = Form(record)
                setattr(form, self.edited[model], "changed")
                form.save()
                self.assertEqual(record[self.edited[model]], "changed")

    def test_import_what_was_exported(self):
        for role, model, record in self.writers():
            if model not in self.edited:
                continue
            paths = ["id", self.edited[model]]
            for name, field in self.shown(record).items():
                if not field["readonly"]:
                    paths.append(f"{name}/id" if field.get("relation") else name)
            with self.no_error(role, model, f"import {paths}"):
                (row,) = record.export_data(paths)["datas"]
                answer = record.load(paths, [[self._in_a_file(cell) for cell in row]])
                self.assertEqual(answer["messages"], [])
                self.assertEqual(answer["ids"], record.ids)

    def _in_a_file(self, cell):
        """What a cell is in the file that somebody sends back."""
        return "" if cell is None else str(cell)
