from odoo.tests import tagged

from odoo.addons.collection_followup.tests.settings import common_fields


@tagged("post_install", "-at_install")
class TestOdooFieldsStock(
    common_fields.OdooFieldsTests, common_fields.OdooFieldsCommon
):
    """Transfers are used by those who know no Collections."""

    addon = "collection_followup_stock"
    allow_inherited_tests_method = True
    roles = {
        **common_fields.ROLES,
        "warehouse": "stock.group_stock_user",
        "warehouse manager": "stock.group_stock_manager",
    }
    edited = {**common_fields.EDITED, "stock.picking": "origin"}

    @classmethod
    def _make_samples(cls):
        order = cls.quotation(user=cls.users["salesperson"])
        order.sudo().action_confirm()
        transfer = order.sudo().picking_ids.sudo(False)
        cls.hold("block")
        return {
            "sale.order": order,
            "stock.move": transfer.sudo().move_ids.sudo(False),
            "stock.picking": transfer,
            "stock.picking.type": transfer.sudo().picking_type_id.sudo(False),
        }
