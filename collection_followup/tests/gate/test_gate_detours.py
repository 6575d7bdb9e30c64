from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_gate import GateCommon
from .gate_attack_values import line_values


@tagged("post_install", "-at_install")
class TestGateDetours(GateCommon):
    """Ways round the gate that do not touch the order, or only its past."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env,
            login="seller",
            groups="sales_team.group_sale_salesman,base.group_partner_manager",
        )
        cls.payer = cls._make_debtor("Good payer")

    def invoiced(self, amount=1000.0):
        """A confirmed order that is invoiced."""
        order = self.quotation(amount)
        order.action_confirm()
        order.sudo()._create_invoices().action_post()
        return order

    # ------------------------------------------------------ defaults of the attacker

    def test_no_default_pays_an_order(self):
        payment = self.paid_online(self.quotation(partner=self.payer))
        seller = self.seller
        seller.group_ids += self.env.ref("account.group_account_invoice")
        self.hold("prepay")
        orders = self.env["sale.order"].with_user(seller)
        order = orders.with_context(
            default_transaction_ids=[Command.link(payment.id)]
        ).create({"partner_id": self.debtor.id, "order_line": self._lines()})
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_no_default_invoices_a_line(self):
        paid = self.invoice(1000.0, "2026-01-05")
        self.pay(paid, "2026-01-20")
        paid.invoice_user_id = self.seller  # else he cannot link it
        lines = [Command.set(paid.invoice_line_ids.ids)]
        self.hold("prepay")
        order = self.quotation(0.0, user=self.seller)
        order_lines = order.order_line.with_context(default_invoice_lines=lines)
        order_lines.create(line_values(self, order_id=order.id))
        self.env["ir.default"].with_user(self.seller).set(
            "sale.order.line", "invoice_lines", lines, user_id=True
        )
        order_lines.create(line_values(self, order_id=order.id))
        with self.assertRaises(UserError):
            order.action_confirm()

    def _lines(self):
        return [Command.create(line_values(self))]

    # ----------------------------------------------------- what is over and invoiced

    def test_an_invoiced_line_makes_no_room_for_another(self):
        for written_down in ({"product_uom_qty": 0}, {"price_unit": 0}):
            with self.subTest(**written_down):
                self.free()
                order = self.invoiced()
                self.hold("block")
                down = Command.update(order.order_line.id, written_down)
                with self.assertRaisesRegex(UserError, "become larger"):
                    order.write({"order_line": [down, *self._lines()]})

    def test_an_invoiced_line_makes_no_room_under_a_release(self):
        order = self.invoiced()
        self.hold("block")
        self.debtor_case().with_user(self.manager)._release("order", "fine", order)
        down = Command.update(order.order_line.id, {"product_uom_qty": 0})
        with self.assertRaisesRegex(UserError, "become larger"):
            order.write({"order_line": [down, *self._lines()]})

    def test_an_invoiced_line_makes_no_room_under_the_limit(self):
        order = self.invoiced()
        self.set_limit(1500.0)
        down = Command.update(order.order_line.id, {"product_uom_qty": 0})
        with self.assertRaisesRegex(UserError, "credit limit"):
            order.write({"order_line": [down, *self._lines()]})

    def test_what_was_invoiced_and_credited_makes_room_again(self):
        order = self.invoiced()
        order.sudo().invoice_ids._reverse_moves(cancel=True)
        self.hold("block")
        down = Command.update(order.order_line.id, {"product_uom_qty": 0})
        order.write({"order_line": [down, *self._lines()]})
        self.assertEqual(order.amount_total, 1000.0)

    def test_an_order_does_not_grow_by_what_is_delivered(self):
        hours = self._make_product("Hours", type="service", invoice_policy="delivery")
        self.goods = hours
        order = self.quotation()
        order.action_confirm()
        self.hold("block")
        order.order_line.qty_delivered = 1
        with self.assertRaisesRegex(UserError, "become larger"):
            order.order_line.qty_delivered = 10
        empty = self.quotation()
        empty.order_line.product_uom_qty = 0
        empty.action_confirm()  # worth nothing
        with self.assertRaisesRegex(UserError, "no new orders"):
            empty.order_line.qty_delivered = 10

    def test_a_line_is_not_declared_invoiced(self):
        self.set_limit(1500.0)
        order = self.quotation()
        order.action_confirm()
        order.order_line.write({"invoice_status": "invoiced"})
        order.write({"invoice_status": "invoiced"})
        with self.assertRaises(UserError):
            self.quotation().action_confirm()

    # ---------------------------------------------------------------- rates and dates

    def _pounds(self):
        pound = self.setup_other_currency(
            "GBP", rates=[("2001-01-01", 1000.0), ("2020-01-01", 2.0)]
        )
        pricelists = self.env["product.pricelist"].sudo()
        return pricelists.create({"name": "Pounds", "currency_id": pound.id})

    def test_an_old_date_does_not_make_an_order_cheap(self):
        order = self.quotation(4000.0, pricelist_id=self._pounds().id)
        self.set_limit(1500.0)
        with self.assertRaisesRegex(UserError, "500.00"):
            order.write({"state": "sale", "date_order": "2001-06-01 00:00:00"})

    def test_a_release_outlives_a_change_of_the_rate(self):
        order = self.quotation(4000.0, pricelist_id=self._pounds().id)
        self.hold("block")
        release = self.debtor_case().with_user(self.manager)
        release = release._release("order", "fine", order)
        self.assertEqual(release.amount, 2000.0)
        release.sudo().date -= timedelta(days=10)
        rate = order.currency_id.rate_ids.filtered(lambda r: r.rate == 2.0)
        rate.sudo().copy({"name": self.today, "rate": 1.0})
        order.order_line.price_unit = 4000.01
        with self.assertRaises(UserError):
            order.action_confirm()
        order.order_line.price_unit = 4000.0
        order.action_confirm()
        self.assertConfirmed(order)

    def test_a_written_rate_does_not_make_a_release_large(self):
        order = self.quotation(1000.0)
        order.write({"currency_rate": 1e-6, "amount_total": 1e6})
        self.hold("block")
        release = self.debtor_case().with_user(self.manager)
        self.assertEqual(release._release("order", "fine", order).amount, 1000.0)

    # ------------------------------------------------------------- cases, teams, days

    def test_a_case_stays_with_its_debtor(self):
        self.hold("block")
        case = self.debtor_case()
        case.user_id = self.collector
        for vals in ({"partner_id": self.payer.id}, {"company_id": 1}):
            for user in (self.collector, self.manager):
                with self.assertRaisesRegex(AccessError, "one customer"):
                    case.with_user(user).write(vals)

    def test_the_order_of_a_shop_is_exempt_only_in_the_shop(self):
        teams = self.env["crm.team"].sudo()
        team = teams.create({"name": "Shop", "collection_exempt": True})
        root = self.env.ref("base.user_root")
        order = self.quotation(user=root, company_id=self.company.id)
        order.write({"user_id": self.salesperson.id, "team_id": team.id})
        self.hold("block")
        with self.assertRaisesRegex(UserError, "no new orders"):
            order.with_user(self.salesperson).action_confirm()
        order.with_user(root).with_company(self.company).action_confirm()
        self.assertConfirmed(order)

    def test_a_debt_outlives_the_last_day_set_by_hand(self):
        self.company.write(
            {
                "collection_hold_auto": True,
                "collection_hold_days": True,
                "collection_hold_stage": False,
            }
        )
        case, order = self.debtor_case(), self.quotation()
        self.hold(
            "block",
            until=self.today - timedelta(days=1),
            reason_code="manual,days",
        )
        verdict = order._collection_verdicts()[order]
        self.assertTrue(verdict.allowed)  # judged just now: nothing is overdue
        self.assertFalse(case.hold_effect)
