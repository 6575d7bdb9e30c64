from odoo import api, fields, models
from odoo.fields import Command


class CollectionLeaveOut(models.TransientModel):
    """Which items are left out of the next notice, or until somebody decides."""

    _name = "collection.leave.out"
    _description = "Items excluded manually"
    _inherit = "collection.case.wizard"
    _about_one = True

    reason = fields.Char(required=True, help="It stays in the thread of the case.")
    line_ids = fields.One2many(
        "collection.leave.out.line",
        "wizard_id",
        string="Items",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("case_ids")
    def _compute_line_ids(self):
        for wizard in self:
            case = wizard.case_ids[:1]._origin
            lines = case._open_lines() if case else self.env["account.move.line"]
            levels = case._items(lines)
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {"line_id": line.id, "old_how": item._how(), "how": item._how()}
                    )
                    for line, item in levels.items()
                ),
            ]

    def action_confirm(self):
        """Leave the chosen items out, and take the others in again."""
        changed = self.line_ids.filtered(lambda line: line.how != line.old_how)
        choices = {line.line_id: line.how for line in changed}
        self._cases()._leave_out(choices, self.reason)
        return self._close()


class CollectionLeaveOutLine(models.TransientModel):
    """One item, and whether it is left out."""

    _name = "collection.leave.out.line"
    _description = "One item excluded manually"

    wizard_id = fields.Many2one(
        "collection.leave.out", required=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "account.move.line", string="Item", required=True, ondelete="cascade"
    )
    move_id = fields.Many2one(related="line_id.move_id", string="Document")
    date_maturity = fields.Date(related="line_id.date_maturity")
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount_residual_currency = fields.Monetary(
        related="line_id.amount_residual_currency", string="Open"
    )
    old_how = fields.Char(readonly=True)
    how = fields.Selection(
        [("once", "Next notice only"), ("decided", "Until somebody decides")],
        string="Exclude",
        help="Until somebody decides: a task stays open for it. Empty: the item is "
        "on the next notice.",
    )
