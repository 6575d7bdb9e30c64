from odoo import api, models
from odoo.tools import SQL

# What was put on account at tills and is not posted: sessions that are open. What is
# invoiced stands in the ledger; without a customer's name nobody owes it.
ON_ACCOUNT = """
    SELECT p.commercial_partner_id AS partner_id,
           CASE WHEN t.id IN %(asked)s THEN t.id END AS order_id,
           SUM(y.amount / COALESCE(NULLIF(t.currency_rate, 0), 1)) AS amount
      FROM pos_order t
      JOIN res_partner p ON p.id = t.partner_id
      JOIN pos_payment y ON y.pos_order_id = t.id
     WHERE t.state = 'paid' AND t.account_move IS NULL
       AND t.company_id IN %(companies)s AND p.commercial_partner_id IN %(partners)s
       AND y.payment_method_id IN %(methods)s
     GROUP BY 1, 2
"""


class CollectionExposure(models.AbstractModel):
    """What is put on account at the till is owed before it is posted."""

    _inherit = "collection.exposure"

    @api.model
    def _beside(self, root, partners, orders):
        tills = self.env["pos.order"]
        ours = orders if orders and orders._name == tills._name else tills
        companies = self.env["account.move.line"]._collection_companies(root)
        methods = self.env["pos.payment.method"]._collection_on_account()
        named = methods.filtered("split_transactions")
        return SQL(
            ON_ACCOUNT,
            asked=tuple(ours.ids) or (0,),
            companies=tuple(companies.ids),
            partners=tuple(partners.ids),
            methods=tuple(named.ids) or (0,),
        )
