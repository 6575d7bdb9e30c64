from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import CollectionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestOpenItems(CollectionCommon):
    """The aged list: what is open, how old, whose, and always the ledger's sums."""

    def items(self, *domain):
        return self.env["collection.open.item"].search(
            list(domain), order="date_due, id"
        )

    def test_ages_by_due_date(self):
        for due in (
            "2026-06-15",
            "2026-06-14",
            "2026-05-16",
            "2026-05-15",
            "2026-04-16",
        ):
            self.invoice(100.0, "2026-01-05", due=due)
        self.invoice(100.0, "2026-01-05", due="2026-03-17")
        self.invoice(100.0, "2025-11-05", due="2025-12-16")
        self.assertEqual(
            [(item.days_late, item.bucket) for item in self.items()],
            [
                (181, "5_over"),
                (90, "3_90"),
                (60, "2_60"),
                (31, "2_60"),
                (30, "1_30"),
                (1, "1_30"),
                (0, "0_current"),
            ],
        )

    def test_sums_are_those_of_the_ledger(self):
        first = self.invoice(1000.0, "2026-03-01", due="2026-03-31")
        self.invoice(500.0, "2026-06-01", due="2026-07-01")
        self.pay(first, "2026-04-10", amount=400.0)
        contact = self._make_debtor("Clerk", parent_id=self.debtor.id, is_company=False)
        payment = self.env["account.payment"].create(
            {
                "partner_id": contact.id,
                "amount": 50.0,
                "date": "2026-06-01",
                "journal_id": self.company_data["default_journal_bank"].id,
            }
        )
        payment.action_post()
        items = self.items(("partner_id", "=", self.debtor.id))
        ledger = sum(
            self.env["account.move.line"]
            .search(
                [
                    ("account_type", "=", "asset_receivable"),
                    ("partner_id", "child_of", self.debtor.id),
                    ("parent_state", "=", "posted"),
                ]
            )
            .mapped("amount_residual")
        )
        self.assertAlmostEqual(sum(items.mapped("amount_open_company")), ledger)
        # money on account is beside what is late, not in it
        self.assertEqual(
            sorted(items.mapped(lambda i: (i.bucket, i.amount_open, i.amount_late))),
            [
                ("0_current", 500.0, 0.0),
                ("3_90", 600.0, 600.0),
                ("6_credit", -50.0, 0.0),
            ],
        )

    def test_two_currencies_keep_their_own_amounts(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        self.invoice(1000.0, "2026-03-01", due="2026-03-31", currency_id=euro.id)
        item = self.items()
        self.assertRecordValues(
            item,
            [
                {
                    "currency_id": euro.id,
                    "amount_open": 1000.0,
                    "amount_open_company": 500.0,
                    "days_late": 76,
                }
            ],
        )

    def test_customer_reference_and_case(self):
        self.invoice(1000.0, "2026-03-01", due="2026-03-31", ref="PO 4711")
        self.run_on("2026-06-15")
        item = self.items()
        self.assertEqual(item.customer_reference, "PO 4711")
        self.assertEqual(item.case_id, self.case())
        self.assertEqual(self.case().open_item_ids, item)
        self.assertEqual(self.case().open_item_count, 1)

    def test_small_remainder_is_under_both_limits(self):
        # 5 % and 50: 40 of 1000 is small, 40 of 400 is not, 60 of 2000 is not
        for total, rest in (
            (1000.0, 40.0),
            (400.0, 40.0),
            (2000.0, 60.0),
            (30.0, 30.0),
        ):
            move = self.invoice(total, "2026-03-01", due="2026-03-31")
            if rest < total:
                self.pay(move, "2026-04-10", amount=total - rest)
        small = self.items(("remainder", "=", True))
        self.assertEqual(small.mapped("amount_open"), [40.0])
        self.assertEqual(small.amount_total, 1000.0)

    def test_entries_without_debtor_are_listed(self):
        receivable = self.company_data["default_account_receivable"]
        income = self.company_data["default_account_revenue"]
        entry = self.env["account.move"].create(
            {
                "journal_id": self.company_data["default_journal_misc"].id,
                "date": "2026-03-01",
                "line_ids": [
                    Command.create({"account_id": receivable.id, "debit": 70.0}),
                    Command.create({"account_id": income.id, "credit": 70.0}),
                ],
            }
        )
        entry.action_post()
        item = self.items(("partner_id", "=", False))
        self.assertEqual(item.move_id, entry)
        self.assertTrue(item.no_followup)  # Odoo's rule for general journals
        self.assertEqual(item.kind, "other")

    def test_pivot_by_debtor_and_age(self):
        self.invoice(100.0, "2026-01-05", due="2026-06-10")
        self.invoice(300.0, "2026-01-05", due="2026-01-20")
        groups = self.env["collection.open.item"]._read_group(
            [], ["partner_id", "bucket"], ["amount_open_company:sum"]
        )
        self.assertEqual(
            [(partner, bucket, amount) for partner, bucket, amount in groups],
            [(self.debtor, "1_30", 100.0), (self.debtor, "4_180", 300.0)],
        )

    def test_money_in_transit_is_listed_with_its_age(self):
        move = self.invoice(1000.0, "2026-03-01", due="2026-03-31")
        journal = self.company_data["default_journal_bank"]
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "date": "2026-06-01",
                "payment_ref": move.name,
                "partner_id": self.debtor.id,
                "amount": 250.0,
            }
        )
        money = self.env["collection.incoming"].search([("kind", "=", "bank")])
        self.assertRecordValues(
            money,
            [
                {
                    "partner_id": self.debtor.id,
                    "amount": 250.0,
                    "days": 14,
                    "too_long": True,
                    "res_id": line.id,
                }
            ],
        )
        self.company.collection_transit_days = 20
        self.env.flush_all()
        money.invalidate_recordset()
        self.assertFalse(money.too_long)
        self.assertEqual(money.action_open_source()["res_id"], line.move_id.id)
