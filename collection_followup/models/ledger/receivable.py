from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..settings.groups import COLLECTIONS
from ..settings.ruled_fields import RuledOne2many

# every open receivable line with what collections knows of it
OPEN_ITEMS = """
    SELECT l.id, l.move_id, l.company_id, p.commercial_partner_id,
           l.currency_id, l.amount_residual_currency, l.amount_residual,
           l.balance, COALESCE(l.date_maturity, l.date),
           COALESCE(m.invoice_date, l.date),
           l.no_followup IS NOT TRUE
               AND COALESCE(m.payment_state, '') <> 'blocked',
           m.move_type, m.reversed_entry_id,
           CONCAT_WS(' ', l.name, m.ref, m.payment_reference),
           m.origin_payment_id, %(mandate)s, i.stage_id, i.severity,
           i.level_date, i.due_then, i.skip_once, i.posted_on,
           i.returned_on, i.fresh_from
      FROM account_move_line l
      JOIN account_move m ON m.id = l.move_id
      JOIN res_partner p ON p.id = l.partner_id
      LEFT JOIN collection_item i ON i.line_id = l.id
     WHERE %(where)s
     ORDER BY COALESCE(l.date_maturity, l.date), l.id
"""

# what core counts down while it matches
RESIDUALS = ("amount_residual", "amount_residual_currency")


class OpenItem(NamedTuple):
    """One open receivable line as the ledger shows it, amounts as stored."""

    line_id: int
    move_id: int
    company_id: int
    debtor_id: int
    currency_id: int
    residual: float
    residual_company: float
    total_company: float
    due: object
    issued: object
    chased: bool
    move_type: str
    reversed_id: int
    reference: str
    payment_id: int
    mandate: bool
    stage_id: int
    severity: str
    level_date: object
    due_then: object
    skip_once: bool
    posted_on: object
    returned_on: object
    fresh_from: object


class AccountMoveLine(models.Model):
    """The one reader of the ledger."""

    _inherit = "account.move.line"

    collection_item_ids = RuledOne2many(
        "collection.item", "line_id", groups=COLLECTIONS
    )

    # Core's partial index covers every unreconciled line, product lines too: at a
    # million invoices the planner scans the table instead.
    _collection_open_idx = models.Index(
        "(company_id, account_id, date_maturity)"
        " INCLUDE (partner_id, amount_residual, amount_residual_currency)"
        " WHERE reconciled IS NOT TRUE AND parent_state = 'posted'"
        " AND amount_residual_currency <> 0"
    )

    def write(self, vals):
        done = super().write(vals)
        if {"date_maturity", "partner_id", "no_followup"} & vals.keys():
            self.env["collection.event"]._mark_lines(
                self.filtered(lambda line: line.parent_state == "posted")
            )
        return done

    @api.model
    def _read_open_items(self, company, partners=None):
        """Read every open receivable line of a company tree, debts and credits.

        :param company: any company of the tree; all branches of its root are read
        :param partners: commercial partners, or None for everybody
        :return: list of ``OpenItem``, oldest due date first
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                OPEN_ITEMS,
                mandate=self._collection_mandate_sql(),
                where=self._collection_open_sql(company, partners),
            )
        )
        return [OpenItem(*row) for row in rows]

    @api.model
    def _collection_mandate_sql(self):
        """SQL telling whether we draw the money of the line ourselves.

        A hook: an addon with direct debit answers with its mandate.
        """
        return SQL("FALSE")

    @api.model
    def _collection_open_sql(self, company, partners=None):
        """The condition of an open receivable line, by which everybody selects.

        What is left in company currency only is a difference of rates: the debtor
        owes nothing of it.
        """
        companies = self._collection_companies(company)
        accounts = self._collection_accounts(companies)
        condition = SQL(
            "l.company_id IN %s AND l.account_id IN %s AND l.parent_state = 'posted'"
            " AND l.reconciled IS NOT TRUE AND l.amount_residual_currency <> 0",
            tuple(companies.ids),
            tuple(accounts.ids) or (0,),
        )
        if partners is None:
            return condition
        return SQL(
            "%s AND l.partner_id IN (SELECT id FROM res_partner"
            " WHERE commercial_partner_id IN %s)",
            condition,
            tuple(partners.ids) or (0,),
        )

    @api.model
    def _collection_accounts(self, companies):
        """The accounts of what customers owe for what we sold them."""
        accounts = self.env["account.account"].sudo()  # the chart is no secret here
        return accounts.with_context(active_test=False).search(
            [
                ("account_type", "=", "asset_receivable"),
                ("non_trade", "=", False),
                ("company_ids", "parent_of", companies.ids),
            ]
        )

    def _collection_due(self):
        """The due date of an item; that of its entry where none was entered."""
        self.ensure_one()
        return self.date_maturity or self.date

    @api.model
    def _collection_companies(self, company):
        """The whole tree of a company: a payment on the root settles a branch."""
        companies = self.env["res.company"].sudo()  # branches of the same debtor
        return companies.search([("id", "child_of", company.root_id.ids)])

    @api.model
    def _collection_match(self, pairs):
        """Match money with items, each pair up to an amount.

        Core matches as much as it can: what a debtor promised or contests would be
        paid with money that he sent for something else.

        :param pairs: list of (open credit line, open item, most), in the currency
            that both share, in the order in which they are matched
        """
        if not pairs:
            return
        plans, lines = self._optimize_reconciliation_plan(
            [money | item for money, item, _most in pairs]
        )
        for plan, (money, _item, most) in zip(plans, pairs, strict=True):
            plan["collection_most"] = (money, most)
        moves = lines.move_id
        container = {"records": moves}
        with moves._check_balanced(container), moves._sync_dynamic_lines(container):
            self._reconcile_plan_with_sync(plans, lines)

    @api.model
    def _prepare_reconciliation_plan(
        self, plan, amls_values_map, shadowed_aml_values=None
    ):
        """Let money of ``_collection_match`` give no more than was asked for."""
        if "collection_most" not in plan:
            return super()._prepare_reconciliation_plan(
                plan, amls_values_map, shadowed_aml_values
            )
        money, most = plan["collection_most"]
        whole = amls_values_map[money]
        part = {**whole, **money._collection_part(whole, most)}
        rest = {name: whole[name] - part[name] for name in RESIDUALS}
        results = super()._prepare_reconciliation_plan(
            plan, {**amls_values_map, money: part}, shadowed_aml_values
        )
        whole.update({name: rest[name] + part[name] for name in RESIDUALS})
        return results

    def _collection_part(self, whole, most):
        """The residuals of a credit line cut down to an amount in its currency."""
        self.ensure_one()
        amount = min(most, -whole["amount_residual_currency"])
        share = amount / -whole["amount_residual_currency"] if amount > 0 else 0.0
        worth = self.company_currency_id.round(whole["amount_residual"] * share)
        return dict(zip(RESIDUALS, (worth, -amount), strict=True))
