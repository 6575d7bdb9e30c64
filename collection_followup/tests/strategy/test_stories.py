from datetime import date, timedelta
from itertools import pairwise

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import CollectionCommon


@tagged("post_install", "-at_install")
class TestStories(CollectionCommon):
    """Debtors' lives, told by dates through real documents and payments."""

    def live(self, first, last, acts=None, weekdays=range(5), each=None):
        """Run on every working day; answer (day, severity) of what left.

        :param acts: {ISO day: callable} done before that day's run
        :param weekdays: the days of the week on which the job runs
        :param each: called with each of these days before the run
        """
        day, last = date.fromisoformat(first), date.fromisoformat(last)
        sent = []
        while day <= last:
            if acts and day.isoformat() in acts:
                acts[day.isoformat()]()
            if day.weekday() in weekdays:
                if each:
                    each(day)
                self.run_on(day)
                sent += [(day.isoformat(), n.severity) for n in self.send_all(day)]
            day += timedelta(days=1)
        return sent

    def carry_on(self, day):
        """The manager answers the first decision on its last day: carry on."""
        case = self.case()
        if case.decision_open and case.round == 1 and case.decision_deadline <= day:
            with freeze_time(day):
                case._decide_carry_on(day, None, "They always pay in the end")

    def listed(self, notice):
        """{document number: (part, to pay)} of a notice."""
        return {
            line.name: (line.part, line.amount_to_collect) for line in notice.line_ids
        }

    def test_thirty_weekly_invoices_paid_fifty_days_late(self):
        """Always late, always paying: about ten notices, not one per invoice."""
        acts = {}
        for week in range(30):
            issued = date(2026, 1, 5) + timedelta(weeks=week)
            paid = issued + timedelta(days=14 + 50)

            def issue(issued=issued, paid=paid):
                move = self.invoice(500.0, issued, due=issued + timedelta(days=14))
                acts[paid.isoformat()] = lambda: self.pay(move, paid)

            acts[issued.isoformat()] = issue
        sent = self.live(
            "2026-01-05", "2026-10-01", acts, weekdays=(1, 3), each=self.carry_on
        )
        self.assertIn(len(sent), range(8, 13), sent)
        gaps = [
            (date.fromisoformat(b[0]) - date.fromisoformat(a[0])).days
            for a, b in pairwise(sent)
        ]
        self.assertGreaterEqual(min(gaps), 13)  # ten days to pay and three bank days

    def test_old_remainder_beside_large_new_items(self):
        """Twelve euro left of an old invoice never drive a stern letter."""
        old = self.invoice(1200.0, "2025-10-01", due="2025-10-31")
        self.pay(old, "2025-11-10", amount=1188.0)
        self.invoice(9000.0, "2026-02-20", due="2026-03-20")
        sent = self.live("2026-01-05", "2026-04-03")
        # 9 000 is due on Friday 20 March: three working days are 25 March
        self.assertEqual(
            sent, [("2026-01-05", "1"), ("2026-03-16", "0"), ("2026-03-25", "1")]
        )

    def test_payment_on_account_goes_to_the_invoice_it_names(self):
        first = self.invoice(400.0, "2026-01-01", due="2026-01-30")
        second = self.invoice(700.0, "2026-01-05", due="2026-02-04")
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.debtor.id,
                "amount": 700.0,
                "date": "2026-02-16",
                "memo": f"for {second.name}",
                "journal_id": self.company_data["default_journal_bank"].id,
            }
        )
        payment.action_post()
        self.run_on("2026-02-17")
        notice = self.notices(states=None)
        self.assertEqual(self.listed(notice), {first.name: ("due", 400.0)})
        case = self.case()
        self.assertEqual(
            (case.overdue, case.credited, case.to_collect), (1100.0, 700.0, 400.0)
        )

    def test_credit_note_after_stage_three(self):
        move = self.invoice(1000.0, "2026-01-01", due="2026-01-30")
        self.live("2026-02-02", "2026-03-13")
        self.assertEqual(self.case().severity, "3")
        with freeze_time("2026-03-23"):
            reversal = (
                self.env["account.move.reversal"]
                .with_context(active_model="account.move", active_ids=move.ids)
                .create({"reason": "faulty", "journal_id": move.journal_id.id})
            )
            credit = self.env["account.move"].browse(reversal.refund_moves()["res_id"])
            credit.invoice_line_ids.price_unit = 400.0
            credit.action_post()
        self.run_on("2026-03-23")
        case = self.case()
        self.assertEqual(
            (case.overdue, case.credited, case.to_collect), (600.0, 0.0, 600.0)
        )
        self.assertEqual(case.severity, "3")
        # un-matched it still belongs to the invoice that it names
        other = self.invoice(50.0, "2025-12-01", due="2025-12-31")
        self.receivable(credit).remove_move_reconcile()
        self.run_on("2026-03-23")
        self.assertEqual(
            (case.overdue, case.credited, case.to_collect), (1050.0, 400.0, 650.0)
        )
        claims = self.env["collection.reader"]._read_claims(
            self.company, self.debtor, date(2026, 3, 23)
        )[self.debtor.id]
        self.assertEqual(
            {claim.item.move_key: claim.to_collect for claim in claims},
            {move.id: 600.0, other.id: 50.0},
        )

    def test_three_instalments(self):
        """Each instalment has its own due date and its own level."""
        term = self.env["account.payment.term"].create(
            {
                "name": "In three",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": share, "nb_days": days}
                    )
                    for share, days in ((40.0, 10), (30.0, 40), (30.0, 70))
                ],
            }
        )
        self.invoice(1000.0, "2026-01-02", invoice_payment_term_id=term.id, due=None)
        # due 12 January (400), 11 February (300), 13 March (300)
        self.run_on("2026-01-15")
        notice = self.notices(states=None)
        self.assertEqual(notice.severity, "1")
        self.assertEqual(notice.amount, 400.0)
        self.send_all("2026-01-15")
        self.assertEqual(self.case().not_due, 600.0)

    def test_job_off_for_three_weeks_catches_up_with_one(self):
        self.invoice(1000.0, "2026-01-01", due="2026-01-30")
        self.assertEqual(self.live("2026-02-02", "2026-02-05"), [("2026-02-04", "1")])
        self.run_on("2026-02-27")
        self.assertEqual(self.notices(states=("approved",)).mapped("severity"), ["2"])
        self.run_on("2026-02-27")
        self.assertEqual(len(self.notices(states=("approved",))), 1)

    def test_stale_bank_data_holds_claims_back(self):
        self.company.collection_bank_stale_days = 7
        self.company.collection_bank_confirmed_on = date(2026, 1, 1)
        self.invoice(1000.0, "2026-01-01", due="2026-01-30")
        run = self.run_on("2026-02-04")
        self.assertEqual(run.line_ids.reason_code, "bank_stale")
        self.assertIn("old", run.line_ids.reason)
        self.company.collection_bank_confirmed_on = date(2026, 2, 4)
        self.run_on("2026-02-04")
        self.assertEqual(self.notices(states=("approved",)).severity, "1")

    def test_strategy_edited_half_way(self):
        self.invoice(1000.0, "2026-01-01", due="2026-01-30")
        self.live("2026-02-02", "2026-02-05")
        self.stage(2).delay = 15
        run = self.run_on("2026-02-27")
        self.assertEqual(run.line_ids.reason_code, "strategy_unconfirmed")
        self.strategy.action_confirm()
        self.run_on("2026-02-27")
        self.assertEqual(self.notices(states=("approved",)).severity, "2")

    def test_returned_payment(self):
        move = self.invoice(1000.0, "2026-01-01", due="2026-01-30")
        self.live("2026-02-02", "2026-02-24")
        self.assertEqual(self.case().severity, "2")
        payment = self.pay(move, "2026-02-25")
        self.run_on("2026-02-26")
        self.assertEqual(self.case().state, "closed")
        with freeze_time("2026-03-02"):
            self.receivable(move).remove_move_reconcile()
            payment.action_cancel()
        run = self.run_on("2026-03-02")
        self.assertEqual(run.line_ids.reason_code, "returned")
        self.assertEqual(self.case().severity, "2")
        sent = self.live("2026-03-03", "2026-03-31")
        # its own letter once more, after the gap: not the next stage
        self.assertEqual(sent[0][1], "2")

    def test_due_date_extended_starts_over(self):
        move = self.invoice(1000.0, "2026-01-01", due="2026-01-30")
        self.live("2026-02-02", "2026-02-24")
        self.assertEqual(self.case().severity, "2")
        self.receivable(move).date_maturity = date(2026, 3, 31)
        run = self.run_on("2026-02-27")
        self.assertEqual(run.line_ids.reason_code, "not_due")
        sent = self.live("2026-03-02", "2026-04-10")
        self.assertEqual(sent[-1], ("2026-04-03", "1"))

    def test_two_currencies(self):
        """Sums stay apart by currency; the decision is made in company money."""
        other = self.setup_other_currency("CAD", rates=[("2025-01-01", 2.0)])
        self.invoice(100.0, "2026-01-01", due="2026-01-30")
        self.invoice(300.0, "2026-01-01", due="2026-01-30", currency_id=other.id)
        self.run_on("2026-02-04")
        case = self.case()
        self.assertEqual(case.to_collect, 250.0)  # 100 + 300 / 2
        sums = {t.currency_id.name: t.to_collect for t in case.total_ids}
        self.assertEqual(sums, {self.company.currency_id.name: 100.0, "CAD": 300.0})
        self.assertEqual(self.notices(states=None).amount, 250.0)

    def test_private_person_gets_nothing_stern_by_itself(self):
        person = self._make_debtor("Pat Person", is_company=False)
        self.invoice(1000.0, "2026-01-01", due="2026-01-30", partner=person)
        sent = self.live("2026-02-02", "2026-05-29")
        self.assertEqual([severity for _day, severity in sent], ["1", "2", "3"])
        self.assertTrue(self.case(person).decision_open)
