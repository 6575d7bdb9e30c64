from odoo import api, models


class CollectionRun(models.Model):
    """Before the daily run: pauses that are over, and what was left too long."""

    _inherit = "collection.run"

    @api.model
    def _wake_and_escalate(self):
        result = super()._wake_and_escalate()
        cases = self.env["collection.case"]
        paused = cases.search([("pause_until", "!=", False)])
        for company, group in paused.grouped("company_id").items():
            group._wake_due(company._collection_today())
        cases._cron_escalate()
        cases._ask_for_documents()
        cases._ask_for_late_money()
        return result
