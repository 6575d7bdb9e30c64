import random
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from ...report.statement.statement_data import statements_of
from .common_ledger import LedgerCommon

TODAY = date(2026, 6, 30)
START = date(2026, 1, 5)
SEEDS = (1, 2, 3)
STEPS = 20
MET = {
    "branch",
    "contact",
    "credit note",
    "euro",
    "instalments",
    "money on account",
    "non-trade",
    "blocked",
    "opted out",
    "only in ours",
    "part-paid",
    "rounded",
}

# What is open, worked out from the partials and not from the stored rests.
LEDGER = """
    WITH line AS (
        SELECT l.id, l.currency_id, COALESCE(l.date_maturity, l.date) AS due,
               ROUND(l.amount_currency
                     - COALESCE((SELECT SUM(r.debit_amount_currency)
                                   FROM account_partial_reconcile r
                                  WHERE r.debit_move_id = l.id), 0)
                     + COALESCE((SELECT SUM(r.credit_amount_currency)
                                   FROM account_partial_reconcile r
                                  WHERE r.credit_move_id = l.id), 0), 2) AS rest,
               ROUND(l.balance
                     - COALESCE((SELECT SUM(r.amount)
                                   FROM account_partial_reconcile r
                                  WHERE r.debit_move_id = l.id), 0)
                     + COALESCE((SELECT SUM(r.amount)
                                   FROM account_partial_reconcile r
                                  WHERE r.credit_move_id = l.id), 0), 2) AS worth,
               l.no_followup IS TRUE OR m.payment_state = 'blocked' AS excluded
          FROM account_move_line l
          JOIN account_move m ON m.id = l.move_id AND m.state = 'posted'
          JOIN account_account a ON a.id = l.account_id
           AND a.account_type = 'asset_receivable' AND a.non_trade IS NOT TRUE
          JOIN res_partner p ON p.id = l.partner_id
         WHERE p.commercial_partner_id = %(debtor)s
           AND l.company_id IN %(companies)s)
    SELECT currency_id,
           COALESCE(SUM(rest), 0),
           COALESCE(SUM(rest) FILTER (WHERE rest > 0 AND due < %(today)s), 0),
           COALESCE(SUM(rest) FILTER (WHERE rest > 0 AND due >= %(today)s), 0),
           COALESCE(SUM(rest) FILTER (
               WHERE rest > 0 AND due < %(today)s AND excluded), 0),
           COALESCE(SUM(worth) FILTER (WHERE rest > 0 AND due < %(today)s), 0),
           COALESCE(SUM(worth) FILTER (WHERE rest <> 0), 0)
      FROM line WHERE rest <> 0
     GROUP BY currency_id
"""


