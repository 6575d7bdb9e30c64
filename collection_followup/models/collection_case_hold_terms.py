from odoo import models


class CollectionCase(models.Model):
    """A hold that begins or ends changes the terms of open quotations."""

    _inherit = "collection.case"

    def _hold_changed(self):
        done = super()._hold_changed()
        for root, cases in self.grouped("company_id").items():
            self.env["sale.order"]._collection_terms_of(root, cases.partner_id)
        return done
