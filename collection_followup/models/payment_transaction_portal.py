from odoo import fields, models

from .res_partner import COLLECTIONS


class PaymentTransaction(models.Model):
    """A payment that a debtor makes from the page that shows what he owes."""

    _inherit = "payment.transaction"

    collection_case_id = fields.Many2one(
        "collection.case", readonly=True, index="btree_not_null", ondelete="set null"
    )
    collection_item_ids = fields.One2many(
        "collection.online.item",
        "transaction_id",
        string="Chosen items",
        readonly=True,
        groups=COLLECTIONS,
        help="What the debtor chose to pay; the money goes to these items first.",
    )

    def _collection_settle(self, payment):
        """Match a payment with the items that were chosen, each by what was chosen.

        Core matches the oldest lines of all invoices first, which would pay an
        instalment that nobody asked for, or what is promised for another day, and
        leave a chosen item open. The credits that made an item smaller on the page
        are matched with it, so that nothing is left of it.
        """
        self.ensure_one()
        chosen = self.collection_item_ids.filtered(
            lambda item: (
                item.line_id.account_id == payment.destination_account_id
                and item.line_id.parent_state == "posted"
                and not item.line_id.reconciled
            )
        )
        _liquidity, money, _write_off = payment._seek_for_lines()
        money = money.filtered(lambda line: not line.reconciled)[:1]
        pairs = chosen._credit_pairs(payment, money)
        pairs += [(money, item.line_id, item.amount) for item in chosen if money]
        self.env["account.move.line"]._collection_match(pairs)

    def _log_message_on_linked_documents(self, message):
        result = super()._log_message_on_linked_documents(message)
        case = self.sudo().collection_case_id  # who records payments reads no cases
        if case:
            case.message_post(body=message, author_id=self.partner_id.id)
        return result
