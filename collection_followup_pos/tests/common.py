from datetime import datetime
from uuid import uuid4

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from odoo.addons.collection_followup.tests.gate.common_gate import GateCommon

CASHIER = "point_of_sale.group_pos_user"
MANAGER = "point_of_sale.group_pos_manager"


class TillCommon(GateCommon):
    """A till with cash, card and customer account, and the people who use it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_default_pos_receivable_account_id = cls.copy_account(
            cls.company_data["default_account_receivable"], {"name": "Tills"}
        )
        cls.cash, cls.card, cls.account = cls._make_methods()
        cls.till = (
            cls.env["pos.config"]
            .sudo()
            .create(
                {
                    "name": "Counter",
                    "journal_id": cls.company_data["default_journal_sale"].id,
                    "invoice_journal_id": cls.company_data["default_journal_sale"].id,
                    "payment_method_ids": [
                        Command.set((cls.cash + cls.card + cls.account).ids)
                    ],
                }
            )
        )
        cls.cashier = new_test_user(
            cls.env, login="cashier", groups=f"base.group_user,{CASHIER}"
        )
        cls.till_manager = new_test_user(
            cls.env, login="till_manager", groups=f"base.group_user,{MANAGER}"
        )
        cls.till.with_user(cls.cashier).open_ui()
        cls.till_session = cls.till.current_session_id
        cls.till_session.set_opening_control(0, "")

    @classmethod
    def _make_methods(cls):
        methods = cls.env["pos.payment.method"].sudo()
        journals = [
            cls.company_data["default_journal_cash"].id,
            cls.company_data["default_journal_bank"].id,
            False,
        ]
        return methods.create(
            [
                {
                    "name": name,
                    "journal_id": journal,
                    "split_transactions": not journal,
                    "company_id": cls.company.id,
                }
                for name, journal in zip(
                    ("Money", "Card", "On account"), journals, strict=True
                )
            ]
        )

    @classmethod
    def sold(cls, amount=100.0, *payments, partner=None, **values):
        """An order as the till sends it when it is validated.

        :param payments: pairs of method and amount; all of it on account without
        """
        payments = payments or [(cls.account, amount)]
        lines = values.pop("lines", None) or [cls.line(amount)]
        uuid = str(uuid4())
        return {
            "state": "paid",
            "uuid": uuid,
            "pos_reference": f"2026-1-{uuid[:6]}",
            "tracking_number": "1",
            "sequence_number": 1,
            "amount_total": amount,
            "amount_paid": sum(paid for _method, paid in payments),
            "amount_tax": 0.0,
            "amount_return": 0.0,
            "date_order": fields.Datetime.to_string(datetime.now()),
            "fiscal_position_id": False,
            "pricelist_id": cls.till.pricelist_id.id,
            "partner_id": (cls.debtor if partner is None else partner).id,
            "session_id": cls.till_session.id,
            "lines": lines,
            "payment_ids": [
                Command.create(
                    {
                        "amount": paid,
                        "name": fields.Datetime.to_string(datetime.now()),
                        "payment_method_id": method.id,
                    }
                )
                for method, paid in payments
            ],
            "last_order_preparation_change": "{}",
            "user_id": cls.cashier.id,
            "to_invoice": False,
            **values,
        }

    @classmethod
    def line(cls, price, qty=1, product=None, **values):
        """A line of such an order, without tax."""
        return Command.create(
            {
                "product_id": (product or cls.goods).id,
                "price_unit": price,
                "qty": qty,
                "discount": 0.0,
                "price_subtotal": price * qty,
                "price_subtotal_incl": price * qty,
                "tax_ids": [],
                "pack_lot_ids": [],
                **values,
            }
        )

    def send(self, *orders, user=None):
        """What the till calls with its orders, on a clean cache; answers the orders."""
        self.env.flush_all()
        self.env.invalidate_all()
        tills = self.env["pos.order"].with_user(user or self.cashier)
        data = tills.sync_from_ui(list(orders))
        return tills.sudo().browse([order["id"] for order in data["pos.order"]])

    def assertTaken(self, *orders, user=None):
        """The till takes these orders; answers them."""
        taken = self.send(*orders, user=user)
        self.assertLessEqual(set(taken.mapped("state")), {"paid", "done"})
        return taken

    def assertRefused(self, *orders, user=None):
        """The till hears why not, and nothing is kept; answers the words."""
        uuids = [order["uuid"] for order in orders]
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            self.send(*orders, user=user)
        found = self.env["pos.order"].sudo().search([("uuid", "in", uuids)])
        self.assertFalse(found.filtered(lambda order: order.state != "draft"))
        return str(refused.exception).replace("\N{NO-BREAK SPACE}", " ")

    def close(self):
        """Close the session of the till, as its manager does."""
        session = self.till_session.with_user(self.till_manager)
        session.post_closing_cash_details(0)
        session.close_session_from_ui()

    def release(self, scope, **values):
        """What a credit manager lets through, on the case of the debtor."""
        case = self.debtor_case().with_user(self.manager)
        return case._release(scope, "Agreed on the phone", **values)


class TillSalesCommon(TillCommon):
    """Orders of sales that are settled at the till by somebody who sells too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        down = cls._make_product("Down payment", type="service")
        cls.till.down_payment_product_id = down
        cls.cashier.group_ids += cls.env.ref("sales_team.group_sale_salesman_all_leads")

    @classmethod
    def loaded(cls, order, qty=1, price=None, line=None):
        """A line of the till that sells a line of an order."""
        line = line or order.sudo().order_line[:1]
        return cls.line(
            line.price_unit if price is None else price,
            qty,
            line.product_id,
            sale_order_origin_id=order.id,
            sale_order_line_id=line.id,
        )

    @classmethod
    def settled(cls, order, *payments, qty=1, price=None, **values):
        """The till has loaded an order and sells the first line of it."""
        line = cls.loaded(order, qty, price)
        amount = line[2]["price_subtotal_incl"]
        return cls.sold(amount, *payments, lines=[line], **values)

    @classmethod
    def paid_ahead(cls, order, amount, *payments):
        """The till takes a down payment on an order."""
        down = cls.till.down_payment_product_id
        line = cls.line(amount, 1, down, sale_order_origin_id=order.id)
        return cls.sold(amount, *payments, lines=[line])
