from datetime import timedelta

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...rules.hold.terms import Behaviour
from ...sentences import house, say_amount

HISTORY_DAYS = 365
# how many days a payment term may take beyond those that it names
BEYOND = {"days_after_end_of_month": 31, "days_after_end_of_next_month": 62}

# what a debtor bought and how much of it was paid late
BOUGHT = """
    SELECT COALESCE(SUM(m.amount_total_signed), 0),
           COUNT(DISTINCT DATE_TRUNC('month', m.invoice_date))
               FILTER (WHERE m.move_type = 'out_invoice')
      FROM account_move m
     WHERE m.commercial_partner_id = %(partner)s AND m.company_id IN %(companies)s
       AND m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund')
       AND m.invoice_date > %(since)s AND m.invoice_date <= %(today)s
"""
PAID_LATE = """
    SELECT SUM(r.amount) FILTER (WHERE r.max_date > COALESCE(l.date_maturity, l.date))
           / NULLIF(SUM(r.amount), 0)
      FROM res_partner p
      JOIN account_move_line l ON l.partner_id = p.id
      JOIN account_account a ON a.id = l.account_id
      JOIN account_partial_reconcile r ON r.debit_move_id = l.id
     WHERE p.commercial_partner_id = %(partner)s AND l.company_id IN %(companies)s
       AND a.account_type = 'asset_receivable'
       AND r.max_date > %(since)s AND r.max_date <= %(today)s
"""


class CollectionCase(models.Model):
    """New terms or a new limit, proposed from how the debtor behaves."""

    _inherit = "collection.case"

    def action_propose_terms(self):
        """Show present and proposed terms, for the credit manager to decide."""
        self.ensure_one()
        self._check_terms_rights()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Credit terms"),
            "res_model": "collection.terms",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _check_terms_rights(self):
        """Refuse whoever is no credit manager; sudo and context grant nothing."""
        self.check_access("write")
        if not self._is_credit_manager():
            raise AccessError(
                self.env._(
                    "Only a credit manager changes payment terms and credit limits."
                )
            )

    # ------------------------------------------------------------------- gathering

    def _terms_behaviour(self, today):
        """How the debtor of this case behaved, for the rule of proposals.

        :param today: the company's day
        """
        self.ensure_one()
        self._refresh_history(today, force=True)
        sales, months, share_late = self._terms_read(today)
        debtor = self._terms_debtor()
        return Behaviour(
            sales=sales,
            months=months,
            usual_late=self.usual_days_late,
            share_late=share_late,
            kept=self.promises_kept,
            broken=max(self.promises_judged - self.promises_kept, 0),
            overdue=self.to_collect,
            oldest=self.days_late,
            term_days=self._terms_days(debtor.property_payment_term_id),
            limit=debtor.credit_limit if debtor.use_partner_credit_limit else None,
        )

    def _terms_read(self, today):
        """Sales of twelve months with taxes, months with sales, share paid late."""
        self.env.flush_all()
        companies = self.env["account.move.line"]._collection_companies(self.company_id)
        values = {
            "partner": self.partner_id.id,
            "companies": tuple(companies.ids),
            "since": today - timedelta(days=HISTORY_DAYS),
            "today": today,
        }
        ((sales, months),) = self.env.execute_query(SQL(BOUGHT, **values))
        ((share,),) = self.env.execute_query(SQL(PAID_LATE, **values))
        return float(sales), months, float(share or 0.0)

    def _terms_debtor(self):
        """The debtor with the properties that he has in the company of the case."""
        # terms and limit are the accountant's; a credit manager was asked for before
        return self.sudo().partner_id.with_company(self.company_id)

    def _terms_days(self, term):
        """The most days of a payment term: of its last part; none is due at once."""
        return max(
            (line.nb_days + BEYOND.get(line.delay_type, 0) for line in term.line_ids),
            default=0,
        )

    def _terms_fitting(self, days):
        """The payment term with so many days, or the longest that has fewer."""
        present = self._terms_debtor().property_payment_term_id
        if self._terms_days(present) <= days:
            return present
        terms = self.env["account.payment.term"].search(
            [("company_id", "in", [False, *self.company_id.ids])]
        )
        cod = self.company_id.collection_cod_term_id
        fitting = [
            (self._terms_days(term), -term.sequence, -term.id, term)
            for term in terms - cod
            if len(term.line_ids) == 1 and self._terms_days(term) <= days
        ]
        return max(fitting)[-1] if fitting else present

    # --------------------------------------------------------------------- deciding

    def _set_terms(self, term, limit, reason):
        """Give the debtor a payment term and a limit in the company of this case.

        :param term: ``account.payment.term``, may be empty
        :param limit: company currency, or None for no limit of his own
        :param reason: why, in words
        """
        self.ensure_one()
        self._check_terms_rights()
        debtor = self._terms_debtor()
        env = house(self.company_id)
        speaking = self.with_env(env)
        before = speaking._terms_words()
        debtor.property_payment_term_id = term
        debtor.use_partner_credit_limit = limit is not None
        if limit is not None:
            debtor.credit_limit = limit
        text = env._(
            "Terms: %(after)s (before: %(before)s). %(reason)s",
            after=speaking._terms_words(),
            before=before,
            reason=self._words(reason),
        )
        self._say(text)
        debtor._message_log(body=text)

    def _terms_words(self):
        """The present terms in words."""
        debtor = self._terms_debtor()
        limit = self.env._("no limit of its own")
        if debtor.use_partner_credit_limit:
            amount = say_amount(self.env, debtor.credit_limit, self.currency_id)
            limit = self.env._("limit %s", amount)
        term = debtor.property_payment_term_id.name or self.env._("payable at once")
        return f"{term}, {limit}"
