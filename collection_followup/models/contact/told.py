from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ...rules.contact.contact import UNANSWERED
from ...rules.interaction.call_facts import TALKED

# what counts as a sign of life
REACTIONS = (*TALKED, "replied")
SILENCE_DAYS = 180

# notices to contacts who got at least two of them since the debtor last said a word
TOLD = """
    WITH spoken AS (
        SELECT c.id,
               GREATEST(
                   (SELECT MAX(i.date)::date FROM collection_interaction i
                     WHERE i.case_id = c.id AND i.outcome IN %(reactions)s),
                   (SELECT MAX(k.promised_on) FROM collection_commitment k
                     WHERE k.case_id = c.id)) AS day
          FROM collection_case c WHERE c.id IN %(cases)s),
    told AS (
        SELECT n.case_id, n.contact_id, n.severity::int AS severity, n.sent_on, n.id,
               COUNT(*) OVER (PARTITION BY n.case_id, n.contact_id) AS times
          FROM collection_notice n JOIN spoken s ON s.id = n.case_id
         WHERE n.state = 'sent' AND n.contact_id IS NOT NULL
           AND n.sent_on >= %(since)s AND (s.day IS NULL OR n.sent_on > s.day))
    SELECT case_id, contact_id, severity, sent_on FROM told
     WHERE case_id IN (SELECT case_id FROM told WHERE times >= %(least)s)
     ORDER BY id
"""

# the days on which debtors paid: money that met an invoice, payments without entry
PAYMENT_DAYS = """
    WITH debtor AS (
        SELECT c.id, q.id AS partner_id
          FROM collection_case c
          JOIN res_partner q ON q.commercial_partner_id = c.partner_id
         WHERE c.id IN %(cases)s)
    SELECT d.id, k.date
      FROM debtor d
      JOIN account_move_line l ON l.partner_id = d.partner_id
      JOIN account_account a ON a.id = l.account_id
       AND a.account_type = 'asset_receivable'
      JOIN account_partial_reconcile r ON r.debit_move_id = l.id
      JOIN account_move_line k ON k.id = r.credit_move_id
      JOIN account_move m ON m.id = k.move_id AND m.move_type = 'entry'
     WHERE l.company_id IN %(companies)s AND k.date BETWEEN %(since)s AND %(today)s
    UNION
    SELECT d.id, p.date
      FROM debtor d JOIN account_payment p ON p.partner_id = d.partner_id
     WHERE p.company_id IN %(companies)s AND p.move_id IS NULL
       AND p.payment_type = 'inbound' AND p.state IN ('in_process', 'paid')
       AND p.date BETWEEN %(since)s AND %(today)s
"""


class CollectionCase(models.Model):
    """What people of the debtor were told, and on which days he paid."""

    _inherit = "collection.case"

    def _read_told(self):
        """Notices to people who said nothing, where anybody got two or more.

        :return: list of (case id, contact id, severity, sent on), oldest first
        """
        if not self:
            return []
        self.env.flush_all()
        today = max(company._collection_today() for company in self.company_id)
        return self.env.execute_query(
            SQL(
                TOLD,
                cases=tuple(self.ids),
                reactions=REACTIONS,
                since=today - timedelta(days=SILENCE_DAYS),
                least=UNANSWERED,
            )
        )

    def _read_payment_days(self, days):
        """On which days these debtors paid: list of (case id, day), once each.

        :param days: how far to look back, in calendar days
        """
        self.env.flush_all()
        rows = []
        lines = self.env["account.move.line"]
        for root, cases in self.grouped("company_id").items():
            today = root._collection_today()
            rows += self.env.execute_query(
                SQL(
                    PAYMENT_DAYS,
                    cases=tuple(cases.ids),
                    companies=tuple(lines._collection_companies(root).ids),
                    since=today - timedelta(days=days),
                    today=today,
                )
            )
        return rows

    def _read_last_payment_days(self):
        """The last day on which these debtors paid: {case id: day}."""
        last = {}
        for case_id, day in self._read_payment_days(SILENCE_DAYS):
            last[case_id] = max(day, last.get(case_id, day))
        return last
