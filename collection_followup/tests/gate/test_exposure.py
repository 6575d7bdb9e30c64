from datetime import timedelta

from odoo import Command
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from .common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestExposure(GateCommon):
    """What counts against a credit limit: once, in one currency, over all branches."""

    def exposure(self, partner=None):
        partner = partner or self.debtor
        reader = self.env["collection.exposure"].sudo()
        owed, _asked = reader._read(self.company, partner)
        return round(owed.get(partner.id, 0.0), 2)

    def confirmed(self, amount=1000.0, **values):
        order = self.quotation(amount, **values)
        order.action_confirm()
        return order.sudo()

    def invoice_of(self, order, method="delivered", amount=0.0, post=True):
        wizard = self.env["sale.advance.payment.inv"].sudo()
        wizard = wizard.create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": method,
                "fixed_amount": amount,
            }
        )
        moves = wizard._create_invoices(order)
        if post:
            moves.action_post()
        return moves

    def test_open_items_and_orders_and_drafts_count_once(self):
        self.assertEqual(self.exposure(), 0.0)
        self.invoice(300.0, "2026-01-05")
        self.assertEqual(self.exposure(), 300.0)
        order = self.confirmed(1000.0)
        self.assertEqual(self.exposure(), 1300.0)
        self.quotation(5000.0)  # a quotation does not count
        self.assertEqual(self.exposure(), 1300.0)
        draft = self.invoice_of(order, post=False)
        self.assertEqual(self.exposure(), 1300.0)  # a draft, no longer an order
        draft.action_post()
        self.assertEqual(self.exposure(), 1300.0)  # open, no longer a draft
        self.pay(draft, self.today)
        self.assertEqual(self.exposure(), 300.0)

    def test_a_down_payment_counts_once(self):
        order = self.confirmed(1000.0)
        down = self.invoice_of(order, "fixed", 400.0, post=False)
        self.assertEqual(self.exposure(), 1000.0)
        down.action_post()
        self.assertEqual(self.exposure(), 1000.0)
        self.pay(down, self.today)
        self.assertEqual(self.exposure(), 600.0)
        self.invoice_of(order)
        self.assertEqual(self.exposure(), 600.0)

    def test_a_full_credit_note_brings_no_order_back(self):
        """Whatever the invoice policy: the next order of the same size passes."""
        self.goods.sudo().type = "service"
        self.set_limit(1000.0)
        for policy in ("order", "delivery"):
            with self.subTest(policy=policy):
                self.goods.sudo().invoice_policy = policy
                order = self.confirmed(1000.0)
                order.order_line.qty_delivered = order.order_line.product_uom_qty
                move = self.invoice_of(order)
                self.assertEqual(self.exposure(), 1000.0)
                self._reverse(move)
                self.assertEqual(self.exposure(), 0.0)

    def test_an_invoice_that_is_made_anew_counts_once(self):
        order = self.confirmed(1000.0)
        self._reverse(self.invoice_of(order))
        draft = self.invoice_of(order, post=False)
        self.assertEqual(self.exposure(), 1000.0)
        draft.action_post()
        self.assertEqual(self.exposure(), 1000.0)

    def test_a_down_payment_that_is_credited_counts_again(self):
        order = self.confirmed(1000.0)
        down = self.invoice_of(order, "fixed", 400.0)
        self._reverse(down)
        self.assertEqual(self.exposure(), 1000.0)

    def _reverse(self, move):
        """Credit an invoice in full, as its button does."""
        wizard = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        values = {"journal_id": move.journal_id.id, "date": self.today}
        action = wizard.sudo().create(values).reverse_moves()
        note = self.env["account.move"].browse(action["res_id"]).sudo()
        note.action_post()
        self.assertEqual(move.amount_residual, 0.0)

    def test_what_was_paid_in_advance_does_not_count(self):
        order = self.quotation(1000.0)
        self.paid_online(order, state="authorized")
        order.action_confirm()
        self.assertEqual(self.exposure(), 0.0)

    def test_money_on_account_is_not_counted_twice(self):
        """The payment of an order stands in the ledger: it evens out its order."""
        order = self.quotation(1000.0)
        payment = self.paid_online(order)
        payment._post_process()
        self.assertConfirmed(order)
        self.assertEqual(self.exposure(), 0.0)
        self.confirmed(200.0)
        self.assertEqual(self.exposure(), 200.0)

    def test_contacts_and_archived_debtors(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.debtor.id}
        )
        self.confirmed(100.0, partner=contact)
        self.invoice(50.0, "2026-01-05", partner=contact)
        self.debtor.sudo().active = False
        self.assertEqual(self.exposure(), 150.0)

    def test_the_invoice_address_owes(self):
        payer = self._make_debtor("Head office")
        self.confirmed(100.0, partner_invoice_id=payer.id)
        self.assertEqual(self.exposure(), 0.0)
        self.assertEqual(self.exposure(payer), 100.0)

    def test_foreign_currency_at_the_rate_of_the_order(self):
        currency = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        pricelist = (
            self.env["product.pricelist"]
            .sudo()
            .create({"name": "EUR", "currency_id": currency.id})
        )
        order = self.quotation(1000.0, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, currency)
        order.action_confirm()
        self.assertEqual(self.exposure(), 500.0)

    def test_a_branch_counts_and_has_its_own_limit(self):
        branch = (
            self.env["res.company"]
            .sudo()
            .create({"name": "Branch", "parent_id": self.company.id})
        )
        self.cr.precommit.run()
        users = self.salesperson + self.env.user
        users.sudo().company_ids |= branch
        self.set_limit(1000.0)
        companies = {"company_id": branch.id}
        first = self.quotation(700.0, **companies)
        first.with_company(branch).action_confirm()
        self.assertEqual(self.exposure(), 700.0)
        second = self.quotation(400.0)
        with self.assertRaises(UserError):
            second.action_confirm()  # the branch counts
        third = self.quotation(400.0, **companies)
        with self.assertRaises(UserError):
            third.action_confirm()  # falls back to the root
        branch.account_use_credit_limit = True
        self.debtor.with_company(branch).sudo().credit_limit = 1100.0
        third.action_confirm()
        self.assertConfirmed(third)

    def test_the_limit_to_the_cent(self):
        self.set_limit(1000.0)
        self.invoice(300.0, "2026-01-05")
        order = self.quotation(700.01)
        with self.assertRaises(UserError) as refused:
            order.action_confirm()
        self.assertIn("0.01", str(refused.exception))
        self.assertNotIn("300.00", str(refused.exception))  # no ledger for sales
        order.order_line.price_unit = 700.0
        order.action_confirm()
        self.assertConfirmed(order)

    def test_orders_confirmed_together_use_the_limit_up(self):
        self.set_limit(1000.0)
        orders = self.quotation(600.0) + self.quotation(600.0) + self.quotation(400.0)
        with self.assertRaises(RedirectWarning) as refused:
            orders.action_confirm()
        self.assertEqual(
            refused.exception.args[3]["default_order_ids"], (orders[0] + orders[2]).ids
        )

    def test_growth_of_an_invoiced_order(self):
        """What is invoiced already stands among the open items."""
        self.set_limit(1500.0)
        order = self.confirmed(1000.0)
        self.invoice_of(order)
        line = order.with_user(self.salesperson).order_line
        with self.assertRaises(UserError):
            line.write({"product_uom_qty": 2, "price_unit": 1000.0})
        line.copy({"order_id": order.id, "price_unit": 500.0})
        self.assertEqual(self.exposure(), 1500.0)

    def test_without_the_setting_no_limit_counts(self):
        self.set_limit(10.0)
        self.company.account_use_credit_limit = False
        self.confirmed(1000.0)

    def test_payment_lets_an_order_over_the_limit_pass(self):
        self.set_limit(10.0)
        order = self.quotation(1000.0)
        self.paid_online(order)
        order.action_confirm()
        self.assertConfirmed(order)

    def test_a_forgotten_small_invoice_hurts_nobody(self):
        """12 euro, 60 days late: a good customer orders as before."""
        due = self.today - timedelta(days=60)
        self.company.write({"collection_hold_auto": True, "collection_hold_days": True})
        self.invoice(12.0, due - timedelta(days=30), due=due)
        self.debtor_case()._judge()
        self.assertFalse(self.debtor_case().hold_effect)
        self.confirmed(1000.0)

    def test_many_debtors_in_one_statement(self):
        partners = self.debtor + self._make_debtor("One") + self._make_debtor("Two")
        for partner in partners:
            self.confirmed(100.0, partner=partner)
        reader = self.env["collection.exposure"].sudo()
        reader._read(self.company, self.debtor)
        start = self.env.cr.sql_log_count
        reader._read(self.company, self.debtor)
        alone = self.env.cr.sql_log_count - start
        owed, _asked = reader._read(self.company, partners)
        self.assertEqual(self.env.cr.sql_log_count - start, 2 * alone)
        self.assertEqual([owed[p.id] for p in partners], [100.0] * 3)

    def test_lines_and_taxes(self):
        tax = self.company_data["default_tax_sale"].sudo()
        order = self.quotation(1000.0)
        order.order_line.tax_ids = tax
        order.order_line = [
            Command.create(
                {
                    "product_id": self.goods.id,
                    "product_uom_qty": 1,
                    "price_unit": -100.0,
                    "tax_ids": [Command.set(tax.ids)],
                }
            )
        ]
        order.action_confirm()
        self.assertEqual(self.exposure(), round(order.amount_total, 2))
        self.assertGreater(order.amount_total, 900.0)
