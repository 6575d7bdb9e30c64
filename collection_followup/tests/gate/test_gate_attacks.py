from odoo import Command
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from . import gate_attacks, gate_attacks_grow, gate_attacks_new
from .common_gate import GateCommon

EFFECTS = ("cod", "prepay", "block", "limit")
# who may write orders; a credit manager who sells has to release like any other
SELLERS = ("salesperson", "sales_manager", "boss", "admin")
OTHERS = ("collector", "manager", "portal", "public")
# cannot be done at all by Odoo's own rules, whatever the hold
NEVER = {
    "forge_payment",
    "minus_costs_away",
    "other_product",
    "section_becomes_goods",
}


@tagged("post_install", "-at_install")
class TestGateAttacks(GateCommon):
    """Every way round the gate, by everybody, under every effect: a table."""

    refusal = UserError

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(
            cls.env,
            login="boss",
            groups="sales_team.group_sale_manager,"
            "collection_followup.group_collection_manager",
        )
        cls.portal = new_test_user(cls.env, login="door", groups="base.group_portal")
        cls.public = cls.env.ref("base.public_user")
        cls.admin = cls.env.ref("base.user_admin")
        cls.admin.company_ids |= cls.company
        cls.admin.company_id = cls.company
        cls.payer = cls._make_debtor("Good payer")
        cls.contact = cls.env["res.partner"].create(
            {"name": "Bookkeeper", "parent_id": cls.debtor.id}
        )
        cls.dear = cls._make_product("Dear machine", list_price=5000.0)
        cls.case_sudo = cls.debtor_case().sudo()
        cls._make_orders()

    @classmethod
    def _make_orders(cls):
        """What the attackers start from, made while nothing was held."""
        cls.costs = cls._make_product("Travel", expense_policy="cost")
        cls.tax = cls.company_data["default_tax_sale"].copy(
            {"name": "Twenty", "amount": 20.0, "price_include_override": "tax_excluded"}
        )
        cls.even = cls.quotation()
        minus = gate_attacks.line_values(cls, -1000.0, product_id=cls.costs.id)
        cls.even.order_line = [Command.create({**minus, "is_expense": True})]
        cls.draft, cls.draft_of_payer = (
            cls.quotation(),
            cls.quotation(partner=cls.payer),
        )
        cls.small = cls.quotation(10.0)
        cls.confirmed = cls.quotation()
        cls.discounted, cls.reduced = cls.quotation(), cls.quotation()
        cls.discounted.order_line.discount = 50
        cls.reduced.order_line = [
            Command.create(gate_attacks.line_values(cls, -400.0)),
        ]
        (cls.confirmed + cls.discounted + cls.reduced).action_confirm()
        cls.foreign_payment = cls.paid_online(cls.quotation(partner=cls.payer))
        cls.paid_invoice = cls.invoice(1000.0, "2026-01-05")
        cls.pay(cls.paid_invoice, "2026-01-20")
        cls.paid_invoice.invoice_user_id = cls.salesperson  # else he cannot link it
        # what is confirmed is one cent more than allowed
        cls.exact_limit = 1000.0 + 500.0 + 600.0 - 0.01
        cls.env["collection.event"]._digest()
        cls.env.flush_all()

    def _impose(self, effect):
        if effect == "limit":
            self.set_limit(self.exact_limit)
        else:
            self.hold(effect)

    def _attempt(self, way, role, effect):
        """What an attack ends in: ``refused``, or how the order stands then."""
        savepoint = self.env.cr.savepoint()
        try:
            self._impose(effect)
            before = self._worth()
            try:
                order = way(self, getattr(self, role)).sudo()
                self.env.flush_all()
            except (UserError, RedirectWarning):
                return "refused"
            if order.state != "sale":
                return "quotation"
            cod = order.payment_term_id == self.company.collection_cod_term_id
            grew = order._collection_worth()[order] > before.get(order.id, 0.0)
            return "cod" if cod else "grew" if grew else "confirmed"
        finally:
            savepoint.close(rollback=True)
            self.env.cr.precommit.data.clear()
            self.env.clear()

    def _worth(self):
        orders = self.confirmed + self.discounted + self.reduced + self.even
        orders = orders.sudo()
        worth = orders._collection_worth()
        return {order.id: worth[order] for order in orders}

    def _expected(self, way, effect):
        if way in gate_attacks.FORGED or way.__name__ in NEVER or effect != "cod":
            return "refused"
        return "cod"  # a confirmed order that is paid on delivery

    def _try_all(self, ways, roles, effects=EFFECTS):
        for way in ways:
            for role in roles:
                for effect in effects:
                    with self.subTest(way=way.__name__, role=role, effect=effect):
                        self.assertEqual(
                            self._attempt(way, role, effect),
                            self._expected(way, effect),
                        )

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_orders_are_not_confirmed_by_sellers(self):
        self._try_all(gate_attacks.NEW, ["salesperson"])
        self._try_all(gate_attacks.NEW, ["boss"], ("prepay", "limit"))

    def test_orders_do_not_grow_by_sellers(self):
        self._try_all(gate_attacks.GROW, ["salesperson"])
        self._try_all(gate_attacks.GROW, ["boss"], ("prepay", "limit"))

    def test_the_shortest_ways_by_those_with_most_rights(self):
        shortest = [
            gate_attacks_new.confirm,
            gate_attacks_new.write_state,
            gate_attacks_new.create_confirmed,
            gate_attacks_grow.quantity,
            gate_attacks_grow.new_line,
        ]
        self._try_all(shortest, ("sales_manager", "admin"))

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_nobody_writes_what_the_gate_believes(self):
        for way in gate_attacks.FORGED:
            for role in SELLERS:
                with self.subTest(way=way.__name__, role=role):
                    self.assertEqual(self._attempt(way, role, "prepay"), "refused")

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_who_does_not_sell_confirms_nothing(self):
        """Collectors, credit managers and customers have no way at all."""
        ways = gate_attacks.NEW + gate_attacks.GROW + gate_attacks.FORGED
        for way in ways:
            for role in OTHERS:
                with self.subTest(way=way.__name__, role=role):
                    self.assertEqual(self._attempt(way, role, "cod"), "refused")

    def test_without_a_hold_the_same_ways_are_open(self):
        """The table would be green if nothing worked at all."""
        closed = NEVER | {way.__name__ for way in gate_attacks.FORGED}
        for way in gate_attacks.NEW + gate_attacks.GROW:
            if way.__name__ in closed:
                continue
            with self.subTest(way=way.__name__):
                savepoint = self.env.cr.savepoint()
                order = way(self, self.salesperson).sudo()
                self.assertEqual(order.state, "sale")
                savepoint.close(rollback=True)
                self.env.cr.precommit.data.clear()
                self.env.clear()
