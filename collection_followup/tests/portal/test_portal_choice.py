from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ..ledger.common_money import MoneyCommon
from .common_portal import PortalCommon


class ChoiceCommon(MoneyCommon, PortalCommon):
    """A debtor with three late invoices and a provider that answers like a real one.

    Invoice A of 8 000 is 60 days late, less a credit of 600; B of 3 000 is 50 days
    late; C of 2 100 is 40 days late, and 1 000 of it is promised in five days.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.env["payment.provider"].create(
            {
                "name": "Demo",
                "code": "demo",
                "state": "test",
                "is_published": True,
                "company_id": cls.company.id,
                "payment_method_ids": [Command.set(cls.method.ids)],
            }
        )
        cls._give_journal(cls.provider)
        cls.a, cls.b, cls.c = (
            cls.bill(amount, late)
            for amount, late in ((8000, 60), (3000, 50), (2100, 40))
        )
        cls.env["collection.case"]._sync(cls.company, cls.debtor)

    def promised(self, move, amount):
        """The debtor promises a part of an invoice for a day in the coming week."""
        items = {self.receivable(move): amount}
        return self.case()._promise({"items": items, "date": self.ago(-5)})

    def credit(self, amount, names=None):
        """A credit note that nobody matched; it may name an invoice."""
        return self.invoice(
            amount, self.ago(45), move_type="out_refund", ref=names and names.name
        )

    def pay_online(self, *chosen, state="done"):
        """Untick all but some invoices or items, pay, and come back."""
        path = self.send_notice()._portal_path()
        lines = self.env["account.move.line"].union(
            *(self.receivable(c) if c._name == "account.move" else c for c in chosen)
        )
        answer = self.start_payment(path, lines.currency_id, lines, flow="direct")
        self.simulate(answer["reference"], state)
        return self.transactions()[-1:]

    def simulate(self, reference, state):
        """Let the provider answer, then the page that waits for it."""
        data = {
            "reference": reference,
            "payment_details": "1234",
            "simulated_state": state,
        }
        for url, params in (
            ("/payment/demo/simulate_payment", data),
            ("/payment/status/poll", {}),
        ):
            answer = self.url_open(
                url,
                json={"id": 0, "jsonrpc": "2.0", "method": "call", "params": params},
            )
            self.assertNotIn("error", answer.json(), answer.text)
        self.env.invalidate_all()

    def asked(self):
        """{number of the invoice: what is to pay now} on the page of the debtor."""
        self.env.flush_all()
        sections = self.case()._portal_sections(self.today)
        return {
            row.line.move_id: row.to_pay for section in sections for row in section.due
        }


@tagged("post_install", "-at_install")
class TestPortalChoice(ChoiceCommon):
    """Money paid online clears what was chosen, to the cent, and nothing else."""

    def test_what_was_chosen_is_paid_and_nothing_else(self):
        refund = self.credit(600, names=self.a)
        promise = self.promised(self.c, 1000)
        self.assertEqual(self.asked(), {self.a: 7400, self.b: 3000, self.c: 1100})
        transaction = self.pay_online(self.a, self.c)
        self.assertEqual(transaction.amount, 8500)
        self.assertTrue(transaction.is_post_processed)
        self.assertEqual(self.a.amount_residual, 0)
        self.assertEqual(refund.amount_residual, 0)
        self.assertEqual(self.c.amount_residual, 1000)
        self.assertEqual(self.asked(), {self.b: 3000})
        self.assertEqual((promise.state, promise.paid_amount), ("open", 0))

    def test_pending_money_leaves_the_promise_alone(self):
        self.credit(600, names=self.a)
        promise = self.promised(self.c, 1000)
        self.pay_online(self.a, self.c, state="pending")
        self.assertEqual(self.asked(), {self.b: 3000})
        self.assertEqual((promise.state, promise.paid_amount), ("open", 0))

    def test_credit_that_names_nothing_is_matched_with_what_it_lowered(self):
        refund = self.credit(8500)  # all of A, and 500 of B
        self.assertEqual(self.asked(), {self.b: 2500, self.c: 2100})
        self.pay_online(self.b)
        self.assertEqual((self.a.amount_residual, self.b.amount_residual), (8000, 0))
        self.assertEqual(refund.amount_residual, 8000)
        self.assertEqual(self.asked(), {self.c: 2100})

    def test_several_parts_get_each_their_own(self):
        self.promised(self.c, 1000)
        reason = self.env["collection.dispute.reason"].search(
            [("child_ids", "=", False)], limit=1
        )
        line = self.receivable(self.b)
        dispute = self.case()._dispute(
            {"line_id": line.id, "reason_id": reason.id, "amount": 400}
        )
        credit = self.credit(100, names=self.b)
        asked = {self.a: 8000, self.b: 2500, self.c: 1100}
        self.assertEqual(self.asked(), asked)
        self.pay_online(self.b, self.c)
        # what rests is not shown as paid; its credit waits with it
        self.assertEqual(self.b.amount_residual, 500)
        self.assertEqual(credit.amount_residual, 100)
        self.assertEqual(self.c.amount_residual, 1000)
        self.assertEqual(self.asked(), {self.a: 8000})
        self.assertEqual((dispute.state, dispute.amount), ("open", 400))

    def test_several_parts_in_another_currency(self):
        other = self.setup_other_currency("HRK")
        x, y = (self.bill(amount, 30, currency_id=other.id) for amount in (900, 700))
        self.promised(x, 300)
        self.promised(y, 200)
        transaction = self.pay_online(x, y)
        self.assertEqual((transaction.amount, transaction.currency_id), (1100, other))
        self.assertEqual(
            [self.receivable(move).amount_residual_currency for move in (x, y)],
            [300, 200],
        )
        self.assertEqual(self.asked(), {self.a: 8000, self.b: 3000, self.c: 2100})

    def test_promise_is_kept_by_what_comes_for_it_afterwards(self):
        promise = self.promised(self.c, 1000)
        self.pay_online(self.c)
        self.env["collection.run"]._cron_dirty()
        self.assertEqual((promise.state, promise.paid_amount), ("open", 0))
        self.pay(self.c, self.today, 1000)
        self.env["collection.run"]._cron_dirty()
        self.assertEqual((promise.state, promise.paid_amount), ("kept", 1000))


@tagged("post_install", "-at_install")
class TestPortalChoiceWithoutEntries(ChoiceCommon):
    """The same where a payment has no entry until the bank says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.without_entries()

    def test_what_was_chosen_is_paid_until_the_bank_and_after_it(self):
        refund = self.credit(600, names=self.a)
        promise = self.promised(self.c, 1000)
        transaction = self.pay_online(self.a, self.c)
        self.assertFalse(transaction.payment_id.move_id)
        self.assertEqual((self.a.amount_residual, refund.amount_residual), (7400, 0))
        self.assertEqual(self.asked(), {self.b: 3000})
        # one transaction of the database is one moment: what follows is younger
        later = transaction.payment_id.create_date + timedelta(seconds=1)
        with patch.object(self.env.cr, "_now", later):
            line = self.bank_line(8500, self.today)
            self.match(line, self.a | self.c, self.today)
        self.env["collection.run"]._cron_dirty()
        self.assertEqual((self.a.amount_residual, self.c.amount_residual), (0, 1000))
        self.assertEqual(self.asked(), {self.b: 3000})
        self.assertEqual((promise.state, promise.paid_amount), ("open", 0))

    def test_an_instalment_that_was_chosen_is_paid_before_an_older_one(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Two parts",
                "line_ids": [
                    Command.create({"value_amount": 50, "nb_days": days})
                    for days in (0, 10)
                ],
            }
        )
        on = self.ago(35)
        parted = self.invoice(
            1000, on, invoice_date_due=False, invoice_payment_term_id=term.id
        )
        older, newer = self.receivable(parted).sorted("date_maturity")
        self.pay_online(newer)
        claims = self.env["collection.reader"]._read_claims(
            self.company, self.debtor, self.today
        )[self.debtor.id]
        chased = {claim.item.key: claim.to_collect for claim in claims}
        self.assertEqual((chased[older.id], chased[newer.id]), (500, 0))
