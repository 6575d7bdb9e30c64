from dataclasses import replace

from odoo import api, models


class CollectionReader(models.AbstractModel):
    """Items that are left out until somebody decides rest: nobody asks for them."""

    _inherit = "collection.reader"

    @api.model
    def _shared_facts(self, root, partners, rows, today):
        facts = super()._shared_facts(root, partners, rows, today)
        items = self.env["collection.item"].sudo()  # facts, not for reading
        left_out = items.search_fetch(
            [("left_out", "=", True), ("company_id", "child_of", root.ids)], ["line_id"]
        )
        facts["left_out"] = set(left_out.line_id.ids)
        return facts

    @api.model
    def _item(self, row, shared):
        item = super()._item(row, shared)
        if item.key in shared["left_out"]:
            return replace(item, paused=item.open)
        return item
