from odoo import Command

from ..common_roles import RolesCommon


class GateCommon(RolesCommon):
    """A debtor who can be put on hold, quotations, and the people who sell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales_manager = cls.env["res.users"].create(
            {
                "name": "Sales manager",
                "login": "sales_manager",
                "group_ids": [
                    Command.set([cls.env.ref("sales_team.group_sale_manager").id])
                ],
            }
        )
        cls.goods = cls._make_product("Machine")
        cls.today = cls.company._collection_today()
        cls.net_30 = cls.env.ref("account.account_payment_term_30days")
        cls.debtor.property_payment_term_id = cls.net_30

    @classmethod
    def _make_product(cls, name, **values):
        """Goods without tax, invoiced as they are ordered."""
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "list_price": 100.0,
                "invoice_policy": "order",
                "taxes_id": False,
                **values,
            }
        )

    @classmethod
    def quotation(cls, amount=1000.0, partner=None, user=None, **values):
        """A quotation over one machine, of the salesperson unless told otherwise."""
        orders = cls.env["sale.order"].with_user(user or cls.salesperson)
        return orders.create(
            {
                "partner_id": (partner or cls.debtor).id,
                "require_signature": False,
                "require_payment": False,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.goods.id,
                            "product_uom_qty": 1,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
                **values,
            }
        )

    @classmethod
    def debtor_case(cls, partner=None, company=None):
        """The case of a debtor, made if there is none."""
        cases = cls.env["collection.case"].sudo()
        return cases._case_of(partner or cls.debtor, company or cls.company)

    @classmethod
    def hold(cls, effect, partner=None, company=None, **values):
        """Put a debtor on hold; whatever was active before ends."""
        case = cls.debtor_case(partner, company)
        cls.free(partner, company)
        hold = (
            cls.env["collection.hold"]
            .sudo()
            .create(
                {
                    "case_id": case.id,
                    "effect": effect,
                    "manual": True,
                    "manual_effect": effect,
                    "since": cls.today,
                    "reason": "Invoices are late.",
                    "frees": "Payment of 250.00.",
                    "amount": 250.0,
                    **values,
                }
            )
        )
        case._store_hold()
        return hold

    @classmethod
    def free(cls, partner=None, company=None):
        """End the hold of a debtor."""
        case = cls.debtor_case(partner, company)
        case.hold_id.write({"state": "ended", "ended_on": cls.today})
        case._store_hold()

    @classmethod
    def set_limit(cls, limit, partner=None):
        """Give a debtor a credit limit that counts."""
        cls.company.account_use_credit_limit = True
        cls.company.collection_limit_refuses = True
        (partner or cls.debtor).credit_limit = limit

    @classmethod
    def paid_online(cls, order, amount=None, state="done", **values):
        """A transaction of the demo provider for an order, in some state."""
        order = order.sudo()
        provider = cls.demo_provider()
        transaction = (
            cls.env["payment.transaction"]
            .sudo()
            .create(
                {
                    "provider_id": provider.id,
                    "payment_method_id": provider.payment_method_ids[:1].id,
                    "amount": order.amount_total if amount is None else amount,
                    "currency_id": order.currency_id.id,
                    "partner_id": order.partner_id.id,
                    "reference": f"{order.name}-{len(order.transaction_ids) + 1}",
                    "sale_order_ids": [Command.set(order.ids)],
                    **values,
                }
            )
        )
        if state == "pending":
            transaction._set_pending()
        elif state == "authorized":
            transaction.provider_id.capture_manually = True
            transaction._set_authorized()
        elif state == "done":
            transaction._set_done()
        return transaction

    @classmethod
    def demo_provider(cls):
        """The demo payment provider, switched on for the company."""
        provider = (
            cls.env["payment.provider"]
            .sudo()
            .search(
                [("code", "=", "demo"), ("company_id", "=", cls.company.id)], limit=1
            )
        )
        if not provider:
            provider = cls.env.ref("payment.payment_provider_demo").copy(
                {"company_id": cls.company.id}
            )
        provider.write({"state": "test", "is_published": True})
        provider.payment_method_ids.active = True
        return provider

    def assertConfirmed(self, order):
        self.assertEqual(order.sudo().state, "sale")

    def assertQuotation(self, order):
        self.assertIn(order.sudo().state, ("draft", "sent"))
