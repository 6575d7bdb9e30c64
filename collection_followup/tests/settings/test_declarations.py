from odoo.tests import tagged

from ..common_world import ADDON, WorldCommon


@tagged("post_install", "-at_install")
class TestDeclarations(WorldCommon):
    """Every model of ours says what people write; none says that facts are typed in."""

    def test_every_model_has_a_declaration(self):
        lacking = [name for name in self.tables() if not self.declares(self.env[name])]
        self.assertEqual(lacking, [])
        self.assertEqual(set(self.tables()) - self.world.keys(), set())

    def declares(self, model):
        """Tell whether a model says itself what people write."""
        own = [
            part
            for part in type(model).__mro__
            if part.__dict__.get("_people_write") is not None
            and getattr(part, "_name", None) == model._name
        ]
        return bool(own)

    def test_what_is_declared_exists(self):
        for name in self.tables():
            model = self.env[name]
            for key, rule in model._people_rules().items():
                with self.subTest(name, field=key):
                    self.assertIn(key, model._fields)
                    self.assertFalse(model._fields[key].readonly and not rule.once)
                    if rule.group:
                        self.assertTrue(self.env.ref(rule.group))

    def test_what_declarations_may_not_say(self):
        """Facts and evidence are declared by no model, whatever else changes."""
        facts = {
            "collection.case": {
                "bounced",
                "company_id",
                "hold_effect",
                "hold_id",
                "partner_id",
                "replied_on",
                "stage_id",
                "state",
                "stop",
                "to_collect",
            },
            "collection.notice": {
                "amount",
                "letter_id",
                "line_ids",
                "name",
                "sent_on",
                "state",
            },
            "collection.interaction": {"message_id", "notice_id", "user_id"},
            "collection.commitment": {"amount", "date", "line_ids", "state"},
            "collection.dispute": {"answer", "line_id", "outcome", "state"},
            "collection.plan": {"approved_by_id", "case_id", "state"},
            "collection.document": {"done_by_id", "done_on", "move_id"},
            "collection.private.note": {"user_id"},
            "collection.contact.stop": {"lifted_on", "user_id"},
            "collection.strategy": {"confirmed_revision", "revision"},
        }
        for name, names in facts.items():
            rules = self.env[name]._people_rules()
            self.assertFalse(names & rules.keys(), name)
        for name in (
            "collection.hold",
            "collection.hold.release",
            "collection.item",
            "collection.letter.batch",
            "collection.notice.line",
            "collection.run",
            "collection.run.line",
        ):
            self.assertFalse(self.env[name]._people_rules(), name)

    def test_views_over_tables_are_written_by_nobody(self):
        for name, model in self.env.items():
            if str(model._original_module).startswith(ADDON) and not model._auto:
                if model._abstract or model._transient:
                    continue
                for user in self.roles:
                    for operation in ("write", "create", "unlink"):
                        with self.subTest(name, user=user.login):
                            mine = model.with_user(user).browse()
                            self.assertFalse(mine.has_access(operation))
