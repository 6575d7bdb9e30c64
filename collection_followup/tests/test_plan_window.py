from datetime import date

from freezegun import freeze_time

from odoo.tests import Form, tagged

from .common_plan import PlanCommon


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
        self.owing(80.0, currency_id=euro.id)
        with self.window(case) as form:
            self.assertEqual((form.currency_id.name, form.amount), ("USD", 700.0))
            form.currency_id = euro
            self.assertEqual(form.amount, 80.0)
            form.confirm = False
        wizard = form.record
        plan = self.env["collection.plan"].browse(wizard.action_confirm()["res_id"])
        self.assertEqual(plan.currency_id, euro)
        self.assertEqual(sum(plan.commitment_ids.mapped("amount")), 80.0)

    @freeze_time("2026-04-01 10:00:00")
    def test_draft(self):
        case, _moves = self.owing(700.0)
        wizard = self.agree_by_window(case, count=2)
        plan = self.env["collection.plan"].browse(wizard.action_draft()["res_id"])
        self.assertEqual((plan.state, case.to_chase), ("draft", 700.0))
        plan.with_user(self.collector).write({"count": 3})
        plan.with_user(self.collector).action_reschedule()
        self.assertEqual(len(plan.line_ids), 3)
        plan.with_user(self.collector).unlink()
