from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common_roles import RolesCommon

ADDONS = {"collection_followup", "collection_followup_stock"}
# a question that every kind of field can be asked
ASKED = {
    "char": [("ilike", "a"), ("=", False), ("=", "x")],
    "text": [("ilike", "a")],
    "selection": [("=", False), ("in", ["x"])],
    "integer": [(">", 3), ("<=", 3)],
    "float": [(">", 3.0)],
    "monetary": [(">", 3.0), ("<", 3.0), ("<=", 0.0)],
    "boolean": [("=", True)],
    "date": [(">", "2026-01-01"), ("=", False)],
    "datetime": [(">", "2026-01-01")],
    "many2one": [("=", False), ("in", [1]), ("ilike", "a"), ("any", [("id", ">", 0)])],
}
ASKED["one2many"] = ASKED["many2many"] = [
    ("=", False),
    ("!=", False),
    ("in", [1]),
    ("ilike", "a"),
    ("any", [("id", ">", 0)]),
]


@tagged("post_install", "-at_install")
class TestSearchRights(RolesCommon):
    """What somebody may not read he does not find out by searching and counting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = {
            "employee": "base.group_user",
            "visitor": "base.group_portal",
            "reader": "account.group_account_readonly",
            "every_sale": "sales_team.group_sale_salesman_all_leads",
            "settings": "base.group_system",
        }
        cls.roles = [
            *(new_test_user(cls.env, login, group) for login, group in groups.items()),
            cls.collector,
            cls.everybody,
            cls.manager,
            cls.auditor,
            cls.salesperson,
            cls.accountant,
        ]
        export = cls.env.ref("base.group_allow_export")
        users = cls.env["res.users"].concat(*cls.roles)
        users.write({"group_ids": [Command.link(export.id)]})

    def ours(self):
        """Every field of ours that can be searched, and that not everybody reads."""
        for name, model in self.env.items():
            if model._abstract or model._transient:
                continue
            for field in model._fields.values():
                if (
                    field._modules
                    and set(field._modules) <= ADDONS
                    and field._description_searchable
                    and field.groups
                ):
                    yield name, field

    def ways(self, model, field):
        """The ways to ask: a domain, the same in memory, an order, a group."""
        for operator, value in ASKED[field.type]:
            domain = [(field.name, operator, value)]
            yield f"search {operator}", lambda d=domain: model.search_count(d)
            yield f"not {operator}", lambda d=domain: model.search_count(["!", *d])
        domain = [(field.name, "=", False)]
        one = model.sudo().search([], limit=1).sudo(False)
        if one:
            yield "filter", lambda: one.filtered_domain(domain)
            yield "read", lambda: one.read([field.name])
            yield "export", lambda: one.export_data([field.name])
        if field.store or field.name in ("collection_days_late", "collection_stage_id"):
            yield "order", lambda: model.search([], order=field.name)
            yield "group", lambda: model.formatted_read_group([], [field.name])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_fields_that_may_not_be_read(self):
        """By every role, of every model, and through the partner of other models."""
        self.invoice(1000.0, "2026-02-01")
        wrong, asked = [], 0
        for name, field in self.ours():
            for user in self.roles:
                model = self.env[name].with_user(user)
                if model._has_field_access(field, "read"):
                    continue
                for way, call in self.ways(model, field):
                    asked += 1
                    if not self.refuses(call):
                        wrong.append((user.login, name, field.name, way))
        self.assertEqual(wrong, [])
        self.assertGreater(asked, 1000)

    def refuses(self, call):
        """Tell whether a call ends with a refusal of access."""
        try:
            with self.env.cr.savepoint():
                call()
        except AccessError:
            return True
        except ValueError as error:  # a sum that cannot be sorted or grouped at all
            return "Cannot convert" in str(error) or "Cannot aggregate" in str(error)
        return False

    def test_the_amount_on_a_contact(self):
        """The 31 questions that used to find it out, also by way of other models."""
        self.invoice(1000.0, "2026-02-01", due="2026-03-02")
        for user, allowed in (
            (self.salesperson, False),
            (self.accountant, True),
            (self.collector, True),
        ):
            for model, path in (
                ("res.partner", "collection_overdue"),
                ("res.partner", "commercial_partner_id.collection_overdue"),
                ("res.partner", "child_ids.collection_overdue"),
                ("res.users", "partner_id.collection_overdue"),
                ("res.users", "collection_overdue"),
                ("sale.order", "partner_id.collection_overdue"),
                ("account.move", "partner_id.collection_overdue"),
            ):
                theirs = self.env[model].with_user(user)
                if not theirs.has_access("read"):
                    continue
                call = lambda t=theirs, p=path: t.search_count([(p, ">", 999)])  # noqa: E731
                with self.subTest(user=user.login, model=model, path=path):
                    if allowed:
                        call()
                    else:
                        self.assertTrue(self.refuses(call))

    def test_records_that_may_not_be_read(self):
        """Whether there are any is as secret as what they say."""
        case = self.late_case()
        notes = self.env["collection.private.note"].with_user(self.collector)
        note = notes.create({"case_id": case.id, "text": "He is ill"})
        cases = self.env["collection.case"]
        for domain in (
            [("private_note_ids", "!=", False)],
            [("private_note_ids", "in", note.ids)],
            [("private_note_ids", "not in", [False])],
            ["!", ("private_note_ids", "=", False)],
            [("private_note_ids", "any", [("id", ">", 0)])],
            [("private_note_ids.id", ">", 0)],
        ):
            with self.subTest(domain):
                for user in (self.collector, self.manager):
                    self.assertEqual(cases.with_user(user).search(domain), case)
                self.assertFalse(cases.with_user(self.everybody).search(domain))
                with self.assertRaises(AccessError):
                    cases.with_user(self.auditor).search(domain)
        without = [("private_note_ids", "=", False)]
        self.assertIn(case, cases.with_user(self.everybody).search(without))
        self.assertNotIn(case, cases.with_user(self.manager).search(without))
        partners = self.env["res.partner"].with_user(self.colleague)
        found = partners.search([("collection_case_ids", "!=", False)])
        self.assertNotIn(self.debtor, found)
