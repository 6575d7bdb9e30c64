from odoo import api, models
from odoo.tools.translate import LazyTranslate

from .part import Part

_lt = LazyTranslate(__name__)

PAUSED = Part("paused", 30, _lt("Paused"), _lt("Being clarified"))


class CollectionReader(models.AbstractModel):
    """Items that are left out until somebody decides rest: nobody asks for them."""

    _inherit = "collection.reader"

    @api.model
    def _declared_parts(self):
        return (*super()._declared_parts(), PAUSED)

    @api.model
    def _read_rests(self, root, partners, rows, today):
        rests = super()._read_rests(root, partners, rows, today)
        items = self.env["collection.item"].sudo()  # facts, not for reading
        left_out = items.search_fetch(
            [("left_out", "=", True), ("company_id", "child_of", root.ids)], ["line_id"]
        )
        lines = set(left_out.line_id.ids)
        rests["paused"] = {
            row.line_id: row.residual for row in rows if row.line_id in lines
        }
        return rests
