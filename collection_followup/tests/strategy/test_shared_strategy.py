from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
class TestSharedStrategy(RolesCommon):
    """What every company uses is changed by those who manage every company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.setup_other_company(name="Elsewhere")["company"]
        cls.shared = cls.strategy.sudo().copy({"name": "For all", "company_id": False})
        cls.own = cls.strategy.sudo().copy({"name": "Ours"})
        cls.foreign = cls.strategy.sudo().copy(
            {"name": "Theirs", "company_id": cls.other.id}
        )
        cls.all_companies = cls._make_user("chief", "collection_followup", "manager")
        roots = cls.env["res.company"].sudo().search([("parent_id", "=", False)])
        cls.all_companies.sudo().company_ids = [Command.set(roots.ids)]

    def changes(self, strategy):
        """Everything that alters what a strategy sends."""
        stage = strategy.sudo().stage_ids[0].with_env(strategy.env)
        values = {
            "name": "X",
            "severity": "5",
            "delay": 99,
            "active": False,
            "strategy_id": strategy.id,
        }
        return {
            "gap": lambda: strategy.write({"min_gap": 20}),
            "archive": lambda: strategy.write({"active": False}),
            "stage": lambda: stage.write({"delay": stage.delay - 1}),
            "stages": lambda: strategy.write(
                {"stage_ids": [Command.update(stage.id, {"minimum": 5.0})]}
            ),
            "new stage": lambda: stage.create(values),
            "confirm": strategy.action_confirm,
            "no stage": stage.unlink,
            "delete": strategy.unlink,
        }

    def test_of_one_company(self):
        for name, call in self.changes(self.own.with_user(self.manager)).items():
            with self.subTest(name):
                call()

    def test_of_every_company(self):
        theirs = self.shared.with_user(self.manager)
        self.assertTrue(theirs.has_access("read"))
        for name, call in self.changes(theirs).items():
            with self.subTest(name), self.assertRaises(AccessError) as caught:
                call()
            self.assertIn("Copy it for your company", str(caught.exception))
        for name, call in self.changes(
            self.shared.with_user(self.all_companies)
        ).items():
            with self.subTest(name):
                call()

    def test_of_another_company(self):
        theirs = self.foreign.with_user(self.manager)
        for name, call in self.changes(theirs).items():
            with self.subTest(name), self.assertRaises(AccessError):
                call()

    def test_nobody_shares_more_than_he_manages(self):
        mine = self.own.with_user(self.manager)
        with self.assertRaisesRegex(AccessError, "Copy it for your company"):
            mine.company_id = False
        with self.assertRaises(AccessError):
            mine.create({"name": "Mine for all", "company_id": False})
        new = mine.default_get(["company_id"])
        self.assertEqual(new["company_id"], self.company.id)
        copied = self.shared.with_user(self.manager).copy()
        self.assertEqual(copied.company_id, self.company)
        copied.stage_ids[0].minimum = 7.0
        chief = self.shared.with_user(self.all_companies)
        self.assertFalse(chief.copy().company_id)
        self.assertFalse(chief.default_get(["company_id"]).get("company_id"))
