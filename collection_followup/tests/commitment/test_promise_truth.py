from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_promises import PromisesCommon

EVENTS = "odoo.addons.collection_followup.models.ledger.event"


class PayerCommon(PromisesCommon):
    """Money that comes from somebody else, or in another way than expected."""

    def paid_by(self, partner, amount, on, **values):
        """A payment on account, as an accountant enters it."""
        with freeze_time(on):
            payment = self.env["account.payment"].create(
                {
                    "partner_id": partner.id,
                    "amount": amount,
                    "date": on,
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "journal_id": self.company_data["default_journal_bank"].id,
                    **values,
                }
            )
            payment.action_post()
        return payment


@tagged("post_install", "-at_install")
class TestPromiseTruth(PayerCommon):
    """Odd ways of a ledger, after which a promise still says what is true."""

    def test_a_payment_of_the_mother_company_is_taken_back(self):
        promise = self.promise()
        payment = self.paid_by(self._make_debtor("Mother"), 1000.0, "2026-04-09")
        with freeze_time("2026-04-09"):
            self.receivable(payment.move_id | self.late).reconcile()
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 1000.0)
        with freeze_time("2026-04-10"):
            payment.action_draft()  # stays matched, as core leaves it
        self.judge_on("2026-04-10")
        self.assertStands(promise, "open", 0.0)
        with freeze_time("2026-04-13"):
            payment.action_post()
        self.judge_on("2026-04-13")
        self.assertStands(promise, "kept", 1000.0)

    def test_the_document_was_raised_after_the_promise(self):
        """1 000 were promised and came: that the invoice is 1 500 now is no breach."""
        promise = self.promise()
        with freeze_time("2026-04-02"):
            self.late.button_draft()
            self.late.invoice_line_ids.price_unit = 1500.0
            self.late.action_post()
        self.pay(self.late, "2026-04-09", 1000.0)
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 1000.0, "2026-04-09")
        self.assertEqual(self.the_case.to_collect, 500.0)

    def test_an_old_payment_came_back_for_good(self):
        """400 were there, 600 were promised and came; the 400 then bounced."""
        old = self.pay(self.late, "2026-03-20", 400.0)
        promise = self.promise((self.late, 600.0))
        self.pay(self.late, "2026-04-08", 600.0)
        with freeze_time("2026-04-09"):
            self.receivable(old.move_id).remove_move_reconcile()
            old.action_draft()
            old.action_cancel()
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 600.0, "2026-04-08")
        self.assertEqual(self.the_case.to_collect, 400.0)

    def test_a_cheque_of_a_later_day_was_there_before(self):
        self.pay(self.late, "2026-04-07", 400.0)  # matched before the promise
        promise = self.promise((self.late, 600.0))
        self.assertEqual(
            promise.line_ids.matched_until, fields.Date.to_date("2026-04-07")
        )
        self.judge_on("2026-04-08")
        self.assertStands(promise, "open", 0.0)

    def test_the_question_goes_when_the_promise_has_ended(self):
        for day, end in (("2026-04-09", "paid"), ("2026-06-20", "ran out")):
            with self.subTest(end=end):
                invoice = self.invoice(100.0, "2026-02-01", due="2026-03-02")
                with freeze_time(self.RECORDED):
                    case = self.the_case.with_user(self.collector)
                    items = {self.receivable(invoice): 100.0}
                    asked = case._promise({"date": "2026-05-20", "items": items})
                asked = asked.sudo()
                self.assertEqual(asked.state, "to_approve")
                self.assertTrue(asked.activity_ids)
                if end == "paid":
                    self.pay(invoice, day)
                    self.judge_on(day)
                else:
                    self.night(day)
                self.assertEqual(
                    asked.state, "kept" if end == "paid" else "broken", asked.reason
                )
                self.assertFalse(asked.activity_ids)

    def test_the_question_goes_when_the_debtor_disagrees(self):
        with freeze_time(self.RECORDED):
            case = self.the_case.with_user(self.collector)
            asked = case._promise({"date": "2026-05-20"})
            asked._disagree("Never said so")
        self.assertFalse(asked.sudo().activity_ids)
        self.assertEqual(asked.reason_code, "disagreed")

    def test_a_slip_of_the_finger_in_the_year(self):
        for day in ("9999-12-31", "2126-04-10"):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, "date right"):
                self.promise(date=day)

    def test_what_is_left_of_a_promise_in_another_currency(self):
        """800 for items of 1 000 and 600: 300 are for the second one."""
        gold = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        first, second = (
            self.invoice(amount, "2026-02-01", "2026-03-02", currency_id=gold.id)
            for amount in (1000.0, 600.0)
        )
        old = self.promise(
            (first, 1000.0),
            (second, 600.0),
            amount=800.0,
            currency_id=self.company.currency_id.id,
        )
        new = self.promise((first, 1000.0), date="2026-04-13")
        rest = self.the_case.commitment_ids - old - new
        self.assertRecordValues(
            old | rest,
            [
                {"state": "postponed", "amount": 800.0},
                {"state": "open", "amount": 300.0},
            ],
        )
        self.assertEqual(rest.line_ids.line_id, self.receivable(second))
        self.assertEqual(self.the_case.promised, 800.0)

    def test_an_error_of_ours_stops_no_posting(self):
        promise = self.promise()
        self.judge_on(self.RECORDED)
        # as a half-done update of the addon may leave the table
        self.env.cr.execute(
            "ALTER TABLE collection_event ADD CONSTRAINT broken CHECK (false) NOT VALID"
        )
        self.pay(self.late, "2026-04-09")
        with self.assertLogs(EVENTS, "ERROR"), freeze_time("2026-04-09"):
            self.env.cr.precommit.run()  # what a commit does first
        self.assertEqual(self.late.amount_residual, 0.0)
        trouble = self.env["collection.trouble"].search([])
        self.assertEqual(trouble.partner_id, self.debtor)
        self.assertIn("broken", trouble.error)
        self.env.cr.execute("ALTER TABLE collection_event DROP CONSTRAINT broken")
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 1000.0)
        self.assertFalse(trouble.exists())


