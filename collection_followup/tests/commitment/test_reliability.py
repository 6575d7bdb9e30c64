from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common_plan import PlanCommon


@tagged("post_install", "-at_install")
class TestReliability(PlanCommon):
    """How far a debtor can be believed, in numbers that can be checked by hand."""

    def promise(self, case, move, amount, on, day):
        with freeze_time(f"{day} 10:00:00"):
            return case._promise(
                {
                    "items": {self.receivable(move): amount},
                    "date": date.fromisoformat(on),
                }
            )

    def test_by_hand(self):
        """Kept 2 of 3, 1 500 of 2 500; 0 and 2 days late make one on average."""
        case, moves = self.owing(1000.0, 500.0, 1000.0)
        for move, amount in zip(moves, (1000.0, 500.0, 1000.0), strict=True):
            self.promise(case, move, amount, "2026-04-07", "2026-04-01")
        self.pay_on(moves[0], "2026-04-03", 1000.0)
        self.assertEqual((case.promises_kept, case.promises_judged), (1, 1))
        self.assertFalse(case.reliable)  # one says nothing
        self.pay_on(moves[1], "2026-04-09", 500.0)
        self.assertTrue(case.reliable)
        self.judge_on("2026-04-10", case)
        self.assertEqual((case.promises_kept, case.promises_judged), (2, 3))
        words = case.reliability.replace("\xa0", " ")
        self.assertEqual(
            words,
            "Kept 2 of 3, $ 1,500.00 of $ 2,500.00, on average 1 day late",
        )
        self.assertFalse(case.reliable)  # 67 % by number, 60 % by money
        self.company.collection_reliable_share = 60.0
        self.judge_on("2026-04-10", case)
        self.assertTrue(case.reliable)

    def test_forgotten_after_two_years(self):
        case, moves = self.owing(1000.0)
        self.promise(case, moves, 1000.0, "2026-04-07", "2026-04-01")
        self.judge_on("2026-04-10", case)
        self.assertEqual(case.promises_judged, 1)
        self.judge_on("2028-04-08", case)
        self.assertEqual((case.promises_judged, case.reliability), (0, False))

    def test_foreign_money_by_the_rate_of_the_promised_day(self):
        """Two euro to the dollar on 1 April, four on the promised 7th."""
        euro = self.env["res.currency"].create(
            {
                "name": "EUX",
                "symbol": "X",
                "rounding": 0.01,
                "rate_ids": [
                    Command.create({"name": "2026-01-01", "rate": 2.0}),
                    Command.create({"name": "2026-04-07", "rate": 4.0}),
                ],
            }
        )
        case, moves = self.owing(1000.0, currency_id=euro.id)
        self.promise(case, moves, 1000.0, "2026-04-07", "2026-04-01")
        self.judge_on("2026-04-10", case)
        words = case.reliability.replace("\xa0", " ")
        self.assertEqual(words, "Kept 0 of 1, $ 0.00 of $ 250.00")

    def test_queries_do_not_grow_with_debtors(self):
        def count(number):
            partners = self.env["res.partner"]
            for index in range(number):
                debtor = self._make_debtor(f"Many{number}x{index}")
                case, moves = self.owing(100.0, partner=debtor)
                self.promise(case, moves, 100.0, "2026-04-07", "2026-04-01")
                partners |= debtor
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            model = self.env["collection.case"]
            model._rate_reliability(self.company, partners, date(2026, 4, 8))
            return self.cr.sql_log_count - before

        count(1)  # caches
        self.assertEqual(count(2), count(6))


@tagged("post_install", "-at_install")
class TestMoneySinceYesterday(PlanCommon):
    """What came since the previous working day, and which promise it kept."""

    def rows(self, day, user=None):
        with freeze_time(f"{day} 10:00:00"):
            model = self.env["collection.money"].with_user(user or self.manager)
            self.env.flush_all()
            self.env.invalidate_all()
            rows = model.search([])
            return [(r.kind, r.amount, r.partner_id, r.commitment_id) for r in rows]

    def test_money(self):
        case, moves = self.owing(900.0, 50.0)
        plan = self.agree(case, items={self.receivable(moves[0]): None}, count=3)
        self.pay_on(moves[0], "2026-04-03", 300.0)  # Friday
        self.pay_on(moves[1], "2026-04-06", 50.0)
        # the database knows the real time only
        self.env.flush_all()
        self.cr.execute("UPDATE account_payment SET create_date = date")
        first = plan.commitment_ids.sorted("date")[0]
        none = self.env["collection.commitment"]
        since_friday = [
            ("payment", 50.0, self.debtor, none),
            ("payment", 300.0, self.debtor, first),
        ]
        self.assertEqual(self.rows("2026-04-06"), since_friday)
        self.assertEqual(self.rows("2026-04-07"), since_friday[:1])
        self.assertEqual(self.rows("2026-04-06", self.collector), since_friday)
        self.assertFalse(self.rows("2026-04-06", self.colleague))

    def test_bank_line(self):
        case, _moves = self.owing(900.0)
        other = self._make_debtor("Never late")
        with freeze_time("2026-04-02 08:00:00"):
            for partner in (self.debtor, other):
                self.env["account.bank.statement.line"].create(
                    {
                        "journal_id": self.company_data["default_journal_bank"].id,
                        "date": date(2026, 4, 2),
                        "payment_ref": "Thank you",
                        "partner_id": partner.id,
                        "amount": 123.0,
                    }
                )
        none = self.env["collection.commitment"]
        self.assertEqual(self.rows("2026-04-03"), [("bank", 123.0, self.debtor, none)])
        with freeze_time("2026-04-03 10:00:00"):
            row = self.env["collection.money"].search([("case_id", "=", case.id)])
            self.assertEqual(row.action_open_case()["res_id"], case.id)
