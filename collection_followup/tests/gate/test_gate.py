from datetime import timedelta

from odoo import Command
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from .common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGate(GateCommon):
    """A debtor on hold gets no new credit; whoever pays never notices."""

    def test_nobody_is_held_without_a_hold(self):
        order = self.quotation()
        order.action_confirm()
        self.assertConfirmed(order)

    def test_block_refuses_with_the_reason(self):
        order = self.quotation()
        self.hold("block")
        with self.assertRaises(UserError) as refused:
            order.action_confirm()
        self.assertIn("no new orders", str(refused.exception))
        self.assertIn("Payment of 250.00.", str(refused.exception))
        self.assertQuotation(order)

    def test_prepayment_says_what_is_missing(self):
        order = self.quotation(1000.0)
        self.hold("prepay")
        self.paid_online(order, 400.0)
        with self.assertRaises(UserError) as refused:
            order.action_confirm()
        self.assertIn("600.00", str(refused.exception))

    def test_cash_on_delivery_gets_its_term(self):
        order = self.quotation()
        self.hold("cod")
        order.action_confirm()
        self.assertConfirmed(order)
        self.assertEqual(order.payment_term_id, self.company.collection_cod_term_id)

    def test_without_a_term_cash_on_delivery_is_refused(self):
        order = self.quotation()
        self.hold("cod")
        self.company.collection_cod_term_id = False
        order.sudo().payment_term_id = self.net_30
        with self.assertRaisesRegex(UserError, "no payment term"):
            order.action_confirm()

    def test_an_order_worth_nothing_passes(self):
        order = self.quotation(0.0)
        self.hold("block")
        order.action_confirm()
        self.assertConfirmed(order)

    def test_a_hold_whose_last_day_is_over_holds_no_more(self):
        order = self.quotation()
        self.hold("block", until=self.today - timedelta(days=1))
        order.action_confirm()
        self.assertConfirmed(order)

    def test_a_debtor_who_is_put_under_another_company_stays_on_hold(self):
        order = self.quotation()
        self.hold("block")
        other = self._make_debtor("Good payer")
        self.debtor.sudo().write({"is_company": False, "parent_id": other.id})
        self.assertEqual(order.partner_invoice_id.commercial_partner_id, other)
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_a_payment_link_says_that_nothing_is_asked_for(self):
        order = self.quotation()
        self.hold("block")
        wizard = self.env["payment.link.wizard"].sudo()
        link = wizard.create(
            {
                "res_model": "sale.order",
                "res_id": order.id,
                "amount": 1000.0,
                "amount_max": 1000.0,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
            }
        )
        self.assertIn("on credit hold", link.warning_message)

    def test_all_reasons_in_one_message_and_the_others(self):
        other = self._make_debtor("Good payer")
        late = self.quotation() + self.quotation(2000.0)
        good = self.quotation(partner=other)
        self.hold("block")
        with self.assertRaises(RedirectWarning) as refused:
            (late + good).action_confirm()
        message, action, _button, context = refused.exception.args
        for order in late:
            self.assertIn(order.name, message)
        self.assertEqual(context["default_order_ids"], good.ids)
        wizard = self.env["collection.confirm.others"].with_user(self.salesperson)
        self.assertEqual(
            self.env["ir.actions.act_window"].browse(action).res_model, wizard._name
        )
        wizard.with_context(**context).create({}).action_confirm()
        self.assertConfirmed(good)
        self.assertQuotation(late[0])

    def test_the_window_of_the_others_asks_the_gate_again(self):
        order = self.quotation()
        self.hold("block")
        wizard = self.env["collection.confirm.others"].with_user(self.salesperson)
        with self.assertRaises(UserError):
            wizard.create({"order_ids": [Command.set(order.ids)]}).action_confirm()

    def test_releases(self):
        case = self.debtor_case()
        self.hold("block")
        order = self.quotation(1000.0)
        case._release("order", "The goods are special.", order=order)
        order.order_line.price_unit = 1000.5
        with self.assertRaises(UserError):
            order.action_confirm()  # larger than what was released
        order.order_line.price_unit = 1000.0
        order.action_confirm()
        self.assertConfirmed(order)
        with self.assertRaises(UserError):
            order.order_line.write({"product_uom_qty": 2, "price_unit": 1000.0})

    def test_a_released_amount_is_used_up(self):
        case = self.debtor_case()
        self.hold("block")
        case._release("amount", "Spare parts.", amount=1500.0)
        first, second = self.quotation(1000.0), self.quotation(1000.0)
        first.action_confirm()
        self.assertConfirmed(first)
        with self.assertRaises(UserError):
            second.action_confirm()
        second.order_line.price_unit = 500.0
        second.action_confirm()
        self.assertConfirmed(second)

    def test_a_released_amount_is_used_up_by_orders_at_once(self):
        case = self.debtor_case()
        self.hold("block")
        case._release("amount", "Spare parts.", amount=1500.0)
        orders = self.quotation(1000.0) + self.quotation(1000.0)
        with self.assertRaises(RedirectWarning) as refused:
            orders.action_confirm()
        self.assertEqual(refused.exception.args[3]["default_order_ids"], orders[0].ids)

    def test_an_exempt_team(self):
        team = (
            self.env["crm.team"]
            .sudo()
            .create(
                {"name": "Repairs", "member_ids": [Command.link(self.salesperson.id)]}
            )
        )
        team.collection_exempt = True
        self.hold("block")
        order = self.quotation(team_id=team.id)
        order.action_confirm()
        self.assertConfirmed(order)

    def test_a_payment_frees_before_the_job_has_run(self):
        invoice = self.invoice(1000.0, "2026-01-02", due="2026-02-01")
        case = self.debtor_case()
        self.company.write(
            {
                "collection_hold_auto": True,
                "collection_hold_days": True,
                "collection_hold_stage": False,
            }
        )
        case._judge()
        self.env["collection.event"]._digest()
        self.hold("block", manual=False, manual_effect=False)
        order = self.quotation()
        with self.assertRaises(UserError):
            order.action_confirm()
        self.assertEqual(case.hold_effect, "block")
        self.pay(invoice, self.today)
        order.action_confirm()
        self.assertConfirmed(order)

    def test_the_batch_costs_a_constant_number_of_queries(self):
        def queries(count):
            orders = self.env["sale.order"].union(
                *(self.quotation() for _n in range(count))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            orders._collection_verdicts()
            return self.env.cr.sql_log_count - start

        self.set_limit(1e6)
        self.hold("cod")
        queries(1)
        few, many = queries(2), queries(20)
        # not one more an order; what was read once may have to be read again
        self.assertLessEqual(many, few + 2)
