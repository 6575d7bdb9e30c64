from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

HISTORY_DAYS = 365
REFRESH_DAYS = 7

# insert or reopen the cases of debtors with something to chase
OPEN_CASES = """
    INSERT INTO collection_case AS c
           (partner_id, company_id, state, active, reached, user_id, round,
            grace_days, create_uid, create_date, write_uid, write_date)
    SELECT p.commercial_partner_id, %(root)s, 'open', TRUE, '0',
           NULL, 1, 0, %(uid)s, now() AT TIME ZONE 'UTC',
           %(uid)s, now() AT TIME ZONE 'UTC'
      FROM account_move_line l
      JOIN res_partner p ON p.id = l.partner_id
     WHERE %(where)s AND l.amount_residual_currency > 0
       AND (COALESCE(l.date_maturity, l.date) < %(today)s OR %(early)s)
     GROUP BY p.commercial_partner_id
    ON CONFLICT (partner_id, company_id) DO UPDATE
       SET state = 'open', active = TRUE
     WHERE c.state <> 'open' OR c.active IS NOT TRUE
"""

# each case without a strategy of its own gets the first that fits
ASSIGN = """
    UPDATE collection_case c SET strategy_id = chosen.strategy_id
      FROM (SELECT c.id, %s AS strategy_id FROM collection_case c
              JOIN res_partner p ON p.id = c.partner_id
             WHERE c.company_id = %s AND c.state = 'open' AND %s
               AND c.strategy_manual IS NOT TRUE) chosen
     WHERE chosen.id = c.id
       AND c.strategy_id IS DISTINCT FROM chosen.strategy_id
"""

# payment behaviour, weighted by amount, from due date to the day of matching
HISTORY = """
    WITH debtor AS (
        SELECT c.id, q.id AS partner_id
          FROM collection_case c
          JOIN res_partner q ON q.commercial_partner_id = c.partner_id
         WHERE c.id IN %(cases)s),
    paid AS (
        SELECT d.id, r.max_date, r.amount,
               r.max_date - COALESCE(l.date_maturity, l.date) AS late
          FROM debtor d
          JOIN account_move_line l ON l.partner_id = d.partner_id
          JOIN account_account a ON a.id = l.account_id
          JOIN account_partial_reconcile r ON r.debit_move_id = l.id
         WHERE a.account_type = 'asset_receivable'
           AND l.company_id IN %(companies)s AND r.max_date >= %(since)s),
    paying AS (
        SELECT id, MAX(max_date) AS last_on, BOOL_OR(late > 0) AS late,
               SUM(amount * late) / NULLIF(SUM(amount), 0) AS usual
          FROM paid GROUP BY id),
    last_one AS (
        SELECT p.id, SUM(p.amount) AS amount FROM paid p
          JOIN paying y ON y.id = p.id AND y.last_on = p.max_date
         GROUP BY p.id),
    bought AS (
        SELECT d.id, COUNT(*) AS invoices FROM debtor d
          JOIN account_move m ON m.commercial_partner_id = d.partner_id
         WHERE m.move_type = 'out_invoice' AND m.state = 'posted'
           AND m.company_id IN %(companies)s
         GROUP BY d.id)
    UPDATE collection_case c
       SET history_on = %(today)s,
           late_before = COALESCE(y.late, FALSE),
           new_customer = COALESCE(b.invoices, 0) <= 1,
           usual_days_late = GREATEST(COALESCE(y.usual, 0), 0),
           last_payment_date = y.last_on,
           last_payment_amount = COALESCE(o.amount, 0)
      FROM collection_case k
      LEFT JOIN paying y ON y.id = k.id
      LEFT JOIN last_one o ON o.id = k.id
      LEFT JOIN bought b ON b.id = k.id
     WHERE k.id = c.id AND k.id IN %(cases)s
"""


