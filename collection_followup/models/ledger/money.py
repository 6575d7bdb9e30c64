from odoo import api, fields, models
from odoo.tools import SQL

from .transit import SETTLED

# the promise that a payment kept: the one completed that day, else the oldest
PROMISE = """
    LEFT JOIN LATERAL (
         SELECT m.id, m.state
           FROM account_move_line credit
           JOIN account_partial_reconcile r ON r.credit_move_id = credit.id
           JOIN collection_commitment_line part ON part.line_id = r.debit_move_id
           JOIN collection_commitment m ON m.id = part.commitment_id
          WHERE credit.move_id = money.move_id AND m.state IN ('kept', 'partly')
          ORDER BY m.paid_on = money.date DESC, m.date, m.id
          LIMIT 1) promise ON TRUE
"""


class CollectionMoney(models.Model):
    """Money of debtors that was recorded since the previous working day, or longer.

    Payments, and bank lines that are not the bank's side of a payment shown
    already; with the promise that they kept.
    """

    _name = "collection.money"
    _description = "Payments since yesterday"
    _auto = False
    _order = "date desc, amount desc, id"
    _depends = {
        "account.bank.statement.line": ["amount", "company_id", "partner_id"],
        "account.move": ["date", "state"],
        "account.partial.reconcile": ["credit_move_id", "debit_move_id"],
        "account.payment": ["amount", "date", "move_id", "partner_id", "state"],
        "collection.case": ["company_id", "partner_id", "user_id"],
        "collection.commitment": ["date", "paid_on", "state"],
        "res.partner": ["commercial_partner_id"],
    }

    name = fields.Char(string="Reference", readonly=True)
    kind = fields.Selection(
        [("payment", "Payment"), ("bank", "Bank line")], readonly=True
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    case_id = fields.Many2one("collection.case", readonly=True)
    user_id = fields.Many2one("res.users", string="Collector", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(readonly=True)
    date = fields.Date(
        readonly=True, help="The day of the money; it was recorded since yesterday."
    )
    recorded_on = fields.Date(string="Recorded on", readonly=True)
    commitment_id = fields.Many2one(
        "collection.commitment",
        string="Promise",
        readonly=True,
        help="The promise that this money kept, in full or in part.",
    )
    commitment_state = fields.Selection(related="commitment_id.state", string="Status")
    to_collect = fields.Monetary(
        related="case_id.to_collect",
        string="Still to collect",
        currency_field="case_currency_id",
    )
    case_currency_id = fields.Many2one(
        related="case_id.currency_id", string="Company currency"
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT money.id, money.name, money.kind, debtor.id AS partner_id,
                   c.id AS case_id, c.user_id, money.company_id, money.currency_id,
                   money.amount, money.date, money.recorded_on,
                   promise.id AS commitment_id
              FROM (%(payments)s UNION ALL %(bank)s) money
              JOIN res_company company ON company.id = money.company_id
              JOIN res_partner contact ON contact.id = money.partner_id
              JOIN res_partner debtor ON debtor.id = contact.commercial_partner_id
              JOIN collection_case c
                ON c.partner_id = debtor.id
               AND c.company_id = split_part(company.parent_path, '/', 1)::int
              %(promise)s
             WHERE GREATEST(money.date, money.recorded_on) >= %(since)s
            """,
            payments=self._payments(),
            bank=self._bank(),
            promise=SQL(PROMISE),
            since=self._since(),
        )

    @api.model
    def _since(self):
        """The first day shown: the previous working day, or what the list asks for."""
        asked = self.env.context.get("collection_money_since")
        if asked:
            return fields.Date.to_date(asked)
        today = self.env.company._collection_today()
        return self.env.company._collection_calendar(today).add_working(today, -1)

    @api.model
    def _payments(self):
        """Payments of customers that no bank line stands for yet."""
        return SQL(
            """
            SELECT y.id * 2 AS id, 'payment' AS kind, COALESCE(y.memo, y.name) AS name,
                   y.partner_id, y.company_id, y.currency_id, y.amount, y.date,
                   y.create_date::date AS recorded_on, y.move_id
              FROM account_payment y
             WHERE y.state IN ('in_process', 'paid') AND y.payment_type = 'inbound'
               AND y.partner_type = 'customer'
               AND (y.move_id IS NULL OR y.is_matched IS NOT TRUE
                    OR NOT EXISTS (%(bank_side)s))
               AND NOT %(settled)s
            """,
            settled=SQL(SETTLED),
            bank_side=SQL(
                """
                SELECT FROM account_move_line ours
                  JOIN account_partial_reconcile r ON r.debit_move_id = ours.id
                  JOIN account_move_line theirs ON theirs.id = r.credit_move_id
                 WHERE ours.move_id = y.move_id
                   AND theirs.statement_line_id IS NOT NULL
                """
            ),
        )

    @api.model
    def _bank(self):
        """Bank lines with money in, of a known partner."""
        return SQL(
            """
            SELECT s.id * 2 + 1, 'bank', s.payment_ref,
                   COALESCE(s.partner_id, matched.partner_id), s.company_id,
                   s.currency_id, s.amount, m.date, s.create_date::date, m.id
              FROM account_bank_statement_line s
              JOIN account_move m ON m.id = s.move_id AND m.state = 'posted'
         LEFT JOIN LATERAL (
                   SELECT l.partner_id FROM account_move_line l
                    WHERE l.move_id = m.id AND l.partner_id IS NOT NULL
                    LIMIT 1) matched ON TRUE
             WHERE s.amount > 0
            """
        )

    def action_open_case(self):
        """Open the case of the debtor."""
        self.ensure_one()
        return self.case_id._get_records_action()
