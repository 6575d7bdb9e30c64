from collections import defaultdict

from freezegun import freeze_time
from lxml import etree

from odoo.tests import HttpCase, new_test_user, tagged

from . import web_arch
from .common_every_state import EveryStateCommon
from .common_press import Walk

GROUPS = {
    "collector": "collection_followup.group_collection_user",
    "all": "collection_followup.group_collection_all",
    "manager": "collection_followup.group_collection_manager",
    "auditor": "collection_followup.group_collection_auditor",
    "salesperson": "sales_team.group_sale_salesman",
    "accountant": "account.group_account_invoice",
    "administrator": "base.group_system",
    "internal": "base.group_user",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 10:00:00")
class TestEveryButton(EveryStateCommon, HttpCase):
    """Whoever is offered a button may press it, whatever the state of the record."""

    MODULES = ("collection_followup",)
    walks = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.walks, cls.met, cls.samples = {}, set(), {}
        data = cls.env["ir.model.data"].search([("module", "in", cls.MODULES)])
        by_model = data.grouped("model")
        cls.actions = {
            one.res_id
            for model in by_model
            if model.startswith("ir.actions.")
            for one in by_model[model]
        }
        views = cls.env["ir.ui.view"].browse(by_model["ir.ui.view"].mapped("res_id"))
        cls.our_views = views.filtered(lambda view: view.type != "qweb")
        cls.extended = set(cls.our_views.filtered("inherit_id").mapped("model"))
        cls.buttons = {
            key
            for view in cls.our_views
            for key in web_arch.keys(etree.fromstring(view.arch_db), view.model)
        }

    def is_own(self, model):
        return model.startswith("collection.")

    def is_ours(self, xml_id):
        return (xml_id or "").split(".")[0] in self.MODULES

    def fetch(self, walk, url):
        """Ask for a page or a file as a role."""
        response = self.url_open(url)
        if response.status_code != 200:
            raise AssertionError(f"{response.status_code} {url}: {response.text[:500]}")

    def walk(self, role):
        if role not in self.walks:
            user = self.people[role]
            self.authenticate(user.login, user.login.ljust(8, "x"))
            walk = Walk(self, role, user)
            walk.menus()
            for records in self.records():
                walk.links(records)
            self.walks[role] = walk
        return self.walks[role]

    def test_every_role(self):
        faults = defaultdict(list)
        for role in __import__('os').environ.get('ROLES','').split() or self.people:
            walk = self.walk(role)
            for text, places in walk.faults.items():
                faults[text] += [f"{role}: {place}" for place in places]
        for text, places in faults.items():
            with self.subTest(places[0]):
                shown = "\n  ".join(places[:10])
                self.fail(f"{len(places)} times:\n  {shown}\n{text}")

    def test_there_is_a_record_in_each_state(self):
        for records in self.records():
            for name in ("state", "kind", "email_state", "letter_state"):
                field = records._fields.get(name)
                if not field or field.type != "selection" or not self.is_own(records._name):
                    continue
                wanted = {key for key, _label in field._description_selection(self.env)}
                found = set(records.mapped(name))
                print(records._name, name, "missing", wanted - found, "found", found, len(records))

