from odoo import fields, models


class CollectionOnlineItem(models.Model):
    """One journal item that a debtor chose to pay with an online payment."""

    _name = "collection.online.item"
    _description = "Item of an online payment"
    _order = "transaction_id, id"

    transaction_id = fields.Many2one(
        "payment.transaction", required=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "account.move.line",
        string="Journal item",
        required=True,
        index=True,
        ondelete="cascade",
    )
    move_id = fields.Many2one(
        related="line_id.move_id", string="Document", store=True, index=True
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="transaction_id.currency_id")
    amount = fields.Monetary(
        help="What the debtor was asked for when he started the payment."
    )

    _once = models.UniqueIndex(
        "(transaction_id, line_id)", "An item is paid once by each payment."
    )

    def _is_part(self):
        """Tell whether less than what is open was chosen."""
        open_now = self.line_id.amount_residual_currency
        return self.currency_id.compare_amounts(self.amount, open_now) < 0
