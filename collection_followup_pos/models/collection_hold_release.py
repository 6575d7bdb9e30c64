from odoo import fields, models


class CollectionHoldRelease(models.Model):
    """What was put on account at the till uses up a sum that was released."""

    _inherit = "collection.hold.release"

    used_pos_order_ids = fields.Many2many(
        "pos.order",
        "collection_release_pos_order_rel",
        "release_id",
        "pos_order_id",
        string="Let through at the till",
        readonly=True,
        groups="point_of_sale.group_pos_user",
    )

    def _let_through(self):
        found = super()._let_through()
        orders = self.used_pos_order_ids.filtered(lambda order: order.state != "cancel")
        return found + [
            (release, order, order._collection_in_company(worth))
            for release in self
            for order in release.used_pos_order_ids & orders
            if (worth := order._collection_on_account()) > 0.0
        ]

    def _use_at_till(self, order):
        """Keep that an order of the till was put on account by this release."""
        self.ensure_one()
        self.used_pos_order_ids |= order
