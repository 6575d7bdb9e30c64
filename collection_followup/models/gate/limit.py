import json
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ...sentences import say_amount

DAYS = 90

# confirmed orders that were over the limit: what the debtor owed by the ledger at the
# end of the day before, and the order itself, against the limit of today
OVER = """
    WITH limits AS (
        SELECT * FROM json_to_recordset(%(limits)s)
               AS v(debtor int, company int, most numeric)),
    events AS (
        SELECT v.debtor, o.date_order::date AS day, 0.0 AS balance,
               o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1) AS amount,
               v.most
          FROM limits v
          JOIN res_partner p ON p.commercial_partner_id = v.debtor
          JOIN sale_order o
            ON o.partner_invoice_id = p.id AND o.company_id = v.company
         WHERE o.state = 'sale' AND o.date_order >= %(since)s
         UNION ALL
        SELECT v.debtor, l.date + 1, SUM(l.balance), NULL, NULL
          FROM (SELECT DISTINCT debtor FROM limits) v
          JOIN res_partner p ON p.commercial_partner_id = v.debtor
          JOIN account_move_line l ON l.partner_id = p.id
          JOIN account_account a ON a.id = l.account_id
         WHERE l.parent_state = 'posted' AND l.company_id IN %(companies)s
           AND a.account_type = 'asset_receivable' AND a.non_trade IS NOT TRUE
         GROUP BY v.debtor, l.date),
    standing AS (
        SELECT amount, most,
               SUM(balance) OVER (PARTITION BY debtor ORDER BY day) AS owed
          FROM events)
    SELECT COUNT(*), COALESCE(SUM(amount), 0.0)
      FROM standing
     WHERE owed + amount > most
"""


class ResCompany(models.Model):
    """Whether a credit limit refuses orders, as it never does in Odoo itself."""

    _inherit = "res.company"

    collection_limit_refuses = fields.Boolean(
        string="Refuse orders over the credit limit",
        help="Off: an order over the credit limit shows Odoo's warning and can be "
        "confirmed. On: it is refused until the customer pays or a credit manager "
        "releases it.",
    )

    def _collection_over_limits(self, days=DAYS):
        """What the limits would have refused in these days.

        :return: number of orders, and what they come to in company currency
        """
        self.ensure_one()
        orders = self.env["sale.order"].sudo()  # a count and a sum, no order
        companies = self.env["account.move.line"]._collection_companies(self)
        since = self._collection_today() - timedelta(days=days)
        partners = orders.search(
            [
                ("state", "=", "sale"),
                ("date_order", ">=", since),
                ("company_id", "in", companies.ids),
            ]
        ).partner_invoice_id.commercial_partner_id
        limits = self.env["collection.exposure"]._limits(partners, companies)
        rows = [
            {"debtor": debtor, "company": company, "most": most}
            for (debtor, company), most in limits.items()
        ]
        self.env.flush_all()
        query = SQL(
            OVER,
            limits=json.dumps(rows),
            since=since,
            companies=tuple(companies.ids),
        )
        return self.env.execute_query(query)[0]

    def _collection_over_limits_words(self):
        """What the limits would have refused, in words, with how it is counted."""
        count, amount = self._collection_over_limits()
        if not count:
            return self.env._(
                "In the last %s days it would have refused no order.", DAYS
            )
        return self.env._(
            "In the last %(days)s days it would have refused %(count)s confirmed "
            "orders for %(amount)s. Counted: the order and the customer's balance at "
            "the end of the day before, against today's limit; other orders open at "
            "that time are not counted.",
            days=DAYS,
            count=count,
            amount=say_amount(self.env, amount, self.currency_id),
        )
