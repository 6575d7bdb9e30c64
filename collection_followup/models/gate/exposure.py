from odoo import api, models
from odoo.tools import SQL

# What debtors of one company tree owe and have ordered, in its currency.
#
# Ordered and not invoiced is the worth of an order less whatever was invoiced of
# it or sold of it by another document, drafts and down payments too, so that nothing
# counts twice. A credit note takes away what is owed and brings no order back: goods
# that were returned, or kept and credited, are not delivered once more. Online money
# that is in no ledger yet goes off. Amounts of lines are not believed where they are
# lower than quantity and price say: a stored amount can be written.
EXPOSURE = """
    WITH asked AS (
        SELECT DISTINCT ON (o.id) o.id AS order_id, o.currency_id,
               p.commercial_partner_id AS partner_id,
               k.commercial_partner_id AS customer,
               CASE WHEN o.id IN %(asked)s THEN o.id END AS shown,
               CASE WHEN o.currency_id = %(currency)s THEN 1.0
                    ELSE COALESCE(theirs.rate, 1.0) / COALESCE(ours.rate, 1.0) END
                    AS rate
          FROM sale_order o
          JOIN res_partner p ON p.id = o.partner_invoice_id
          JOIN res_partner k ON k.id = o.partner_id
          LEFT JOIN LATERAL (%(theirs)s) theirs ON o.currency_id <> %(currency)s
          LEFT JOIN LATERAL (%(ours)s) ours ON o.currency_id <> %(currency)s
         WHERE o.company_id IN %(companies)s
           AND p.commercial_partner_id IN %(partners)s
           AND (o.state = 'sale' OR o.id IN %(asked)s)),
    billed AS (
        -- a line of an invoice counts for one line of an order, of a credit note once
        -- that is posted
        SELECT q.order_id, q.partner_id, q.shown, q.rate, r.order_line_id,
               a.is_downpayment, CASE m.move_type WHEN 'out_refund'
                   THEN -a.price_total ELSE a.price_total END AS amount
          FROM asked q
          JOIN sale_order_line l ON l.order_id = q.order_id
          JOIN collection_billed_rel r ON r.order_line_id = l.id
          JOIN account_move_line a ON a.id = r.invoice_line_id
          JOIN account_move m ON m.id = a.move_id
         WHERE (m.state = 'posted' OR m.state = 'draft' AND m.move_type <> 'out_refund')
           AND m.commercial_partner_id IN (q.partner_id, q.customer)
           AND NOT EXISTS (SELECT FROM collection_billed_rel e
                            WHERE e.invoice_line_id = r.invoice_line_id
                              AND e.order_line_id < r.order_line_id)),
    elsewhere AS (%(elsewhere)s),
    sold AS (
        SELECT order_line_id, SUM(quantity) AS quantity FROM elsewhere
         GROUP BY order_line_id),
    parts AS (
        -- the worth of the lines, less what was invoiced of each; a line that was
        -- written down below its invoices makes no room for others. What is still to
        -- come counts, unless it was invoiced before and not credited.
        SELECT q.order_id, q.partner_id, q.shown, q.rate,
               CASE WHEN b.base >= 0 THEN GREATEST(
                   r.worth * (1 - COALESCE(s.back, 0)) - COALESCE(i.charged, 0),
                   r.worth * COALESCE(s.coming, 0) - GREATEST(
                       COALESCE(i.charged + i.credited, 0)
                       - r.worth * COALESCE(s.there, 0), 0),
                   0)
                    ELSE r.worth - COALESCE(i.credited, 0) END AS amount
          FROM asked q
          JOIN sale_order_line l ON l.order_id = q.order_id
         CROSS JOIN LATERAL (
               SELECT l.product_uom_qty * l.price_unit
                      * (1 - COALESCE(l.discount, 0) / 100.0) AS base) b
         CROSS JOIN LATERAL (SELECT CASE
               WHEN b.base >= 0 THEN GREATEST(COALESCE(l.price_total, 0), b.base)
               ELSE GREATEST(COALESCE(l.price_total, 0), 2 * b.base) END AS worth) w
          LEFT JOIN sold p ON p.order_line_id = l.id
         CROSS JOIN LATERAL (SELECT w.worth * (1 - GREATEST(LEAST(COALESCE(
               p.quantity / NULLIF(l.product_uom_qty, 0), 0), 1), 0)) AS worth) r
          LEFT JOIN LATERAL (%(shares)s) s ON TRUE
          LEFT JOIN (SELECT order_line_id, SUM(GREATEST(amount, 0)) AS charged,
                            SUM(LEAST(amount, 0)) AS credited
                       FROM billed
                      WHERE is_downpayment IS NOT TRUE
                      GROUP BY order_line_id) i ON i.order_line_id = l.id
         WHERE l.display_type IS NULL
         UNION ALL
        -- less down payments
        SELECT order_id, partner_id, shown, rate, -amount
          FROM billed
         WHERE is_downpayment
         UNION ALL
        -- less down payments that another document has sold
        SELECT q.order_id, q.partner_id, q.shown, q.rate, -e.ahead
          FROM asked q
          JOIN elsewhere e ON e.order_id = q.order_id
         UNION ALL
        -- less online money that is in no ledger yet
        SELECT q.order_id, q.partner_id, q.shown, q.rate, -t.amount
          FROM asked q
          JOIN collection_transaction_order_rel r ON r.order_id = q.order_id
          JOIN payment_transaction t ON t.id = r.transaction_id
          LEFT JOIN account_payment y ON y.id = t.payment_id
         WHERE t.state IN ('authorized', 'done') AND t.currency_id = q.currency_id
           AND y.move_id IS NULL
           AND COALESCE(y.state, 'draft') IN ('draft', 'in_process')),
    ordered AS (
        SELECT partner_id, shown AS order_id,
               GREATEST(SUM(amount), 0) / rate AS amount
          FROM parts
         GROUP BY parts.order_id, partner_id, shown, rate),
    owed AS (
        SELECT p.commercial_partner_id AS partner_id, SUM(l.amount_residual) AS amount
          FROM account_move_line l
          JOIN res_partner p ON p.id = l.partner_id
         WHERE %(open)s
         GROUP BY p.commercial_partner_id),
    drafts AS (
        SELECT p.commercial_partner_id AS partner_id,
               SUM(m.amount_total_signed) AS amount
          FROM res_partner p
          JOIN account_move m ON m.partner_id = p.id
         WHERE p.commercial_partner_id IN %(partners)s
           AND m.company_id IN %(companies)s AND m.state = 'draft'
           AND m.move_type IN ('out_invoice', 'out_receipt')
         GROUP BY p.commercial_partner_id)
    SELECT partner_id, order_id, SUM(amount)
      FROM (SELECT partner_id, order_id, amount FROM ordered
            UNION ALL SELECT partner_id, NULL, amount FROM owed
            UNION ALL SELECT partner_id, NULL, amount FROM drafts
            UNION ALL SELECT partner_id, order_id, amount FROM (%(beside)s) b) e
     GROUP BY partner_id, order_id
"""

