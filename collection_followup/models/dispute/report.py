from odoo import api, fields, models
from odoo.tools import SQL

from .dispute import OUTCOMES, STATES

# the contested amount of each dispute, shared over the product lines of its document
# (those that it is about, if some were named) by their totals
CAUSES = """
    SELECT ROW_NUMBER() OVER (ORDER BY d.id, about.line_id) AS id,
           d.id AS dispute_id, d.case_id, c.user_id AS collector_id,
           d.partner_id, d.company_id, root.currency_id,
           COALESCE(r.parent_id, r.id) AS group_id, d.reason_id, d.side, d.state,
           d.outcome, d.user_id, m.invoice_user_id, m.team_id, d.move_id,
           about.product_id, t.categ_id AS product_categ_id,
           d.opened_on, d.closed_on,
           d.amount_company * COALESCE(about.share, 1) AS amount,
           COALESCE(about.share, 1) AS share,
           COALESCE(d.closed_on, %(today)s) - d.opened_on AS days
      FROM collection_dispute d
      JOIN collection_case c ON c.id = d.case_id
      JOIN res_company root ON root.id = d.company_id
      JOIN collection_dispute_reason r ON r.id = d.reason_id
      LEFT JOIN account_move m ON m.id = d.move_id
      LEFT JOIN LATERAL (
           SELECT l.id AS line_id, l.product_id,
                  ABS(l.price_total)
                      / NULLIF(SUM(ABS(l.price_total)) OVER (), 0) AS share
             FROM account_move_line l
            WHERE l.move_id = d.move_id AND l.display_type = 'product'
              AND l.price_total <> 0
              AND (l.id IN (SELECT account_move_line_id
                              FROM collection_dispute_product_line_rel
                             WHERE collection_dispute_id = d.id)
                   OR NOT EXISTS (SELECT FROM collection_dispute_product_line_rel
                                   WHERE collection_dispute_id = d.id))) about
        ON TRUE
      LEFT JOIN product_product p ON p.id = about.product_id
      LEFT JOIN product_template t ON t.id = p.product_tmpl_id
     WHERE d.state <> 'cancelled'
"""


class CollectionDisputeReport(models.Model):
    """Causes: money and days of disputes by reason, product, salesperson."""

    _name = "collection.dispute.report"
    _description = "Dispute analysis"
    _auto = False
    _rec_name = "dispute_id"
    _order = "opened_on desc, id"
    _depends = {
        "account.move": ["invoice_user_id", "team_id"],
        "account.move.line": ["display_type", "move_id", "price_total", "product_id"],
        "collection.case": ["user_id"],
        "collection.dispute": [
            "amount_company",
            "case_id",
            "closed_on",
            "company_id",
            "invoice_line_ids",
            "move_id",
            "opened_on",
            "outcome",
            "partner_id",
            "reason_id",
            "side",
            "state",
            "user_id",
        ],
        "collection.dispute.reason": ["parent_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.company": ["currency_id"],
    }

    dispute_id = fields.Many2one("collection.dispute", readonly=True)
    case_id = fields.Many2one("collection.case", readonly=True)
    collector_id = fields.Many2one("res.users", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    group_id = fields.Many2one(
        "collection.dispute.reason", string="Group of reasons", readonly=True
    )
    reason_id = fields.Many2one("collection.dispute.reason", readonly=True)
    side = fields.Selection(
        selection=lambda self: (
            self.env["collection.dispute.reason"]._fields["side"].selection
        ),
        string="Assessment",
        readonly=True,
    )
    state = fields.Selection(STATES, readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    user_id = fields.Many2one("res.users", string="Owner", readonly=True)
    invoice_user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales team", readonly=True)
    move_id = fields.Many2one("account.move", string="Document", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_categ_id = fields.Many2one(
        "product.category", string="Product category", readonly=True
    )
    opened_on = fields.Date(string="Opened on", readonly=True)
    closed_on = fields.Date(string="Closed on", readonly=True)
    amount = fields.Monetary(
        string="Disputed amount",
        readonly=True,
        help="In company currency, at the rate of the document; shared over the "
        "products of the document by their totals.",
    )
    share = fields.Float(
        string="Disputes",
        readonly=True,
        digits=(16, 2),
        help="One for each dispute, shared over its products.",
    )
    days = fields.Float(
        string="Days to settle",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="From opened to closed, up to today while it runs; each dispute counts "
        "once, however many products it is about.",
    )

    @property
    def _table_query(self):
        return SQL(CAUSES, today=self.env.company._collection_today())

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        # EXTENDS 'base': a dispute with many products does not weigh more
        if aggregate_spec != "days:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%(days)s * %(share)s) / NULLIF(SUM(%(share)s), 0)",
            days=self._field_to_sql(self._table, "days", query),
            share=self._field_to_sql(self._table, "share", query),
        )
