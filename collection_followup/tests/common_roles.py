from odoo import Command
from odoo.tests import new_test_user

from .common import CollectionCommon


class RolesCommon(CollectionCommon):
    """One user for each role, and a case of a debtor who is late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_user("collector", "collection_followup", "user")
        cls.colleague = cls._make_user("colleague", "collection_followup", "user")
        cls.everybody = cls._make_user("all_cases", "collection_followup", "all")
        cls.manager = cls._make_user("manager", "collection_followup", "manager")
        cls.auditor = cls._make_user("auditor", "collection_followup", "auditor")
        cls.salesperson = new_test_user(
            cls.env, login="salesperson", groups="sales_team.group_sale_salesman"
        )
        cls.accountant = new_test_user(
            cls.env, login="accountant", groups="account.group_account_invoice"
        )
        cls.company.collection_manager_id = cls.manager

    @classmethod
    def _make_user(cls, login, module, group):
        return new_test_user(
            cls.env, login=login, groups=f"{module}.group_collection_{group}"
        )

    def late_case(self, day="2026-04-01", amount=1000.0, due="2026-03-02"):
        """The case of the debtor with one invoice, run once without a notice."""
        self.invoice(amount, "2026-02-01", due=due)
        self.env["collection.case"]._sync(self.company, self.debtor)
        case = self.case()
        case.user_id = self.collector
        case._judge()
        return case

    def ask(self, model, case, user=None, **values):
        """Open a window on a case as a user and confirm it."""
        wizard = self.env[model].with_user(user or self.collector)
        values["case_ids"] = [Command.set(case.ids)]
        return wizard.create(values).action_confirm()

    def tasks(self, case, kind):
        """The open tasks of a kind on a case."""
        return case._tasks(case._task_types(kind))
