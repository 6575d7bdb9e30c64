from odoo import api, fields, models

from .approval_names import APPROVALS
from .res_partner import COLLECTIONS


class CollectionOpenItem(models.Model):
    """The lists of open items show it."""

    _inherit = "collection.open.item"

    approval = fields.Selection(related="item_id.approval")
    approval_on = fields.Date(related="item_id.approval_on")
    approval_partner_id = fields.Many2one(related="item_id.approval_partner_id")
    approval_asked_on = fields.Date(related="item_id.approval_asked_on")


class AccountMove(models.Model):
    """So do the invoices."""

    _inherit = "account.move"

    collection_approval_item_id = fields.Many2one(
        "collection.item", compute="_compute_collection_approval", groups=COLLECTIONS
    )
    collection_approval = fields.Selection(
        APPROVALS,
        string="In their house",
        compute="_compute_collection_approval",
        groups=COLLECTIONS,
        help="What the customer last said of this invoice.",
    )

    @api.depends("line_ids.collection_item_ids.approval")
    def _compute_collection_approval(self):
        items = self.env["collection.item"].search(
            [("line_id.move_id", "in", self.ids), ("approval", "!=", False)],
            order="approval_asked_on, id",
        )
        last = {item.line_id.move_id.id: item for item in items}
        for move in self:
            item = last.get(move.id, items.browse())
            move.collection_approval_item_id = item
            move.collection_approval = item.approval
