from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Every reconciliation passes here, part payments and un-matching too."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._mark_debtors("changed")
        return partials

    def unlink(self):
        self._mark_debtors("returned")
        return super().unlink()

    def _mark_debtors(self, kind):
        lines = self.debit_move_id | self.credit_move_id
        self.env["collection.event"]._mark_lines(lines, kind)
