from odoo import fields, models


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
        help="What the debtor chose to pay; the money goes to these items first.",
    )

    def _collection_settle(self, payment):
        """Match a payment with the items that were chosen, before anything else.

        Core matches the oldest lines of all invoices first, which would pay an
        instalment that nobody asked for and leave a chosen item open. Items that
        are paid in full come first, so that what is left goes to the others.
        """
        self.ensure_one()
        account = payment.destination_account_id
        money = payment.move_id.line_ids.filtered(
            lambda line: line.account_id == account and not line.reconciled
        )
        items = self.collection_item_ids.filtered(
            lambda item: (
                item.line_id.account_id == account and not item.line_id.reconciled
            )
        )
        if money and items:
            ordered = items.sorted(
                lambda item: (item._is_part(), item.line_id.date_maturity)
            )
            money._reconcile_plan([money | item.line_id for item in ordered])

    def _log_message_on_linked_documents(self, message):
        result = super()._log_message_on_linked_documents(message)
        case = self.collection_case_id
        if case:
            case.message_post(body=message, author_id=self.partner_id.id)
        return result