class CollectionCase(models.Model):
    """Cases open and close by themselves, and learn how the debtor pays."""

    _inherit = "collection.case"

    late_before = fields.Boolean(
        readonly=True, help="Paid something late in the last twelve months."
    )
    new_customer = fields.Boolean(
        readonly=True, help="Buys for the first time: one invoice so far."
    )
    history_on = fields.Date(
        readonly=True, help="When payment behaviour was read the last time."
    )
    decided_on = fields.Date(
        readonly=True, help="When somebody decided to carry on after the last stage."
    )

    @api.model
    def _sync(self, company, partners=None, today=None):
        """Open cases for debtors with something to chase, close the settled ones.

        :param company: any company of the tree
        :param partners: commercial partners, or None for everybody
        :return: the cases to judge: every open one, and those just settled
        """
        root = company.root_id
        today = today or root._collection_today()
        self.env.flush_all()
        self._open_cases(root, partners, today)
        self._assign_strategies(root, partners)
        self.env.invalidate_all()
        domain = [("company_id", "=", root.id), ("state", "=", "open")]
        if partners is not None:
            domain.append(("partner_id", "in", partners.ids))
        cases = self.with_context(active_test=False).search(domain, order="partner_id")
        cases._refresh_history(today)
        return cases

    @api.model
    def _open_cases(self, root, partners, today):
        """Insert or reopen the cases of debtors with items that ask for it."""
        self.env.cr.execute(
            SQL(
                OPEN_CASES,
                root=root.id,
                uid=self.env.uid,
                today=today,
                where=self.env["account.move.line"]._collection_open_sql(
                    root, partners
                ),
                early=self._courtesy_sql(root, today),
            )
        )

    @api.model
    def _courtesy_sql(self, root, today):
        """Items not due yet that a courtesy stage may ask for."""
        stages = self.env["collection.stage"].search(
            [
                ("delay", "<", 0),
                ("strategy_id.active", "=", True),
                ("strategy_id.company_id", "in", [False, root.id]),
            ]
        )
        if not stages:
            return SQL("FALSE")
        # working days are at most a week's worth of calendar days further off
        reach = max(-stage.delay * 2 + 7 for stage in stages)
        return SQL(
            "(COALESCE(l.date_maturity, l.date) <= %s AND l.amount_residual >= %s)",
            today + timedelta(days=reach),
            min(stages.mapped("minimum")),
        )

    @api.model
    def _assign_strategies(self, root, partners):
        """Give each case without a strategy of its own the first that fits."""
        default = root.collection_strategy_id
        choice = SQL(" ").join(
            SQL("WHEN %s THEN %s", self._strategy_fits_sql(strategy), strategy.id)
            for strategy in self._strategies_in_order(root)
        )
        case = SQL("CASE %s ELSE %s::int END", choice, default.id or None)
        if not choice.code:
            case = SQL("%s::int", default.id or None)
        only = SQL("TRUE")
        if partners is not None:
            only = SQL("c.partner_id IN %s", tuple(partners.ids) or (0,))
        self.env.cr.execute(
            SQL(
                ASSIGN,
                case,
                root.id,
                only,
            )
        )

    @api.model
    def _strategies_in_order(self, root):
        """The strategies that are chosen by rule; the default one comes last."""
        strategies = self.env["collection.strategy"].search(
            [("company_id", "in", [False, root.id])]
        )
        return strategies.filtered(lambda s: s != root.collection_strategy_id)

    @api.model
    def _strategy_fits_sql(self, strategy):
        """SQL telling whether a partner ``p`` gets the strategy by its rule."""
        terms = {
            "any": SQL("TRUE"),
            "company": SQL("(p.is_company OR COALESCE(p.vat, '') <> '')"),
            "person": SQL("(p.is_company IS NOT TRUE AND COALESCE(p.vat, '') = '')"),
        }
        fits = terms[strategy.debtor_kind]
        if strategy.category_ids:
            return SQL(
                "%s AND EXISTS (SELECT 1 FROM res_partner_res_partner_category_rel r"
                " WHERE r.partner_id = p.id AND r.category_id IN %s)",
                fits,
                tuple(strategy.category_ids.ids),
            )
        # without tags and for everybody a strategy is only chosen by hand
        return fits if strategy.debtor_kind != "any" else SQL("FALSE")

    def _refresh_history(self, today, force=False):
        """Read how these debtors paid, at most once a week, in one statement."""
        stale = self.filtered(
            lambda case: (
                force
                or not case.history_on
                or (today - case.history_on).days >= REFRESH_DAYS
            )
        )
        for company, cases in stale.grouped("company_id").items():
            self.env.cr.execute(cases._history_sql(company, today))
        stale.invalidate_recordset()

    def _history_sql(self, root, today):
        """One UPDATE: usual days late, last payment, late before, first purchase.

        Days late are weighted by the amount in company currency, from due date
        to the day on which payment and invoice met.
        """
        companies = self.env["account.move.line"]._collection_companies(root)
        return SQL(
            HISTORY,
            cases=tuple(self.ids),
            companies=tuple(companies.ids),
            since=today - timedelta(days=HISTORY_DAYS),
            today=today,
        )
