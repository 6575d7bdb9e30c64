from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_portal import PortalCommon, Refused


@tagged("post_install", "-at_install")
class TestPortalPayment(PortalCommon):
    """Several invoices are paid at once, and the money goes where it was meant."""

    def _start(self, notice, moves, currency=None, lines=None, **params):
        """Start the payment of invoices and answer the transaction."""
        lines = self.receivable(moves) if lines is None else lines
        currency = currency or moves.currency_id
        self.start_payment(notice._portal_path(), currency, lines, **params)
        return self.transactions()[-1:]

    def _finish(self, transaction):
        """Let the provider confirm, as its notification and the cron would."""
        transaction_sudo = transaction.sudo()  # nobody is logged in then
        transaction_sudo._set_done()
        transaction_sudo._post_process()
        self.env.invalidate_all()

    def _claims(self):
        """{journal item: what is chased} of the debtor now."""
        reader = self.env["collection.reader"]
        claims = reader._read_claims(self.company, self.debtor, self.today)
        return {claim.item.key: claim for claim in claims.get(self.debtor.id, ())}

    def test_several_invoices_become_one_payment(self):
        bills = self.bill(100, 40) + self.bill(250, 10)
        rest = self.bill(70, 5)
        notice = self.send_notice()
        transaction = self._start(notice, bills, amount=350.0)
        self.assertRecordValues(
            transaction,
            [
                {
                    "amount": 350.0,
                    "partner_id": self.debtor.id,
                    "company_id": self.company.id,
                    "provider_id": self.provider.id,
                    "collection_case_id": self.case().id,
                    "state": "draft",
                }
            ],
        )
        self.assertEqual(transaction.invoice_ids, bills)
        self.assertTrue(transaction.reference.startswith(notice.name))
        path = notice._portal_path()
        self.assertEqual(transaction.landing_route, f"{path}?tx={transaction.id}")
        self._finish(transaction)
        self.assertEqual(len(transaction.payment_id), 1)
        self.assertEqual(set(bills.mapped("payment_state")), {"paid"})
        self.assertEqual(rest.amount_residual, 70)
        self.assertEqual(len(self._claims()), 1)

    def test_page_offers_a_form_for_the_choice(self):
        first, second = self.bill(100, 40), self.bill(250, 10)
        coming = self.bill(70, -12)
        notice = self.send_notice()
        currency = self.company.currency_id
        url = f"{notice._portal_url()}/pay/{currency.id}"
        document, text = self.open_page(url)
        form = document.xpath("//form[@id='o_payment_form']")[0]
        self.assertEqual(float(form.get("data-amount")), 350)
        self.assertIn(self.money(350), text)
        self.assertNotIn(coming.name, text)
        lines = self.receivable(first + coming)
        query = "&".join(f"line={line.id}" for line in lines)
        document, text = self.open_page(f"{url}?{query}&line=x")
        form = document.xpath("//form[@id='o_payment_form']")[0]
        self.assertEqual(float(form.get("data-amount")), 170)
        self.assertNotIn(second.name, text)
        route = f"{notice._portal_path()}/transaction/{currency.id}"
        self.assertEqual(form.get("data-transaction-route"), route)

    def test_running_payment_counts_at_once(self):
        bills = self.bill(100, 40) + self.bill(250, 10)
        notice = self.send_notice()
        transaction = self._start(notice, bills[0])
        self.assertEqual(self._claims()[self.receivable(bills[0]).id].to_collect, 100)
        transaction._set_pending()
        claim = self._claims()[self.receivable(bills[0]).id]
        self.assertEqual((claim.to_collect, claim.part("in_transit")), (0, 100))
        document, text = self.open_page(f"{notice._portal_url()}?tx={transaction.id}")
        self.assertIn(f"Your payment of {self.money(100)} is on its way", text)
        self.assertEqual(len(document.xpath("//input[@name='line']")), 1)
        other = self._start(notice, bills[1])
        other._set_pending()
        self.assertIn(
            "Thank you, your payment is on its way",
            self.open_page(notice._portal_url())[1],
        )

    def test_payment_started_in_time_stops_the_next_notice(self):
        with freeze_time("2026-03-02 09:00:00"):
            move = self.invoice(400, "2026-01-05", "2026-02-04")
            self.run_on("2026-03-02")
            planned = self.notices(states=("planned", "approved"))
            self.assertEqual(len(planned), 1)
            self.assertEqual(
                planned._recheck(self.company._collection_today())[planned], ""
            )
            # the debtor's own page creates it
            transaction = (
                self.env["payment.transaction"]
                .sudo()
                .create(
                    {
                        "provider_id": self.provider.id,
                        "payment_method_id": self.method.id,
                        "reference": "paid in time",
                        "amount": 400,
                        "currency_id": move.currency_id.id,
                        "partner_id": self.debtor.id,
                        "operation": "online_redirect",
                        "invoice_ids": [Command.set(move.ids)],
                        "collection_case_id": planned.case_id.id,
                        "collection_item_ids": [
                            Command.create(
                                {"line_id": self.receivable(move).id, "amount": 400}
                            )
                        ],
                    }
                )
            )
            transaction._set_pending()
            self.assertTrue(planned._recheck(self.company._collection_today())[planned])

    def test_instalments_that_were_chosen_are_paid_and_no_others(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Three parts",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": part, "nb_days": days}
                    )
                    for part, days in ((40, 0), (30, 20), (30, 90))
                ],
            }
        )
        on = self.ago(40)
        with freeze_time(on):
            parted = self.env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.debtor.id,
                    "invoice_date": on,
                    "invoice_payment_term_id": term.id,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Goods", "price_unit": 1000, "tax_ids": False}
                        )
                    ],
                }
            )
            parted.action_post()
        coming = self.bill(90, -100)  # due after the last instalment
        notice = self.send_notice()
        parts = self.receivable(parted).sorted("date_maturity")
        _document, text = self.open_page(notice._portal_url())
        self.assertIn("instalment 2/3", text)
        chosen = parts[:2] + self.receivable(coming)
        transaction = self._start(notice, parted + coming, lines=chosen)
        self.assertEqual(transaction.amount, 790)
        transaction._set_pending()
        claims = self._claims()
        self.assertEqual(
            [claims[line.id].to_collect for line in parts + self.receivable(coming)],
            [0, 0, 300, 0],
        )
        self._finish(transaction)
        self.assertEqual(parts.mapped("amount_residual"), [0, 0, 300])
        self.assertEqual(coming.amount_residual, 0)

    def test_less_than_what_is_open_is_paid_with_the_credit(self):
        first, second = self.bill(100, 40), self.bill(50, 10)
        refund = first._reverse_moves(
            [{"invoice_date": self.today, "date": self.today}]
        )
        refund.invoice_line_ids.price_unit = 30
        refund.action_post()
        self.receivable(refund).remove_move_reconcile()
        notice = self.send_notice()
        self.assertEqual(self._claims()[self.receivable(first).id].to_collect, 70)
        transaction = self._start(notice, first + second)
        self.assertEqual(transaction.amount, 120)
        self._finish(transaction)
        # the credit that was shown is matched, so that nothing is left of either
        self.assertEqual((first.amount_residual, refund.amount_residual), (0, 0))
        self.assertEqual(second.amount_residual, 0)

    def test_payment_without_an_entry_goes_where_it_was_meant(self):
        line = self.company_data["default_journal_bank"].inbound_payment_method_line_ids
        line.payment_account_id = False
        bills = self.bill(100, 40) + self.bill(250, 10)
        notice = self.send_notice()
        transaction = self._start(notice, bills[1])
        with patch.object(
            self.registry["account.move"],
            "_get_invoice_in_payment_state",
            return_value="in_payment",  # as where an accounting addon is installed
        ):
            self._finish(transaction)
        self.assertFalse(transaction.payment_id.move_id)
        claims = self._claims()
        self.assertEqual(claims[self.receivable(bills[0]).id].to_collect, 100)
        self.assertEqual(claims[self.receivable(bills[1]).id].to_collect, 0)

    def test_foreign_currency_is_paid_in_its_own(self):
        other = self.setup_other_currency("HRK")
        self.bill(100, 40)
        foreign = self.bill(200, 40, currency_id=other.id)
        transaction = self._start(
            self.send_notice(), foreign, lines=self.receivable(foreign)[:0]
        )
        self.assertEqual((transaction.amount, transaction.currency_id), (200, other))
        self._finish(transaction)
        self.assertEqual(foreign.payment_state, "paid")

    def test_failed_payment_is_told_and_owed_again(self):
        bill = self.bill(100, 40)
        notice = self.send_notice()
        transaction = self._start(notice, bill)
        url = f"{notice._portal_url()}?tx={transaction.id}"
        self.assertNotIn("did not go through", self.open_page(url)[1])  # still a draft
        transaction._set_canceled()
        _document, text = self.open_page(url)
        self.assertIn("did not go through", text)
        self.assertIn("Pay online", text)

    def test_paid_payment_is_thanked_for(self):
        bills = self.bill(100, 40) + self.bill(250, 10)
        notice = self.send_notice()
        transaction = self._start(notice, bills[1])
        self._finish(transaction)
        url = f"{notice._portal_url()}?tx={transaction.id}"
        _document, text = self.open_page(url)
        self.assertIn(f"We have received your payment of {self.money(250)}", text)
        self.assertIn(bills[0].name, text)
        logged = self.case().message_ids.mapped("body")
        self.assertTrue(any(transaction.reference in body for body in logged))

    def test_branch_is_paid_for_its_own_invoice_and_root_for_both(self):
        branch = self.env["res.company"].create(
            {
                "name": "Branch",
                "parent_id": self.company.id,
                "currency_id": self.company.currency_id.id,
            }
        )
        self.env["account.chart.template"].try_loading(
            self.company.chart_template, company=branch, install_demo=False
        )
        self.env.user.company_ids |= branch
        account = self.company_data["default_account_receivable"]
        self.debtor.with_company(branch).property_account_receivable_id = account
        mine = self.bill(100, 40)
        theirs = self.bill(60, 40, company_id=branch.id)
        self.assertEqual(theirs.company_id, branch)
        notice = self.send_notice()
        own = self._make_provider(self.company, "Second")
        own.company_id = branch
        with mute_logger("odoo.http"), self.assertRaisesRegex(Refused, "not offered"):
            # the money of the root does not go to a branch
            self._start(notice, mine + theirs, provider_id=own.id)
        transaction = self._start(notice, mine + theirs)
        self.assertEqual(transaction.amount, 160)
        self._finish(transaction)
        self.assertEqual(set((mine + theirs).mapped("payment_state")), {"paid"})
