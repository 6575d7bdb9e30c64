from odoo import api, fields, models
from odoo.fields import Command


class CollectionLevel(models.TransientModel):
    """How far the debtor was reminded of each item, said by a person."""

    _name = "collection.level"
    _description = "Change the level of items"
    _inherit = "collection.case.wizard"
    _about_one = True

    strategy_id = fields.Many2one(related="case_id.strategy_id")
    sent_on = fields.Date(
        string="Reminded on",
        required=True,
        default=lambda self: self._today(),
        help=(
            "The day on which the customer was reminded; the next stage waits from "
            "here."
        ),
    )
    reason = fields.Char(required=True, help="How we know. It stays in the thread.")
    stage_id = fields.Many2one(
        "collection.stage",
        string="Set all to",
        domain="[('strategy_id', '=', strategy_id)]",
    )
    line_ids = fields.One2many(
        "collection.level.line",
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
                        {
                            "line_id": line.id,
                            "old_stage_id": item.stage_id.id,
                            "stage_id": item.stage_id.id,
                        }
                    )
                    for line, item in levels.items()
                ),
            ]

    @api.onchange("stage_id")
    def _onchange_stage_id(self):
        if self.stage_id:
            self.line_ids.stage_id = self.stage_id

    def action_confirm(self):
        """Set the levels that were changed."""
        changed = self.line_ids.filtered(
            lambda line: line.stage_id != line.old_stage_id
        )
        stages = {line.line_id: line.stage_id for line in changed}
        self._cases()._set_level(stages, self.sent_on, self.reason)
        return self._close()


class CollectionLevelLine(models.TransientModel):
    """One item and the level that a person gives it."""

    _name = "collection.level.line"
    _description = "Level of one item"

    wizard_id = fields.Many2one(
        "collection.level", required=True, index=True, ondelete="cascade"
    )
    strategy_id = fields.Many2one(related="wizard_id.strategy_id")
    line_id = fields.Many2one(
        "account.move.line", string="Item", required=True, ondelete="cascade"
    )
    move_id = fields.Many2one(related="line_id.move_id", string="Document")
    date_maturity = fields.Date(related="line_id.date_maturity")
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount_residual_currency = fields.Monetary(
        related="line_id.amount_residual_currency", string="Open"
    )
    old_stage_id = fields.Many2one(
        "collection.stage", string="Level now", readonly=True
    )
    stage_id = fields.Many2one(
        "collection.stage",
        string="New level",
        domain="[('strategy_id', '=', strategy_id)]",
        help="The last stage that was sent for this item. Empty: not reminded.",
    )
