from odoo import fields, models


class AccountMoveLine(models.Model):
    """The one reader of the ledger."""

    _inherit = "account.move.line"

    collection_item_ids = fields.One2many("collection.item", "line_id")

    # Core's partial index covers every unreconciled line, product lines too: at a
    # million invoices the planner scans the table instead.
    _collection_open_idx = models.Index(
        "(company_id, account_id, date_maturity)"
        " INCLUDE (partner_id, amount_residual, amount_residual_currency)"
        " WHERE reconciled IS NOT TRUE AND parent_state = 'posted'"
        " AND amount_residual <> 0"
    )
