from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_plan import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanApproval(PlanCommon):
    """Above the limits a credit manager agrees, and says why not if he does not."""

    def waiting(self):
        case, _move = self.owing(900.0)
        plan = self.agree(case, count=9)  # nine months, nine instalments
        return case, plan

    def test_above_the_limits(self):
        case, plan = self.waiting()
        self.assertEqual(plan.state, "to_approve")
        self.assertFalse(plan.commitment_ids)
        self.assertIn("9 instalments: 6 need no approval.", plan.approval_reason)
        self.assertIn("the plan runs for 9 months", plan.approval_reason)
        self.assertEqual(plan.activity_ids.user_id, self.manager)
        self.assertEqual((case.to_collect, case.promised), (0.0, 900.0))
        self.judge_on("2026-04-07", case)  # the first day passed without an answer
        self.assertEqual(case.to_collect, 900.0)

    def test_approve(self):
        _case, plan = self.waiting()
        with self.assertRaises(AccessError):
            plan.with_user(self.collector).action_approve()
        with freeze_time("2026-04-02 10:00:00"):
            plan.with_user(self.manager).action_approve()
        self.assertEqual((plan.state, plan.approved_by_id), ("running", self.manager))
        self.assertEqual(len(plan.commitment_ids), 9)
        self.assertEqual(set(plan.commitment_ids.mapped("state")), {"open"})
        self.assertFalse(plan.activity_ids)

    def test_approved_too_late(self):
        _case, plan = self.waiting()
        with freeze_time("2026-04-07 10:00:00"), self.assertRaises(UserError):
            plan.with_user(self.manager).action_approve()

    def test_refuse(self):
        case, plan = self.waiting()
        with self.assertRaises(AccessError):
            plan.with_user(self.collector)._refuse("I do not like it")
        with freeze_time("2026-04-02 10:00:00"):
            plan.with_user(self.manager)._refuse("Six months at most")
        self.assertEqual(plan.state, "draft")
        self.assertIn("Six months at most", plan.reason)
        self.assertEqual(case.to_collect, 900.0)
        task = self.tasks(case, "call")
        self.assertIn("Six months at most", task.note)
        self.assertEqual(task.user_id, self.collector)

    def test_small_instalments(self):
        case, _move = self.owing(200.0)
        plan = self.agree(case, count=5, rhythm="weekly")
        self.assertIn("smaller than $ 50.00", plan.approval_reason.replace("\xa0", " "))

    def test_a_manager_needs_nobody(self):
        case, _move = self.owing(900.0)
        plan = self.agree(case, self.manager, count=9)
        self.assertEqual((plan.state, plan.approved_by_id), ("running", self.manager))

    def test_states_are_set_by_buttons(self):
        """A browser could write any field of a record that may be changed."""
        _case, plan = self.waiting()
        mine = plan.with_user(self.collector)
        for values in (
            {"state": "running", "started_on": "2026-04-01"},
            {"approved_by_id": self.collector.id},
            {"approval_reason": False},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                mine.write(values)
        with self.assertRaises(UserError):
            mine.amount = 5.0
        with self.assertRaises(UserError):
            mine.line_ids[0].date = "2026-12-01"
        with self.assertRaises(UserError):
            mine.line_ids.unlink()
        with self.assertRaises(UserError):
            mine.item_ids = [Command.clear()]
        mine.note = "Spoke to the owner"
        with self.assertRaises(AccessError):
            self.env["collection.plan"].with_user(self.collector).create(
                {
                    "case_id": plan.case_id.id,
                    "currency_id": plan.currency_id.id,
                    "amount": 10.0,
                    "first_on": "2026-04-06",
                    "state": "running",
                    "started_on": "2026-04-01",
                }
            )

    def test_roles(self):
        case, plan = self.waiting()
        with self.assertRaises(AccessError):
            plan.with_user(self.auditor).action_cancel()
        self.assertEqual(plan.with_user(self.auditor).name, plan.name)
        with self.assertRaises(AccessError):  # another's case
            plan.with_user(self.colleague).read(["name"])
        with self.assertRaises(AccessError):
            plan.with_user(self.salesperson).read(["name"])
        with self.assertRaises(AccessError):
            self.agree(case, self.auditor)


@tagged("post_install", "-at_install")
class TestPlanWindow(PlanCommon):
    """The window suggests everything overdue, and shows the instalments at once."""

    def window(self, case):
        """The window as the button opens it."""
        action = case.with_user(self.collector).action_agree_plan()
        window = self.env[action["res_model"]].with_user(self.collector)
        return Form(window.with_context(**action["context"]))

    @freeze_time("2026-04-01 10:00:00")
    def test_window(self):
        case, moves = self.owing(700.0, 300.0)
        self.company.collection_confirm_promises = False
        with self.window(case) as form:
            self.assertEqual(form.amount, 1000.0)
            self.assertEqual(form.first_on, date(2026, 4, 2))
            form.first_on = date(2026, 4, 6)
            form.count = 4
            amounts = [form.line_ids.edit(n).amount for n in range(4)]
            self.assertEqual(amounts, [250.0] * 4)
            self.assertFalse(form.problem)
            form.count = 8
            self.assertIn("8 instalments", form.approval)
            form.count = 2
            self.assertFalse(form.approval)
            with form.line_ids.edit(0) as line:
                line.amount = 400.0
            self.assertIn("add up", form.problem)
            with form.line_ids.edit(1) as line:
                line.amount = 600.0
            self.assertFalse(form.problem)
        wizard = form.record
        plan = self.env["collection.plan"].browse(wizard.action_confirm()["res_id"])
        self.assertEqual(
            self.states(plan), [("04-06", 400.0, "open"), ("05-06", 600.0, "open")]
        )
        self.assertEqual(plan.item_ids.move_id, moves)

    @freeze_time("2026-04-01 10:00:00")
    def test_each_currency_has_its_own_plan(self):
        euro = self.setup_other_currency("EUR")
        case, _moves = self.owing(700.0)
        self.owing(800.0, currency_id=euro.id)
        with self.window(case) as form:
            self.assertEqual((form.currency_id.name, form.amount), ("USD", 700.0))
            form.currency_id = euro
            self.assertEqual(form.amount, 800.0)
            form.confirm = False
        wizard = form.record
        plan = self.env["collection.plan"].browse(wizard.action_confirm()["res_id"])
        self.assertEqual(plan.currency_id, euro)
        self.assertEqual(sum(plan.commitment_ids.mapped("amount")), 800.0)

    @freeze_time("2026-04-01 10:00:00")
    def test_draft(self):
        case, _moves = self.owing(700.0)
        wizard = self.agree_by_window(case, count=2)
        plan = self.env["collection.plan"].browse(wizard.action_draft()["res_id"])
        self.assertEqual((plan.state, case.to_collect), ("draft", 700.0))
        plan.with_user(self.collector).write({"count": 3})
        plan.with_user(self.collector).action_reschedule()
        self.assertEqual(len(plan.line_ids), 3)
        plan.with_user(self.collector).unlink()
