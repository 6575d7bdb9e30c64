from odoo.tests import HttpCase, new_test_user

from .common_gate import GateCommon

SELLS = "sales_team.group_sale_salesman,sale.group_discount_per_so_line"


class SaleTourCommon(GateCommon, HttpCase):
    """The people who take an order from quotation to payment in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(cls.env, login="seller", groups=SELLS)
        cls.boss = new_test_user(
            cls.env,
            login="boss",
            groups="sales_team.group_sale_manager,"
            "collection_followup.group_collection_manager",
        )
        cls.bookkeeper = new_test_user(
            cls.env,
            login="bookkeeper",
            groups="sales_team.group_sale_salesman_all_leads,"
            "account.group_account_invoice",
        )
        cls.company.collection_manager_id = cls.boss
        for name in ("Press", "Lathe"):
            cls._make_product(name)

    def play(self, tour, user, path):
        self.start_tour(path, tour, login=user.login)
        self.env.invalidate_all()

    def quote(self):
        """The quotation that the salesperson makes and sends in the browser."""
        path = "/odoo/action-sale.action_quotations_with_onboarding"
        self.play("collection_sale_quote", self.seller, path)
        order = self.env["sale.order"].search([("user_id", "=", self.seller.id)])
        self.assertRecordValues(order, [{"state": "sent", "amount_untaxed": 940.0}])
        self.assertEqual(
            order.order_line.mapped("display_type"), ["line_section", False, False]
        )
        return order, f"/odoo/sales/{order.id}"

    def invoice_and_pay(self, order, path):
        self.play("collection_sale_invoice", self.bookkeeper, path)
        invoice = order.invoice_ids
        self.assertRecordValues(
            invoice,
            [{"state": "posted", "amount_untaxed": 940.0, "amount_residual": 0.0}],
        )