@tagged("post_install", "-at_install")
class TestPromiseTruthWithoutEntries(PayerCommon):
    """The same where payments have no entry until the bank says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.without_entries()
        cls.second = cls.invoice(500.0, "2026-02-10", due="2026-03-12")

    def test_a_payment_of_the_mother_company_is_rejected(self):
        promise = self.promise((self.late, 1000.0))
        payment = self.paid_by(
            self._make_debtor("Mother"),
            1000.0,
            "2026-04-09",
            invoice_ids=[Command.set(self.late.ids)],
        )
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept", 1000.0)
        with freeze_time("2026-04-10"):
            payment.action_reject()
        self.judge_on("2026-04-10")
        self.assertStands(promise, "open", 0.0)

    def test_a_payment_is_taken_off_an_invoice(self):
        promise = self.promise((self.late, 1000.0))
        payment = self.paid_by(
            self._make_debtor("Mother"),
            1000.0,
            "2026-04-09",
            invoice_ids=[Command.set(self.late.ids)],
        )
        self.judge_on("2026-04-09")
        self.assertStands(promise, "kept")
        with freeze_time("2026-04-10"):
            payment.invoice_ids = False
        self.judge_on("2026-04-10")
        self.assertStands(promise, "open", 0.0)

    def test_the_bank_line_is_the_same_money(self):
        """400 were registered, then matched from the bank without naming it."""
        promise = self.promise((self.late, 1000.0))
        payment = self.pay(self.late, "2026-04-09", 400.0)
        self.judge_on("2026-04-09")
        self.assertStands(promise, "open", 400.0)
        self.match(self.bank_line(400.0, "2026-04-13"), self.late, "2026-04-13")
        self.assertFalse(payment.reconciled_statement_line_ids)
        self.judge_on("2026-04-13")
        self.assertStands(promise, "open", 400.0)
        # 600 of the first are promised, 500 of the second are to chase
        self.assertRecordValues(
            self.the_case, [{"promised": 600.0, "to_collect": 500.0, "overdue": 1100.0}]
        )

    def test_one_bank_line_for_two_invoices_is_the_same_money(self):
        promise = self.promise((self.late, 1000.0), (self.second, 500.0))
        both = self.late | self.second
        self.pay(both, "2026-04-09", 1200.0, group_payment=True)
        self.judge_on("2026-04-09")
        self.assertStands(promise, "open", 1200.0)
        self.match(self.bank_line(1200.0, "2026-04-13"), both, "2026-04-13")
        self.judge_on("2026-04-13")
        self.assertStands(promise, "open", 1200.0)

    def test_two_payments_of_the_same_amount_and_one_bank_line(self):
        promise = self.promise((self.late, 1000.0))
        for day in ("2026-04-08", "2026-04-09"):
            self.pay(self.late, day, 400.0)
        self.match(self.bank_line(400.0, "2026-04-10"), self.late, "2026-04-10")
        self.judge_on("2026-04-10")
        self.assertStands(promise, "open", 800.0)

    def test_a_payment_from_his_page_goes_to_what_he_chose(self):
        """200 of the first, beside what is promised of it, and all of the second."""
        both = self.late | self.second
        provider = self.env["payment.provider"].create(
            {"name": "Cards", "code": "none"}
        )
        lines = {self.receivable(self.late): 200.0, self.receivable(self.second): 500.0}
        promise = self.promise((self.late, 800.0))
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "reference": "chosen",
                "amount": 700.0,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.debtor.id,
                "invoice_ids": [Command.set(both.ids)],
            }
        )
        self.env["collection.online.item"].sudo().create(  # as the page does
            [
                {"transaction_id": transaction.id, "line_id": line.id, "amount": amount}
                for line, amount in lines.items()
            ]
        )
        self.paid_by(
            self.debtor,
            700.0,
            "2026-04-09",
            invoice_ids=[Command.set(both.ids)],
            payment_transaction_id=transaction.id,
        )
        self.judge_on("2026-04-09")
        self.assertStands(promise, "open", 0.0)
        self.assertRecordValues(self.the_case, [{"to_collect": 0.0, "promised": 800.0}])
