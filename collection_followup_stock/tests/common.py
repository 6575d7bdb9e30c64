from datetime import date

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.collection_followup.tests.common import CollectionCommon

TODAY = date(2026, 4, 1)
HELD = "Two invoices are long overdue"


class DeliveryCommon(CollectionCommon):
    """A debtor who can be put on hold, goods in stock, and people of the warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.goods = cls._make_goods("Chair", 100.0)
        cls.other = cls._make_debtor("Other & Co")
        cls.picker = new_test_user(
            cls.env, login="picker", groups="stock.group_stock_user"
        )
        cls.manager = new_test_user(
            cls.env,
            login="credit_manager",
            groups="collection_followup.group_collection_manager",
        )

    @classmethod
    def get_default_groups(cls):
        groups = super().get_default_groups()
        groups |= cls.quick_ref("sales_team.group_sale_manager")
        return groups | cls.quick_ref("stock.group_stock_manager")

    @classmethod
    def _make_goods(cls, name, price, tax=None, stock=1000.0):
        product = cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "list_price": price,
                "invoice_policy": "order",
                "taxes_id": [Command.set(tax.ids if tax else [])],
            }
        )
        place = cls.warehouse.lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(product, place, stock)
        return product

    @classmethod
    def order(cls, partner=None, confirm=True, lines=None, **values):
        """An order of ten chairs at 100.00, or of ``lines`` (product, quantity)."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.debtor).id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": pieces}
                    )
                    for product, pieces in lines or [(cls.goods, 10)]
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def delivery(cls, order):
        """The deliveries of an order that have not left."""
        return order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))

    @classmethod
    def loose_delivery(cls, partner=None, **values):
        """A delivery of three chairs that belongs to no order."""
        kind = cls.warehouse.out_type_id
        picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "partner_id": (partner or cls.debtor).id,
                "location_id": cls.warehouse.lot_stock_id.id,
                "location_dest_id": cls.customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": cls.goods.id,
                            "product_uom_qty": 3,
                            "location_id": cls.warehouse.lot_stock_id.id,
                            "location_dest_id": cls.customers.id,
                        }
                    )
                ],
                **values,
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

    @classmethod
    def hold(cls, effect="block", partner=None):
        """Put a debtor on hold as a credit manager does; answers the case."""
        case = cls.env["collection.case"]._case_of(partner or cls.debtor, cls.company)
        case._hold(effect, HELD)
        return case

    @classmethod
    def end_hold(cls, case):
        """End the hold of a case as a credit manager does."""
        case.hold_id._end_by_hand("Agreed on the phone")

    def validate(self, pickings, user=None):
        """Validate transfers as somebody from the warehouse does, on a clean cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return pickings.with_user(user or self.picker).button_validate()
