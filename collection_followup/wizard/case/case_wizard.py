from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context


class CollectionCaseWizard(models.AbstractModel):
    """What all questions about cases have in common."""

    _name = "collection.case.wizard"
    _description = "Question about collection cases"

    _about_one = False  # whether the question is about one case, never about several

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
        """The cases, without the defaults of this window for what they create.

        :raise UserError: where there is none, or several in a window about one
        """
        self.ensure_one()
        if not self.case_ids or (self._about_one and len(self.case_ids) > 1):
            raise UserError(self._which_cases())
        context = clean_context(self.env.context)
        return self.case_ids.with_context(context)  # pylint: disable=context-overridden

    @api.model
    def _which_cases(self):
        if self._about_one:
            return self.env._("Choose one case.")
        return self.env._("Choose at least one case.")

    @api.model
    def _today(self):
        """Today where the company of the user is."""
        return self.env.company._collection_today()

    @api.model
    def _close(self):
        """The action that closes the window and shows the case as it is now."""
        return {"type": "ir.actions.act_window_close"}