# shares of what a line of an order is worth: came back, is to come, is there
SHARES = "SELECT 0 AS back, 0 AS coming, 0 AS there"

# the rate of a currency on the day of an order, as the ledger would take it; the day
# can be written, so that it is never before the order was entered
RATE = """
    SELECT r.rate FROM res_currency_rate r
     WHERE r.currency_id = %s AND (r.company_id IS NULL OR r.company_id = %s)
     ORDER BY r.name <= GREATEST(o.date_order, o.create_date)::date DESC,
              r.company_id,
              CASE WHEN r.name <= GREATEST(o.date_order, o.create_date)::date
                   THEN r.name END DESC, r.name
     LIMIT 1
"""


# the shape of what other documents have sold of orders, and of what they make debtors
# owe; nothing of either
NO_ELSEWHERE = """
    SELECT NULL::int AS order_id, NULL::int AS order_line_id, 0.0 AS quantity,
           0.0 AS ahead, 0.0 AS paid
     WHERE FALSE
"""
NO_BESIDE = """
    SELECT NULL::int AS partner_id, NULL::int AS order_id, 0.0 AS amount WHERE FALSE
"""


class CollectionExposure(models.AbstractModel):
    """What a debtor owes and has ordered, over all branches of a company."""

    _name = "collection.exposure"
    _description = "Credit exposure of customers"

    @api.model
    def _read(self, root, partners, orders=None):
        """Sum up what debtors owe and have ordered, in one statement.

        Open items (disputed ones too, less what the debtor has paid on account),
        draft invoices and confirmed orders as far as they are not invoiced.
        Quotations do not count, nor what was paid in advance.

        :param root: any company of the tree
        :param partners: commercial partners
        :param orders: orders that are asked about, of one model; they are told apart
        :return: {partner id: amount} without these orders, {order id: amount};
            both in the currency of the company
        """
        if not partners:
            return {}, {}
        self.env.flush_all()
        owed, asked = {}, {}
        rows = self.env.execute_query(self._exposed(root.root_id, partners, orders))
        for partner_id, order_id, amount in rows:
            if order_id:
                asked[order_id] = float(amount or 0.0)
            else:
                owed[partner_id] = float(amount or 0.0)
        return owed, asked

    @api.model
    def _exposed(self, root, partners, orders):
        lines, sales = self.env["account.move.line"], self.env["sale.order"]
        currency = root.currency_id
        elsewhere = sales._collection_elsewhere(SQL("SELECT order_id FROM asked"))
        ours = orders if orders and orders._name == sales._name else sales
        return SQL(
            EXPOSURE,
            currency=currency.id,
            theirs=SQL(RATE, SQL("o.currency_id"), root.id),
            ours=SQL(RATE, currency.id, root.id),
            companies=tuple(lines._collection_companies(root).ids),
            partners=tuple(partners.ids),
            asked=tuple(ours.ids) or (0,),
            elsewhere=elsewhere or SQL(NO_ELSEWHERE),
            beside=self._beside(root, partners, orders) or SQL(NO_BESIDE),
            open=lines._collection_open_sql(root, partners),
            shares=self._shares_sql(),
        )

    @api.model
    def _shares_sql(self):
        """Hook: how much of the line ``l`` of an order came back, is to come, is there.

        Shares of its quantity, as columns ``back``, ``coming`` and ``there``; all
        nought where nobody knows.
        """
        return SQL(SHARES)

    @api.model
    def _beside(self, root, partners, orders):
        """What debtors owe that stands in no ledger yet; for addons to say.

        Such as a point of sale, whose sales on account are booked when the day ends::

            SELECT partner_id, NULL::int AS order_id, SUM(amount) AS amount
              FROM ... WHERE partner_id IN (...) GROUP BY partner_id

        :param root: any company of the tree
        :param partners: commercial partners
        :param orders: orders that are asked about, of sales or of the addon, or none;
            ``order_id`` names those of the addon, whose rows are told apart
        :return: SQL of rows (partner_id, order_id, amount in the currency of the
            company), or an empty one
        """
        return SQL()

    @api.model
    def _limits(self, partners, companies):
        """The credit limits in force, of each company or else of its root.

        :param partners: commercial partners
        :param companies: companies of orders
        :return: {(partner id, company id): limit}, where there is one
        """
        limits = {}
        for company in companies:
            for source in (company, company.root_id):
                if not source.account_use_credit_limit:
                    continue
                for partner in partners.with_company(source):
                    if partner.credit_limit > 0.0:
                        limits.setdefault(
                            (partner.id, company.id), partner.credit_limit
                        )
        return limits
