from contextlib import contextmanager

from odoo import Command
from odoo.tests import new_test_user

from .common_gate import GateCommon

ROLES = {
    "plain employee": "base.group_user",
    "contact manager": "base.group_partner_manager",
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


class OdooFieldsCommon(GateCommon):
    """Every field that an addon of ours puts on a model of Odoo, and every role.

    A subclass names its addon, and gives a record of each model as a sample.
    """

    addon = None

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
            for role, groups in ROLES.items()
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
