from odoo import api, models


class CollectionInteraction(models.Model):
    """Every contact updates the last one that its case shows."""

    _inherit = "collection.interaction"

    @api.model_create_multi
    def create(self, vals_list):
        interactions = super().create(vals_list)
        interactions.case_id._set_last_contact()
        return interactions

    def write(self, vals):
        cases = self.case_id
        result = super().write(vals)
        if vals.keys() & {"case_id", "date", "kind", "outcome"}:
            (cases | self.case_id)._set_last_contact()
        return result
