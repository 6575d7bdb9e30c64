from odoo import api, fields, models
from odoo.tools import SQL

from ...rules.ledger.amounts import believed_since

KINDS = [
    ("payment", "Payment registered, no bank line yet"),
    ("online", "Online payment pending"),
    ("bank", "Bank line not matched"),
]


class CollectionIncoming(models.Model):
    """Money on its way, of all three kinds, with how long it has been travelling.

    While it is young it lowers what is chased; later somebody has to look.
    """

    _name = "collection.incoming"
    _description = "Payments in transit"
    _auto = False
    _order = "date, id"
    _depends = {
        "account.bank.statement.line": [
            "amount",
            "company_id",
            "currency_id",
            "is_reconciled",
            "partner_id",
            "payment_ref",
        ],
        "account.move": ["date", "state"],
        "account.payment": [
            "amount",
            "company_id",
            "currency_id",
            "date",
            "memo",
            "move_id",
            "name",
            "partner_id",
            "partner_type",
            "payment_type",
            "state",
        ],
        "collection.case": ["company_id", "partner_id", "user_id"],
        "payment.transaction": [
            "amount",
            "last_state_change",
            "partner_id",
            "payment_id",
            "state",
        ],
        "res.company": ["collection_online_days", "collection_transit_days"],
        "res.partner": ["commercial_partner_id"],
    }

    name = fields.Char(string="Reference", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True, aggregator=None)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    case_id = fields.Many2one("collection.case", readonly=True)
    user_id = fields.Many2one("res.users", string="Collector", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(readonly=True)
    date = fields.Date(string="Since", readonly=True)
    days = fields.Integer(string="Days in transit", readonly=True, aggregator="max")
    too_long = fields.Boolean(
        readonly=True,
        help=(
            "Older than the settings allow: it no longer reduces the amount to collect."
        ),
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT money.id, money.name, money.kind, money.res_model, money.res_id,
                   debtor.id AS partner_id, c.id AS case_id, c.user_id,
                   money.company_id, money.currency_id, money.amount, money.date,
                   %(today)s - money.date AS days,
                   money.date < believed.since AS too_long
              FROM (%(payments)s UNION ALL %(online)s UNION ALL %(bank)s) money
              JOIN res_company company ON company.id = money.company_id
              JOIN res_company root
                ON root.id = split_part(company.parent_path, '/', 1)::int
              JOIN (VALUES %(believed)s) believed (root_id, kind, since)
                ON believed.root_id = root.id AND believed.kind = money.kind
         LEFT JOIN res_partner contact ON contact.id = money.partner_id
         LEFT JOIN res_partner debtor ON debtor.id = contact.commercial_partner_id
         LEFT JOIN collection_case c
                ON c.partner_id = debtor.id AND c.company_id = root.id
            """,
            today=self.env.company._collection_today(),
            believed=self._believed(self.env.company._collection_today()),
            payments=self._payments(),
            online=self._online(),
            bank=self._bank(),
        )

    @api.model
    def _believed(self, today):
        """From which day on money of each company and kind is believed, as rows."""
        companies = self.env["res.company"].sudo()  # settings, nobody's figures
        roots = companies.with_context(active_test=False)
        roots = roots.search([("parent_id", "=", False)])
        policies = [(root, root._collection_policy()) for root in roots]
        rows = [
            SQL("(%s, %s, %s)", root.id, kind, believed_since(kind, today, policy))
            for root, policy in policies
            for kind in ("payment", "online", "bank")
        ]
        return SQL(", ").join(rows)

    @api.model
    def _payments(self):
        return SQL(
            """
            SELECT y.id * 3 AS id, 'payment' AS kind, 'account.payment' AS res_model,
                   y.id AS res_id, COALESCE(y.memo, y.name) AS name, y.partner_id,
                   y.company_id, y.currency_id, y.amount, y.date
              FROM account_payment y
             WHERE y.move_id IS NULL AND y.state IN ('in_process', 'paid')
               AND y.payment_type = 'inbound' AND y.partner_type = 'customer'
               AND NOT EXISTS (
                   SELECT FROM account_payment_account_bank_statement_line_rel b
                    WHERE b.account_payment_id = y.id)
            """
        )

    @api.model
    def _online(self):
        return SQL(
            """
            SELECT t.id * 3 + 1, 'online', 'payment.transaction', t.id, t.reference,
                   t.partner_id, t.company_id, t.currency_id, t.amount,
                   COALESCE(t.last_state_change, t.create_date)::date
              FROM payment_transaction t
             WHERE t.payment_id IS NULL AND t.operation <> 'validation'
               AND t.amount > 0
               AND (t.state IN ('pending', 'authorized')
                    OR (t.state = 'done' AND t.is_post_processed IS NOT TRUE))
               AND EXISTS (SELECT FROM account_invoice_transaction_rel r
                            WHERE r.transaction_id = t.id)
            """
        )

    @api.model
    def _bank(self):
        return SQL(
            """
            SELECT s.id * 3 + 2, 'bank', 'account.bank.statement.line', s.id,
                   s.payment_ref, s.partner_id, s.company_id, s.currency_id,
                   s.amount, m.date
              FROM account_bank_statement_line s
              JOIN account_move m ON m.id = s.move_id AND m.state = 'posted'
             WHERE s.is_reconciled IS NOT TRUE AND s.amount > 0
            """
        )

    def action_open_source(self):
        """Open the payment or the entry of the bank line, else the case."""
        self.ensure_one()
        if self.res_model == "payment.transaction":
            return (self.case_id or self.partner_id)._get_records_action()
        record = self.env[self.res_model].browse(self.res_id)
        if self.res_model == "account.bank.statement.line":
            record = record.move_id
        return record._get_records_action()
