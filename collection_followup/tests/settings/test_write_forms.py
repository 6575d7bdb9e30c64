from lxml import etree

from odoo.tests import Form, tagged

from ..common_world import WorldCommon


@tagged("post_install", "-at_install")
class TestWriteForms(WorldCommon):
    """Whoever sees an open field on a screen of ours may save it.

    Every form and every list of ours, for every role that may write there, in every
    state: what the screen leaves open is what the declaration of the model lets
    through, or a user meets a refusal for doing what the screen offers.
    """

    def screens(self, kind):
        """Our views of a kind on models that keep records: (model, view)."""
        views = self.env["ir.ui.view"].sudo()
        found = views.search(
            [
                ("type", "=", kind),
                ("model", "in", self.tables()),
                ("mode", "=", "primary"),
            ]
        )
        return [(view.model, view) for view in found]

    def test_forms_of_what_is_there(self):
        wrong, asked = [], 0
        for name, view in self.screens("form"):
            rules = self.env[name]._people_rules()
            for state, record in self.states_of(self.world[name]):
                for user in self.roles:
                    mine = record.with_user(user)
                    if not mine.has_access("write"):
                        continue
                    for field in self.open_fields(mine, view):
                        asked += 1
                        if not self.allowed(record, user, field, rules):
                            wrong.append((view.xml_id, state, user.login, field))
        self.assertEqual(wrong, [])
        self.assertGreater(asked, 200)

    def open_fields(self, record, view):
        """The fields that a form lets the user change."""
        form = Form(record, view)
        return [
            name
            for name in form._view["fields"]
            if name in record._fields
            and name != "id"
            and not form._get_modifier(name, "readonly")
            and not form._get_modifier(name, "invisible")
        ]

    def test_forms_of_what_is_new(self):
        """Whatever a new record sends, also what is not shown, may be sent."""
        wrong, asked = [], 0
        for name, view in self.screens("form"):
            rules = self.env[name]._people_rules()
            for user in self.roles:
                model = self.env[name].with_user(user)
                if not model.has_access("create") or not self.makes(view):
                    continue
                form = Form(model.with_context(default_case_id=self.file.id), view)
                for field in form._view["fields"]:
                    if field == "id" or form._get_modifier(field, "readonly"):
                        continue
                    asked += 1
                    if not model._people_may(field, rules):
                        wrong.append((view.xml_id, user.login, field))
        self.assertEqual(wrong, [])
        self.assertGreater(asked, 30)

    def makes(self, view):
        """Tell whether new records are made on a screen."""
        arch = etree.fromstring(view.get_combined_arch())
        return arch.get("create") not in ("0", "false", "False")

    def test_lists_that_are_edited(self):
        """What a list leaves open, there and within forms."""
        wrong, asked = [], 0
        for name in self.tables():
            for user in self.roles:
                for model, field in self.open_columns(self.env[name].with_user(user)):
                    asked += 1
                    if not model._people_may(field, model._people_rules()):
                        wrong.append((name, user.login, model._name, field))
        self.assertEqual(wrong, [])
        self.assertGreater(asked, 50)

    def open_columns(self, model):
        """Columns that the user changes in lists of a model: (model, field)."""
        views = [
            view.id
            for kind in ("form", "list")
            for name, view in self.screens(kind)
            if name == model._name
        ]
        for view in views if model.has_access("write") else ():
            kind = self.env["ir.ui.view"].sudo().browse(view).type
            arch = etree.fromstring(model.get_view(view, kind)["arch"])
            for table in arch.xpath("//list[@editable or @multi_edit]"):
                parent = table.getparent()
                inner = model
                if parent is not None:
                    inner = model[parent.get("name")]
                if "_people_rules" not in dir(inner):
                    continue
                shown = inner.fields_get(attributes=["readonly"])
                for node in table.xpath("./field"):
                    name = node.get("name")
                    shut = node.get("readonly") or str(shown[name]["readonly"])
                    if shut not in ("1", "True"):
                        yield inner, name
