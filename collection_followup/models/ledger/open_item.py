from odoo import api, fields, models
from odoo.tools import SQL

BUCKETS = [
    ("0_current", "Not due"),
    ("1_30", "1-30 days"),
    ("2_60", "31-60 days"),
    ("3_90", "61-90 days"),
    ("4_180", "91-180 days"),
    ("5_over", "Over 180 days"),
    ("6_credit", "Credits"),
]
KINDS = [
    ("invoice", "Invoice"),
    ("refund", "Credit note"),
    ("payment", "Payment"),
    ("other", "Other entry"),
]

# the columns of an open item; bucket and remainder are filled in
SELECT = """
    SELECT line.id, line.id AS line_id, line.move_id, move.name,
           COALESCE(NULLIF(move.ref, ''), line.name) AS customer_reference,
           CASE WHEN move.move_type IN ('out_invoice', 'out_receipt')
                THEN 'invoice'
                WHEN move.move_type = 'out_refund' THEN 'refund'
                WHEN journal.type IN ('bank', 'cash', 'credit') THEN 'payment'
                ELSE 'other' END AS kind,
           debtor.id AS partner_id, c.id AS case_id, c.user_id,
           line.company_id, line.journal_id, line.date,
           line.due AS date_due, line.currency_id, line.company_currency_id,
           CASE WHEN line.amount_residual_currency > 0
                THEN GREATEST(line.today - line.due, 0) ELSE 0 END AS days_late,
           %s AS bucket, item.id AS item_id, item.stage_id, item.level_date,
           item.notice_id, item.skip_once IS TRUE AS skip_once,
           line.no_followup IS TRUE AS no_followup,
           move.payment_state = 'blocked' AS blocked,
           %s AS remainder,
           line.amount_currency AS amount_total,
           line.amount_residual_currency AS amount_open,
           line.amount_residual AS amount_open_company,
           CASE WHEN line.due < line.today AND line.amount_residual_currency > 0
                THEN line.amount_residual ELSE 0 END AS amount_late
"""

# open receivable lines with their debtor, case and level
FROM = """
    FROM (
        SELECT l.*, COALESCE(l.date_maturity, l.date) AS due,
               COALESCE(day.today, %(today)s) AS today
          FROM account_move_line l
     LEFT JOIN (VALUES %(days)s) AS day (company_id, today)
            ON day.company_id = l.company_id
         WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted'
           AND l.amount_residual_currency <> 0
    ) line
    JOIN account_account account ON account.id = line.account_id
         AND account.account_type = 'asset_receivable'
         AND account.non_trade IS NOT TRUE
    JOIN account_move move ON move.id = line.move_id
    JOIN account_journal journal ON journal.id = line.journal_id
    JOIN res_company company ON company.id = line.company_id
    JOIN res_company root
      ON root.id = split_part(company.parent_path, '/', 1)::int
    LEFT JOIN res_partner contact ON contact.id = line.partner_id
    LEFT JOIN res_partner debtor ON debtor.id = contact.commercial_partner_id
    LEFT JOIN collection_case c
      ON c.partner_id = debtor.id AND c.company_id = root.id
    LEFT JOIN collection_item item ON item.line_id = line.id
"""