@tagged("post_install", "-at_install")
class TestSumsAgree(LedgerCommon):
    """Case, contact, open items and statement say the same, whatever happened."""

    def test_they_agree_after_random_histories(self):
        self.met, self.done = set(), set()
        for seed in SEEDS:
            with self.subTest(seed=seed):
                self._history(random.Random(seed))
        # whatever can make them differ was there when they were compared
        self.assertEqual(self.met, MET)
        self.assertEqual(self.done, {deed.__name__ for deed in self._deeds()})

    def _history(self, chance):
        self.moves, self.told = self.env["account.move"], []
        day = START
        for step in range(STEPS):
            day += timedelta(days=chance.randint(1, 9))
            deed = self._invoice if step < 3 else chance.choice(self._deeds())
            self.told.append(f"{day} {deed.__name__}")
            if deed(chance, min(day, TODAY)):
                self.done.add(deed.__name__)
            if step % 4 == 3:
                self._compare()

    # ------------------------------------------------------------------- compare

    def _ledger(self):
        """{currency: open, overdue, not due, excluded}, (overdue, open) in ours."""
        self.env.flush_all()
        self.env.cr.execute(
            LEDGER,
            {
                "debtor": self.debtor.id,
                "companies": tuple((self.company | self.branch).ids),
                "today": TODAY,
            },
        )
        rows = self.env.cr.fetchall()
        sums = {row[0]: tuple(map(float, row[1:5])) for row in rows}
        ours = (sum(float(row[5]) for row in rows), sum(float(row[6]) for row in rows))
        return sums, tuple(round(amount, 2) for amount in ours)

    def _look(self):
        """What kinds of open lines there are."""
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "child_of", self.debtor.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
            ]
        )
        trade = lines.filtered(lambda line: not line.account_id.non_trade)
        real = trade.filtered("amount_residual_currency")
        moves = real.move_id
        found = {
            "branch": real.company_id & self.branch,
            "contact": real.partner_id & self.contact,
            "credit note": moves.filtered(lambda m: m.move_type == "out_refund"),
            "euro": real.currency_id & self.euro,
            "instalments": moves.filtered(lambda m: len(self.receivable(m)) > 1),
            "money on account": moves.filtered("origin_payment_id"),
            "non-trade": lines - trade,
            "blocked": moves.filtered(lambda m: m.payment_state == "blocked"),
            "opted out": real.filtered("no_followup"),
            "only in ours": trade - real,
            "part-paid": moves.filtered(lambda m: m.payment_state == "partial"),
            "rounded": moves.filtered("invoice_cash_rounding_id"),
        }
        self.met |= {name for name, records in found.items() if records}

    def _compare(self):
        self._look()
        sums, (overdue, open_) = self._ledger()
        with freeze_time(f"{TODAY} 12:00:00"):
            self.env["collection.case"]._sync(self.company, self.debtor)
            case = self.case()
            case._judge()
            self._compare_case(case, sums, overdue)
            self.debtor.invalidate_recordset(["collection_overdue"])
            for partner in (self.debtor, self.contact):
                self._same(partner.collection_overdue, overdue, "contact")
            self._compare_items(sums, overdue, open_)
            self._compare_statement(case, sums)

    def _same(self, found, wanted, where):
        self.assertAlmostEqual(found, wanted, 2, f"{where}: {self.told}")

    def _compare_case(self, case, sums, overdue):
        self._same(case.overdue, overdue, "case")
        parts = ("disputed", "promised", "paused", "credited", "in_transit")
        rests = sum(case[name] for name in (*parts, "excluded", "to_collect"))
        self._same(rests, case.overdue, "parts of the case")
        ages = ("1_30", "31_60", "61_90", "91_180", "over_180")
        self._same(sum(case[f"age_{age}"] for age in ages), case.overdue, "ages")
        totals = {total.currency_id.id: total for total in case.total_ids}
        for key, (_open, late, coming, excluded) in sums.items():
            total = totals.get(key, case.total_ids.browse())
            self._same(total.overdue, late, "overdue by currency")
            self._same(total.not_due, coming, "not due by currency")
            self._same(total.excluded, excluded, "excluded by currency")

    def _compare_items(self, sums, overdue, open_):
        items = self.env["collection.open.item"].search(
            [("partner_id", "=", self.debtor.id)]
        )
        items.invalidate_recordset()
        self._same(sum(items.mapped("amount_late")), overdue, "open items")
        self._same(sum(items.mapped("amount_open_company")), open_, "open items")
        for key, (whole, *_rest) in sums.items():
            mine = items.filtered(lambda item, key=key: item.currency_id.id == key)
            self._same(sum(mine.mapped("amount_open")), whole, "open items")
        buckets = items.filtered(lambda i: i.bucket not in ("0_current", "6_credit"))
        self._same(sum(buckets.mapped("amount_open_company")), overdue, "buckets")

    def _compare_statement(self, case, sums):
        model = self.env["collection.statement"]
        rows = list(model._read_rows(self.company, self.debtor, TODAY))
        found = {}
        for row in rows:
            found[row.currency_id] = found.get(row.currency_id, 0.0) + row.open
        for key, (whole, *_rest) in sums.items():
            self._same(found.pop(key, 0.0), whole, "statement")
        self.assertFalse(found)
        chased = {t.currency_id: t.to_collect for t in case.total_ids}
        for statement in statements_of(self.company, rows, TODAY):
            for table in statement.tables:
                amount = chased.get(table.currency, 0.0)
                text = statement.paper.money(amount, table.currency)
                self.assertEqual(table.to_pay, text, self.told)
