from contextlib import contextmanager
from unittest import mock

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import CollectionCommon


@tagged("post_install", "-at_install")
class TestForeignMoney(CollectionCommon):
    """Money that names an invoice in another currency belongs to that invoice.

    The company's currency is the dollar; two euro are one dollar. Overdue are 1 000
    dollars and 1 000 euro, and nothing is matched yet.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        cls.dollars = cls.invoice(1000.0, "2026-02-01", due="2026-03-02")
        cls.euros = cls.invoice(
            1000.0, "2026-02-01", due="2026-03-03", currency_id=cls.euro.id
        )
        cls.bank = cls.company_data["default_journal_bank"]

    def bank_line(self, amount, label="", **values):
        """A line of a bank statement that nobody has matched."""
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-03-10",
                "payment_ref": label,
                "partner_id": self.debtor.id,
                "amount": amount,
                **values,
            }
        )

    def on_account(self, amount, memo):
        """A payment on account that names an invoice, posted."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.debtor.id,
                "amount": amount,
                "date": "2026-03-10",
                "memo": memo,
                "journal_id": self.bank.id,
            }
        )
        payment.action_post()
        return payment

    @contextmanager
    def other_world(self):
        """Payments without an entry, as where Odoo's accounting app is installed."""
        self.bank.inbound_payment_method_line_ids.payment_account_id = False
        with mock.patch.object(
            type(self.env["account.move"]),
            "_get_invoice_in_payment_state",
            return_value="in_payment",
        ):
            yield

    def to_collect(self, day="2026-03-11"):
        """What is collected of the dollars and of the euro."""
        reader = self.env["collection.reader"]
        with freeze_time(day):
            self.env["collection.case"]._sync(self.company, self.debtor)
            today = self.company._collection_today()
            claims = reader._read_claims(self.company, self.debtor, today)
        return tuple(claim.to_collect for claim in claims[self.debtor.id])

    def test_nothing_came(self):
        self.assertEqual(self.to_collect(), (1000.0, 1000.0))

    def test_a_line_by_the_rate_of_the_day(self):
        self.bank_line(500.0, self.euros.name)
        self.assertEqual(self.to_collect(), (1000.0, 0.0))

    def test_a_line_by_the_rate_of_the_bank(self):
        self.bank_line(490.0, self.euros.name)
        self.assertEqual(self.to_collect(), (1000.0, 0.0))

    def test_a_part_by_the_rate_of_the_day(self):
        self.bank_line(200.0, self.euros.name)
        self.assertEqual(self.to_collect(), (1000.0, 600.0))

    def test_a_line_with_its_foreign_amount(self):
        values = {"foreign_currency_id": self.euro.id, "amount_currency": 950.0}
        self.bank_line(500.0, self.euros.name, **values)
        self.assertEqual(self.to_collect(), (1000.0, 50.0))

    def test_a_line_with_its_foreign_amount_that_names_nothing(self):
        values = {"foreign_currency_id": self.euro.id, "amount_currency": 950.0}
        self.bank_line(500.0, "Thank you", **values)
        self.assertEqual(self.to_collect(), (1000.0, 50.0))

    def test_a_line_of_an_account_in_euro(self):
        bank = self.env["account.journal"].create(
            {
                "name": "Euro bank",
                "code": "EURB",
                "type": "bank",
                "currency_id": self.euro.id,
            }
        )
        self.bank_line(2000.0, self.dollars.name, journal_id=bank.id)
        self.assertEqual(self.to_collect(), (0.0, 1000.0))

    def test_both_are_named(self):
        self.bank_line(1500.0, f"{self.euros.name} {self.dollars.name}")
        self.assertEqual(self.to_collect(), (0.0, 0.0))

    def test_matched_in_part_only_the_rest_counts(self):
        line = self.bank_line(500.0, self.dollars.name)
        suspense = line.move_id.line_ids.filtered(
            lambda part: part.account_id == self.bank.suspense_account_id
        )
        receivable = self.receivable(self.dollars)
        line.move_id.button_draft()
        line.move_id.line_ids = [
            (1, suspense.id, {"amount_currency": -200.0, "balance": -200.0}),
            (
                0,
                0,
                {
                    "name": line.payment_ref,
                    "account_id": receivable.account_id.id,
                    "partner_id": self.debtor.id,
                    "credit": 300.0,
                },
            ),
        ]
        line.move_id.action_post()
        (self.receivable(line.move_id) | receivable).reconcile()
        self.assertEqual(receivable.amount_residual, 700.0)
        self.assertEqual(self.to_collect(), (500.0, 1000.0))

    def test_money_on_account_waits_for_a_person(self):
        self.on_account(500.0, self.euros.name)
        self.assertEqual(self.to_collect(), (1000.0, 0.0))
        notice = self.run_on("2026-05-11").notice_ids
        self.assertEqual(notice.line_ids.move_id, self.dollars)

    def test_a_payment_registered_in_dollars(self):
        values = {"currency_id": self.company.currency_id.id}
        payment = self.pay(self.euros, "2026-03-10", 250.0, **values)
        self.assertTrue(payment.move_id)
        self.assertEqual(self.to_collect(), (1000.0, 500.0))

    def test_a_payment_registered_in_dollars_without_entry(self):
        with self.other_world():
            values = {"currency_id": self.company.currency_id.id}
            payment = self.pay(self.euros, "2026-03-10", 250.0, **values)
            self.assertFalse(payment.move_id)
            self.assertEqual(self.to_collect(), (1000.0, 500.0))
