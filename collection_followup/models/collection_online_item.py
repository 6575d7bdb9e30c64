from odoo import fields, models

from ..rules import amounts


class CollectionOnlineItem(models.Model):
    """One journal item that a debtor chose to pay with an online payment."""

    _name = "collection.online.item"
    _description = "Item of an online payment"
    _inherit = ["collection.guarded"]
    _people_write = {}
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

    def _credit_pairs(self, payment, money):
        """The credits that lower these items today: list of (credit, item, amount).

        Items of which a part rests are left as they are: they are not paid in full,
        and what is matched with them would count as the promised part.

        :param payment: what pays them; it is no credit beside itself
        :param money: its journal item, if it has an entry
        """
        if not self:
            return []
        lines, company = self.line_id, payment.company_id
        partner = payment.partner_id.commercial_partner_id
        today = company._collection_today()
        reader = self.env["collection.reader"]
        (debtor,) = reader._read_debtors(company, partner, today)
        others = [credit for credit in debtor.credits if credit.key not in money.ids]
        policy = company._collection_policy()
        claims = amounts.claims(debtor.items, others, (), today, policy)
        pairs = [
            (lines.browse(key), lines.browse(claim.item.key), amount)
            for claim in claims
            if claim.item.key in lines.ids
            and not (claim.disputed or claim.promised or claim.paused)
            for key, amount in claim.credits
        ]
        # money in another currency or on another account is left to a person
        return [
            (credit, item, amount)
            for credit, item, amount in pairs
            if credit.account_id == item.account_id
            and credit.currency_id == item.currency_id
        ]
