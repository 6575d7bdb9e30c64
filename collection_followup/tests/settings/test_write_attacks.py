from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..common_world import WorldCommon

# what nobody may type in, and a value that somebody might send
FORGED = {
    "collection.commitment": {"amount": 1.0, "state": "kept"},
    "collection.dispute": {"state": "cancelled", "line_id": 1},
    "collection.document": {"done_on": "2020-02-02"},
    "collection.hold": {"state": "ended"},
    "collection.interaction": {"user_id": 1},
    "collection.notice": {"state": "cancelled", "amount": 1.0},
    "collection.notice.line": {"amount": 1.0},
    "collection.plan": {"state": "done"},
    "collection.plan.item": {"amount": 1.0},
    "collection.plan.line": {"amount": 1.0},
    "collection.private.note": {"user_id": 1},
    "collection.run.line": {"action": "wait"},
}


@tagged("post_install", "-at_install")
class TestWriteAttacks(WorldCommon):
    """What a browser can send beside plain writes, by those who have most rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world["collection.plan"].write({"state": "running"})
        cls.notice = cls.world["collection.notice"]
        cls.notice.write({"state": "sent", "sent_on": cls.today})
        cls.people = (cls.collector, cls.everybody, cls.manager)

    def rpc(self, record, method, *args):
        """Call a method of records as the web client does."""
        context = {"context": dict(record.env.context)}
        return call_kw(record, method, [record.ids, *args], context)

    def refuse(self, call):
        """Expect that a call fails for want of rights, and does nothing."""
        try:
            with self.env.cr.savepoint():
                call()
        except AccessError:
            self.env.invalidate_all()
        else:
            self.fail("this was let through")

    def test_web_save(self):
        for name, values in FORGED.items():
            for user in self.people:
                record = self.world[name][:1].with_user(user)
                with self.subTest(name, user=user.login):
                    self.refuse(
                        lambda r=record, v=values: self.rpc(r, "web_save", v, {})
                    )
                    if name.startswith("collection.plan."):
                        continue  # an amount is typed in there: see below
                    new = record.browse()
                    self.refuse(lambda n=new, v=values: self.rpc(n, "web_save", v, {}))

    def test_an_instalment_more(self):
        plan = self.world["collection.plan"]
        day = plan.line_ids.date + timedelta(days=1)
        values = {"plan_id": plan.id, "date": day, "amount": 1.0}
        for user in self.people:
            lines = plan.line_ids.browse().with_user(user)
            self.refuse(lambda r=lines: self.rpc(r, "web_save", values, {}))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_commands_from_any_parent(self):
        """Lists of our records, on models of ours and of Odoo's."""
        tried = 0
        for name, values in FORGED.items():
            record = self.world[name][:1]
            for parent, field in self.parents(record):
                for command in self.commands(record, values):
                    for user in self.people:
                        tried += 1
                        mine = parent.with_user(user)
                        sent = {field.name: [command]}
                        with self.subTest(str(field), command=command, user=user.login):
                            self.refuse_or_nothing(
                                record, lambda m=mine, s=sent: self.rpc(m, "write", s)
                            )
        self.assertGreater(tried, 200)

    def commands(self, record, values):
        """What can be sent for a list with a record, beside what its owner may do."""
        yield from ((0, 0, values), (1, record.id, values))
        if not record._people_delete or record._people_delete.states:
            yield from ((2, record.id), (3, record.id), (5,), (6, 0, []))

    def parents(self, record):
        """The records in a list of which a record stands: (parent, field)."""
        for model in self.env.values():
            for field in model._fields.values():
                if field.type != "one2many" or field.comodel_name != record._name:
                    continue
                inverse = field.inverse_name and record._fields.get(field.inverse_name)
                here = inverse and inverse.comodel_name == model._name
                if here and record[field.inverse_name]:
                    yield record[field.inverse_name].sudo(False), field

    def refuse_or_nothing(self, record, call):
        """Expect that a call is refused, or leaves a record and its fellows alone."""
        before = self.rows(record)
        try:
            with self.env.cr.savepoint():
                call()
        except (AccessError, UserError):
            self.env.invalidate_all()
        self.assertEqual(self.rows(record), before)

    def rows(self, record):
        """What the database keeps of the model of a record."""
        self.env.flush_all()
        table = SQL.identifier(record._table)
        return self.env.execute_query(SQL("SELECT * FROM %s ORDER BY id", table))

    def test_names_of_others_in_the_context(self):
        """A button acts with more rights than its user, and in his context."""
        sheet = self.env["collection.call"].with_user(self.collector)
        sheet = sheet.create(
            {
                "case_ids": self.file.ids,
                "direction": "in",
                "outcome": "reached",
                "note": "He called",
            }
        )
        forged = sheet.with_context(
            default_user_id=self.colleague.id,
            default_notice_id=self.notice.id,
            default_written_on="2020-02-02",
        )
        self.rpc(forged, "action_confirm")
        entry = self.env["collection.interaction"].search([], limit=1, order="id desc")
        self.assertEqual(entry.case_id, self.file)
        self.assertEqual(entry.user_id, self.collector)
        self.assertFalse(entry.notice_id)
        self.assertEqual(entry.written_on, self.today)

    def test_archived_and_put_in_order(self):
        for user in self.people:
            case = self.file.with_user(user)
            self.refuse(lambda c=case: self.rpc(c, "action_archive"))
            lines = self.world["collection.plan.line"].with_user(user)
            self.refuse(lambda r=lines: self.rpc(r, "web_resequence", {}, "amount"))

    def test_nothing_else_is_translated(self):
        """Translations are written beside ``write``: of what people write only."""
        for name in self.tables():
            rules = self.env[name]._people_rules()
            for field in self.env[name]._fields.values():
                if field.translate and field.store:
                    with self.subTest(str(field)):
                        self.assertIn(field.name, rules)
