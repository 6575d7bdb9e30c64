from odoo import api, fields, models


class CollectionHoldRelease(models.Model):
    """A manager can let one delivery through that belongs to no order."""

    _inherit = "collection.hold.release"

    scope = fields.Selection(
        selection_add=[("picking", "This delivery")], ondelete={"picking": "cascade"}
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="Delivery",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.model_create_multi
    def create(self, vals_list):
        releases = super().create(vals_list)
        partners = releases.partner_id
        self.env["stock.picking"]._collection_refresh_of(partners)
        return releases

    def _in_words(self):
        if self.scope == "picking":
            return self.picking_id.name
        return super()._in_words()