class CollectionOpenItem(models.Model):
    """Every open receivable line with its age, debtor and level: the aged list.

    The debtor is the commercial partner of today, because payments and bank lines
    may carry the contact. Credits are listed too, so that the sums are the ledger's.
    """

    _name = "collection.open.item"
    _description = "Open item"
    _auto = False
    _rec_name = "move_id"
    _order = "date_due, id"
    _depends = {
        "account.account": ["account_type", "non_trade"],
        "account.journal": ["type"],
        "account.move": ["move_type", "name", "payment_state", "ref"],
        "account.move.line": [
            "account_id",
            "amount_currency",
            "amount_residual",
            "amount_residual_currency",
            "balance",
            "company_id",
            "currency_id",
            "date",
            "date_maturity",
            "journal_id",
            "move_id",
            "name",
            "no_followup",
            "parent_state",
            "partner_id",
            "reconciled",
        ],
        "collection.case": ["company_id", "partner_id", "user_id"],
        "collection.item": [
            "level_date",
            "line_id",
            "notice_id",
            "skip_once",
            "stage_id",
        ],
        "res.company": ["collection_remainder_amount", "collection_remainder_share"],
        "res.partner": ["commercial_partner_id"],
    }

    line_id = fields.Many2one("account.move.line", string="Journal item", readonly=True)
    move_id = fields.Many2one("account.move", string="Document", readonly=True)
    name = fields.Char(string="Number", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    customer_reference = fields.Char(
        string="Customer reference",
        readonly=True,
        help="The customer's own number, such as a purchase order.",
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    case_id = fields.Many2one("collection.case", readonly=True)
    user_id = fields.Many2one("res.users", string="Collector", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    journal_id = fields.Many2one("account.journal", readonly=True)
    date = fields.Date(readonly=True)
    date_due = fields.Date(string="Due date", readonly=True)
    days_late = fields.Integer(string="Days past due", readonly=True, aggregator="max")
    bucket = fields.Selection(BUCKETS, string="Age", readonly=True)
    item_id = fields.Many2one("collection.item", readonly=True)
    stage_id = fields.Many2one("collection.stage", readonly=True)
    severity = fields.Selection(related="stage_id.severity")
    level_date = fields.Date(string="Stage since", readonly=True)
    notice_id = fields.Many2one(
        "collection.notice", string="Last notice", readonly=True
    )
    skip_once = fields.Boolean(string="Excluded from next notice", readonly=True)
    no_followup = fields.Boolean(
        string="No follow-up", readonly=True, help="The accountant opted the item out."
    )
    blocked = fields.Boolean(readonly=True, help="The document is blocked for payment.")
    remainder = fields.Boolean(
        string="Residual balance",
        readonly=True,
        help="What is left of a part-paid item, below both limits in the settings.",
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    amount_total = fields.Monetary(string="Amount", readonly=True, aggregator=None)
    amount_open = fields.Monetary(
        string="Open in currency", readonly=True, aggregator=None
    )
    amount_open_company = fields.Monetary(
        string="Open", currency_field="company_currency_id", readonly=True
    )
    amount_late = fields.Monetary(
        string="Overdue",
        currency_field="company_currency_id",
        readonly=True,
        help="Past its due date, before unallocated credits.",
    )

    @property
    def _table_query(self):
        return SQL("%s %s %s", self._select(), self._from(), self._where())

    @api.model
    def _select(self):
        return SQL(
            SELECT,
            self._bucket(),
            self._remainder(),
        )

    @api.model
    def _bucket(self):
        return SQL(
            """CASE WHEN line.amount_residual_currency < 0 THEN '6_credit'
                    WHEN line.due >= line.today THEN '0_current'
                    WHEN line.today - line.due <= 30 THEN '1_30'
                    WHEN line.today - line.due <= 60 THEN '2_60'
                    WHEN line.today - line.due <= 90 THEN '3_90'
                    WHEN line.today - line.due <= 180 THEN '4_180'
                    ELSE '5_over' END"""
        )

    @api.model
    def _remainder(self):
        """Tell the rest of a part-paid item that is too small to chase."""
        return SQL(
            """line.amount_residual > 0 AND line.amount_residual < line.balance
               AND line.amount_residual < root.collection_remainder_amount
               AND line.amount_residual
                   < line.balance * root.collection_remainder_share / 100"""
        )

    @api.model
    def _from(self):
        return SQL(
            FROM,
            today=self.env.company._collection_today(),
            days=SQL(", ").join(
                SQL("(%s, %s::date)", company.id, company._collection_today())
                for company in self.env.companies
            ),
        )

    @api.model
    def _where(self):
        return SQL("")

    def action_open_case(self):
        """Open the case of the debtor, or the document where there is none."""
        self.ensure_one()
        return (self.case_id or self.move_id)._get_records_action()

    def action_open_document(self):
        """Open the invoice, payment or entry behind the item."""
        self.ensure_one()
        return self.move_id._get_records_action()
