from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_world import WorldCommon

# written by the framework, whatever is sent
MAGIC = {"id", "create_uid", "create_date", "write_uid", "write_date", "display_name"}
# a value for each type, unlike what is there
VALUES = {
    "boolean": True,
    "char": "forged",
    "text": "forged",
    "html": "<p>forged</p>",
    "integer": 100000,
    "float": 100000.0,
    "monetary": 100000.0,
    "date": date(2020, 2, 2),
    "datetime": datetime(2020, 2, 2, 2, 2),
    "binary": "Zm9yZ2Vk",
    "json": {"forged": 1},
    "one2many": [(5, 0, 0)],
    "many2many": [(5, 0, 0)],
    "many2one": 1,
    "many2one_reference": 1,
    "reference": "res.partner,1",
}


@tagged("post_install", "-at_install")
class TestWriteRights(WorldCommon):
    """Nobody writes by hand what the declaration of a model does not name.

    The table is made from the registry: every model of ours, every role, every state,
    every field. What is expected is what the declarations say; what they may not say
    stands in ``test_declarations.py``.
    """

    def forged(self, field):
        """A value that somebody could send for a field."""
        if field.type == "selection":
            values = field.get_values(self.env)
            return values[-1] if values else "x"
        return VALUES.get(field.type, "forged")

    def fields_of(self, name):
        """The fields of a model that can be named in a write."""
        model = self.env[name]
        return [field for key, field in model._fields.items() if key not in MAGIC]

    def refused(self, call):
        """Tell whether a call is refused for want of rights."""
        try:
            call()
        except AccessError:
            return True
        return False

    def web(self, record, method, *args):
        """Call a method as the web client does."""
        ids = record.ids
        return call_kw(record, method, [ids, *args] if ids else list(args), {})

    # ------------------------------------------------------------------ the table

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_write(self):
        wrong, asked = [], 0
        for name in self.tables():
            rules = self.env[name]._people_rules()
            for state, record in self.states_of(self.world[name]):
                for user in self.roles:
                    mine = record.with_user(user)
                    for field in self.fields_of(name):
                        asked += 1
                        may = self.allowed(record, user, field.name, rules)
                        if may != self.writes(mine, field, may):
                            wrong.append((name, state, user.login, field.name, may))
        self.assertEqual(wrong, [])
        self.assertGreater(asked, 20000)

    def writes(self, record, field, may):
        """Try to write a field; tell whether it was let through."""
        if not may:
            values = {field.name: self.forged(field)}
            return not self.refused(lambda: self.web(record, "write", values))
        values = {field.name: []}  # the commands of lists are looked at one by one
        if not field.type.endswith("2many"):
            value = record.sudo()[field.name]
            values = {field.name: field.convert_to_write(value, record)}
        with self.env.cr.savepoint() as savepoint:
            done = not self.refused(lambda: self.web(record, "write", values))
            savepoint.rollback()
        record.invalidate_recordset()
        return done

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_create_with_what_is_not_declared(self):
        """By create, by a default from outside and by import."""
        wrong = []
        for name in self.tables():
            rules = self.env[name]._people_rules()
            for user in self.roles:
                model = self.env[name].with_user(user)
                for field in self.fields_of(name):
                    if model._people_may(field.name, rules):
                        continue
                    values = {field.name: self.forged(field)}
                    if not self.refused(lambda v=values, m=model: m.create([v])):
                        wrong.append((name, user.login, field.name, "create"))
                    if self.takes_default(model, field):
                        wrong.append((name, user.login, field.name, "default"))
        self.assertEqual(wrong, [])

    def takes_default(self, model, field):
        """Tell whether a default from outside gets into a field."""
        key, value = field.name, self.forged(field)
        plain = model.default_get([key])
        forged = model.with_context(**{f"default_{key}": value}).default_get([key])
        return plain != forged

    def test_saved_defaults_are_not_taken(self):
        mine = self.env["ir.default"].with_user(self.collector)
        mine.set("collection.interaction", "user_id", self.manager.id, user_id=True)
        values = {"case_id": self.file.id, "kind": "call", "outcome": "reached"}
        entry = self.env["collection.interaction"].with_user(self.collector)
        entry = entry.with_context(default_user_id=self.manager.id).create(values)
        self.assertEqual(entry.user_id, self.collector)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_import(self):
        """What an import names is looked at like everything else."""
        for name in self.tables():
            rules = self.env[name]._people_rules()
            for user in (self.collector, self.manager):
                model = self.env[name].with_user(user)
                known = self.world[name].id
                for field in self.fields_of(name):
                    if model._people_may(field.name, rules) or self.is_list(field):
                        continue
                    column = field.name + "/.id" * (field.type == "many2one")
                    row = [str(known), str(self.forged(field))]
                    with self.subTest(name, user=user.login, field=field.name):
                        before = self.world[name][field.name]
                        self.assertTrue(self.import_fails(model, column, row))
                        self.assertEqual(self.world[name][field.name], before)

    def is_list(self, field):
        """Lists are sent as commands, see ``test_write_attacks.py``."""
        return field.type.endswith("2many")

    def import_fails(self, model, name, row):
        try:
            with self.env.cr.savepoint():
                return not model.load([".id", name], [row])["ids"]
        except AccessError:
            return True

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db")
    def test_copy(self):
        """A copy is made only of what its maker may write."""
        for name in self.tables():
            record = self.world[name]
            if name == "collection.event":
                continue
            rules = self.env[name]._people_rules()
            copied = record.copy_data()[0].keys()
            for user in self.roles:
                mine = record.with_user(user)
                may = mine.has_access("create") and all(
                    mine._people_may(key, rules) for key in copied
                )
                with self.subTest(name, user=user.login):
                    if not may:
                        self.assertFalse(self.copies(mine))

    def copies(self, record):
        """Try to copy a record; the database may say no before the rights do."""
        try:
            with self.env.cr.savepoint():
                return not self.refused(record.copy)
        except IntegrityError:
            return False

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_delete(self):
        """Evidence is deleted by nobody; set-up and drafts by whoever may."""
        for name in self.tables():
            for state, record in self.states_of(self.world[name]):
                rule = record._people_delete
                for user in self.roles:
                    mine = record.with_user(user)
                    may = (
                        mine.has_access("unlink")
                        and bool(rule)
                        and (not rule.states or state in rule.states)
                    )
                    if not may:
                        with self.subTest(name, state=state, user=user.login):
                            self.assertTrue(self.refused(mine.unlink))

    def test_refusals_say_what_to_do(self):
        """Which field, of what, and what to do instead."""
        notice = self.world["collection.notice"].with_user(self.manager)
        with self.assertRaises(AccessError) as caught:
            notice.write({"amount": 1.0})
        self.assertEqual(
            str(caught.exception),
            "Amount demanded (Collection notice) cannot be changed here. A notice is "
            "approved, sent and cancelled by its buttons; one that left is evidence.",
        )
        with self.assertRaisesRegex(AccessError, "Only for: Credit manager"):
            self.file.with_user(self.collector).write({"hold_exempt": True})
