from odoo import api, fields, models
from odoo.tools.misc import clean_context


class CollectionCaseWizard(models.AbstractModel):
    """What all questions about cases have in common."""

    _name = "collection.case.wizard"
    _description = "Question about collection cases"

    case_ids = fields.Many2many("collection.case", string="Cases", required=True)
    case_id = fields.Many2one("collection.case", compute="_compute_case_id")
    partner_id = fields.Many2one(related="case_id.partner_id", string="Customer")
    case_count = fields.Integer(compute="_compute_case_id")

    @api.depends("case_ids")
    def _compute_case_id(self):
        for wizard in self:
            wizard.case_id = wizard.case_ids[:1]
            wizard.case_count = len(wizard.case_ids)

    def _cases(self):
        """The cases, without the defaults of this window for what they create."""
        self.ensure_one()
        context = clean_context(self.env.context)
        return self.case_ids.with_context(context)  # pylint: disable=context-overridden

    @api.model
    def _today(self):
        """Today where the company of the user is."""
        return self.env.company._collection_today()

    @api.model
    def _close(self):
        """The action that closes the window and shows the case as it is now."""
        return {"type": "ir.actions.act_window_close"}
