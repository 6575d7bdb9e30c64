from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_plan import PlanCommon


@tagged("post_install", "-at_install")
class TestPlan(PlanCommon):
    """A plan is several promises on dates that stand and fall together."""

    def test_instalments_pay_the_oldest_item_first(self):
        case, moves = self.owing(700.0, 300.01)
        plan = self.agree(case, count=2, down_payment=200.0)
        self.assertEqual(plan.state, "running")
        self.assertEqual(
            self.states(plan),
            [
                ("04-06", 200.0, "open"),
                ("05-06", 400.01, "open"),
                ("06-08", 400.0, "open"),  # 6 June is a Saturday
            ],
        )
        shares = [
            [(part.move_id, part.amount) for part in promise.line_ids]
            for promise in plan.commitment_ids.sorted("date")
        ]
        self.assertEqual(
            shares,
            [
                [(moves[0], 200.0)],
                [(moves[0], 400.01)],
                [(moves[0], 99.99), (moves[1], 300.01)],
            ],
        )
        self.assertEqual(sum(p.amount for p in plan.commitment_ids), 1000.01)

    def test_the_case_rests_while_the_plan_runs(self):
        case, _moves = self.owing(900.0)
        plan = self.agree(case)
        self.assertEqual((case.to_collect, case.promised), (0.0, 900.0))
        self.assertIn(plan.name, case.plan_line)
        self.judge_on("2026-04-20", case)

    def test_kept(self):
        case, move = self.owing(900.0)
        plan = self.agree(case)
        self.pay_on(move, "2026-04-06", 300.0)
        self.assertEqual(
            self.states(plan),
            [
                ("04-06", 300.0, "kept"),
                ("05-06", 300.0, "open"),
                ("06-08", 300.0, "open"),
            ],
        )
        self.assertEqual((plan.paid_amount, plan.next_on), (300.0, date(2026, 5, 6)))
        self.pay_on(move, "2026-05-08", 300.0)  # within two working days of grace
        self.pay_on(move, "2026-06-08", 300.0)
        self.assertEqual((plan.state, plan.ended_on), ("kept", date(2026, 6, 8)))
        self.assertIn("as agreed", plan.reason)

    def test_one_broken_instalment_brings_the_whole_back(self):
        case, move = self.owing(900.0)
        level = self.stage(2)
        case.sudo()._set_level(
            {self.receivable(move): level}, date(2026, 3, 20), "reminded by hand"
        )
        plan = self.agree(case)
        self.pay_on(move, "2026-04-06", 300.0)
        self.judge_on("2026-05-08", case)
        self.assertEqual(plan.state, "running")  # still within grace
        self.judge_on("2026-05-11", case)
        self.assertEqual(plan.state, "defaulted")
        self.assertEqual(
            [state for _day, _amount, state in self.states(plan)],
            ["kept", "broken", "cancelled"],
        )
        self.assertIn("600.00", plan.reason)
        self.assertIn("May 6, 2026", plan.reason)
        self.assertEqual((case.to_collect, case.promised), (600.0, 0.0))
        item = self.env["collection.item"].search(
            [("line_id", "=", self.receivable(move).id)]
        )
        self.assertEqual(item.stage_id, level)
        calls = self.tasks(case, "call")
        self.assertTrue(any(plan.name in task.summary for task in calls))
        self.assertEqual(calls.user_id, self.collector)

    def test_part_of_an_instalment_is_a_default_too(self):
        case, move = self.owing(900.0)
        plan = self.agree(case)
        self.pay_on(move, "2026-04-06", 200.0)
        self.judge_on("2026-04-09", case)
        self.assertEqual(plan.state, "defaulted")
        self.assertIn("200.00", plan.reason)
        self.assertEqual(case.to_collect, 700.0)

    def test_early_money_meets_the_next_instalments_in_order(self):
        case, move = self.owing(900.0)
        plan = self.agree(case)
        self.pay_on(move, "2026-04-02", 650.0)
        self.assertEqual(
            [state for _day, _amount, state in self.states(plan)],
            ["kept", "kept", "open"],
        )
        self.assertEqual(plan.commitment_ids.sorted("date")[2].paid_amount, 50.0)
        self.judge_on("2026-05-20", case)
        self.assertEqual(plan.state, "running")
        self.pay_on(move, "2026-06-01", 250.0)
        self.assertEqual(plan.state, "kept")

    def test_money_that_turns_up_revives_the_plan(self):
        """Booked after the day of the default, with a value day within grace."""
        case, move = self.owing(900.0)
        plan = self.agree(case)
        self.judge_on("2026-04-09", case)
        self.assertEqual(plan.state, "defaulted")
        self.pay(move, "2026-04-07", 300.0)
        self.judge_on("2026-04-10", case)
        self.assertEqual(plan.state, "running")
        self.assertEqual(
            [state for _day, _amount, state in self.states(plan)],
            ["kept", "open", "open"],
        )

    def test_returned_payment_reopens_a_kept_plan(self):
        case, move = self.owing(900.0)
        plan = self.agree(case, count=1)
        payment = self.pay_on(move, "2026-04-06", 900.0)
        self.assertEqual(plan.state, "kept")
        self.unmatch(payment)
        self.judge_on("2026-04-07", case)
        self.assertEqual((plan.state, plan.ended_on), ("running", False))
        self.judge_on("2026-04-09", case)
        # the money is still on the account
        self.assertEqual(plan.state, "running")
        payment.action_draft()
        payment.action_cancel()
        self.judge_on("2026-04-09", case)
        self.assertEqual(plan.state, "defaulted")

    def test_cancel_by_hand(self):
        case, _move = self.owing(900.0)
        plan = self.agree(case)
        mine = plan.with_user(self.collector)
        with self.assertRaises(UserError):
            mine._cancel("  ")
        with freeze_time("2026-04-02 10:00:00"):
            action = mine.action_cancel()
            wizard = self.env[action["res_model"]].with_user(self.collector)
            wizard = wizard.with_context(**action["context"])
            wizard.create({"reason": "They pay all at once"}).action_confirm()
        self.assertEqual(plan.state, "cancelled")
        self.assertIn("They pay all at once", plan.reason)
        self.assertEqual({p.state for p in plan.commitment_ids}, {"cancelled"})
        self.assertEqual(case.to_collect, 900.0)
        with self.assertRaises(UserError):
            mine._cancel("again")

    def test_a_new_plan_takes_the_place_of_the_old(self):
        case, _move = self.owing(900.0)
        old = self.agree(case)
        new = self.agree(case, count=2)
        self.assertEqual((old.state, new.state), ("cancelled", "running"))
        self.assertIn(new.name, old.reason)
        self.assertEqual(case.promised, 900.0)

    def test_a_plan_takes_the_place_of_a_promise(self):
        case, moves = self.owing(600.0, 300.0)
        with freeze_time("2026-04-01 10:00:00"):
            promise = case.with_user(self.collector)._promise(
                {"date": date(2026, 4, 8)}
            )
        plan = self.agree(case, items={self.receivable(moves[0]): None}, count=2)
        promise = promise.sudo()
        self.assertEqual(promise.state, "postponed")
        rest = self.env["collection.commitment"].search(
            [("case_id", "=", case.id), ("state", "=", "open"), ("plan_id", "=", False)]
        )
        self.assertEqual((rest.amount, rest.line_ids.move_id), (300.0, moves[1]))
        self.assertEqual(sum(plan.commitment_ids.mapped("amount")), 600.0)

    def test_bad_input(self):
        case, moves = self.owing(900.0)
        line = self.receivable(moves)
        other = self.receivable(
            self.invoice(50.0, "2026-02-01", partner=self._make_debtor("Other"))
        )
        for values, words in (
            ({"count": 0}, "how many"),
            ({"down_payment": 900.0}, "leaves nothing"),
            ({"items": {line: 901.0}}, "is open"),
            ({"items": {line: 0.0}}, "remove the item"),
            ({"items": {other: 10.0}}, "belong to somebody else"),
            ({"amount": 1000.0}, "only about"),
            ({"first_on": date(2026, 3, 30)}, "past"),
            ({"first_on": date.min}, "Check the first date"),
            ({"first_on": date.max}, "Check the first date"),
            ({"instalments": [(date(2026, 4, 6), 899.0)]}, "add up"),
            (
                {"instalments": [(date(2026, 5, 6), 1.0), (date(2026, 5, 6), 899.0)]},
                "after",
            ),
        ):
            with self.subTest(values=values), self.assertRaises(UserError) as caught:
                self.agree(case, **values)
            self.assertIn(words, str(caught.exception))
        self.assertFalse(case.plan_ids.filtered(lambda p: p.state != "draft"))

    def test_a_total_of_zero_is_not_everything(self):
        case, _moves = self.owing(900.0)
        with freeze_time(f"{self.DAY} 10:00:00"):
            for amount in (0.0, 0.001, -5.0):
                with self.subTest(amount=amount), self.assertRaises(UserError):
                    self.ask("collection.plan.agree", case, amount=amount)
        self.assertFalse(case.plan_ids.commitment_ids)

    def test_what_is_disputed_is_in_no_plan(self):
        case, moves = self.owing(900.0)
        line = self.receivable(moves)
        reason = self.env["collection.dispute.reason"].create({"name": "Price"})
        with freeze_time(f"{self.DAY} 10:00:00"):
            case._dispute({"line_id": line.id, "amount": 200.0, "reason_id": reason.id})
        with self.assertRaisesRegex(UserError, "700.00 of .* not disputed"):
            self.agree(case, items={line: 900.0})
        plan = self.agree(case, items={line: None}, count=2)
        self.assertEqual(plan.amount, 700.0)
        self.assertEqual((case.promised, case.disputed), (700.0, 200.0))

    def test_paid_while_it_was_a_draft(self):
        case, move = self.owing(900.0)
        with freeze_time("2026-04-01 10:00:00"):
            plan = case._draft_plan({"first_on": date(2026, 4, 6), "count": 2})
        self.pay_on(move, "2026-04-02", 100.0)
        with freeze_time("2026-04-02 10:00:00"), self.assertRaises(UserError) as caught:
            plan.action_start()
        self.assertIn("800.00", str(caught.exception))

    def test_nothing_overdue(self):
        case, move = self.owing(900.0)
        self.pay_on(move, "2026-04-01", 900.0)
        with self.assertRaises(UserError):
            self.agree(case)
