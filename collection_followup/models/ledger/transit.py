from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ...rules.ledger.facts import Currency, Transit

# Money of a bank line took the place of a payment ``y``: linked with it; or, for one
# without an entry, matched later with what it was registered for and just as much.
# For one document core says so by the state, too; for several it does not.
SETTLED = """(
    EXISTS (SELECT 1 FROM account_payment_account_bank_statement_line_rel b
             WHERE b.account_payment_id = y.id)
    OR y.move_id IS NULL AND EXISTS (
        SELECT 1 FROM account_move__account_payment n
          JOIN account_move_line d ON d.move_id = n.invoice_id
          JOIN account_partial_reconcile r ON r.debit_move_id = d.id
          JOIN account_move_line c ON c.id = r.credit_move_id
          JOIN account_move m ON m.id = c.move_id
         WHERE n.payment_id = y.id AND d.currency_id = y.currency_id
           AND m.move_type = 'entry' AND m.origin_payment_id IS NULL
           AND m.state = 'posted'
         GROUP BY m.id
        HAVING SUM(r.debit_amount_currency) = y.amount
           AND MAX(r.create_date) >= y.create_date
           AND (y.state = 'paid' OR COUNT(DISTINCT d.id) > 1)))
"""
# What no entry has taken yet of money in the bank, also as the bank names it in a
# second currency.
BANK_LINES = """
    SELECT s.id, s.amount * v.share AS amount, m.date AS on,
           s.payment_ref AS label, u.name AS code,
           u.rounding::float AS rounding, f.name AS given_code,
           f.rounding::float AS given_rounding,
           s.amount_currency * v.share AS given,
           COALESCE(p.commercial_partner_id, (
               SELECT a.commercial_partner_id
                 FROM res_partner_bank b
                 JOIN res_partner a ON a.id = b.partner_id
                WHERE s.account_number IS NOT NULL AND b.active
                  AND b.sanitized_acc_number = UPPER(
                      REGEXP_REPLACE(s.account_number, '\\W+', '', 'g'))
                ORDER BY b.id LIMIT 1)) AS debtor_id
      FROM account_bank_statement_line s
      JOIN account_move m ON m.id = s.move_id
      LEFT JOIN res_partner p ON p.id = s.partner_id
      JOIN res_currency u ON u.id = s.currency_id
      LEFT JOIN res_currency f ON f.id = s.foreign_currency_id
      CROSS JOIN LATERAL (
           SELECT ABS(s.amount_residual) / CASE
                  WHEN f.id IS NULL THEN s.amount ELSE s.amount_currency END
                  AS share) v
     WHERE s.company_id IN %s AND s.is_reconciled IS NOT TRUE
       AND s.amount > 0 AND m.state = 'posted'
"""
# a number shorter than this is too likely to be part of another text
SHORTEST_NUMBER = 4


def plain_number(text):
    """A number or label without blanks and signs, as banks garble them."""
    return "".join(char for char in (text or "").upper() if char.isalnum())


def numbers_in(label, numbers):
    """Find which of many document numbers stand in a label.

    :param label: free text of a bank line or payment
    :param numbers: {plain number: anything}
    :return: list of the values found, the longest number first; a number inside
        a longer one that was found does not count
    """
    left = plain_number(label)
    found = []
    for length in sorted({len(number) for number in numbers}, reverse=True):
        start = 0
        while start + length <= len(left):
            number = left[start : start + length]
            if number in numbers:
                found.append(numbers[number])
                left = left[:start] + " " + left[start + length :]
            start += 1
    return found


class CollectionTransit(models.AbstractModel):
    """Finds money on its way, and which documents money names.

    Both payment worlds are covered: payments with an entry are in the ledger
    already; those without one are read from ``account.payment``.
    """

    _name = "collection.transit"
    _description = "Payments in transit"

    @api.model
    def _read_transits(self, root, partners, rows, today):
        """Money on its way by commercial partner.

        :param rows: the open items of these partners
        :return: {partner id: list of ``Transit``}
        """
        found = defaultdict(list)
        if not partners:
            return found
        companies = self.env["account.move.line"]._collection_companies(root)
        for kind, query in (
            ("payment", self._payments_sql(companies, partners)),
            ("online", self._online_sql(companies, partners)),
        ):
            for row in self._fetch(query):
                found[row["debtor_id"]].append(self._transit(kind, row))
        for debtor_id, row in self._bank_lines(companies, partners, rows):
            found[debtor_id].append(self._transit("bank", row))
        return found

    @api.model
    def _transit(self, kind, row):
        given = row.get("given_code")
        return Transit(
            key=row["id"],
            kind=kind,
            currency=Currency(row["code"], row["rounding"]),
            amount=row["amount"],
            on=row["on"],
            names=tuple(row["names"] or ()),
            given=row["given"] if given else 0.0,
            given_currency=Currency(given, row["given_rounding"]) if given else None,
        )

    @api.model
    def _fetch(self, query):
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()

    @api.model
    def _payments_sql(self, companies, partners):
        """Registered payments without an entry that no bank line has settled yet."""
        return SQL(
            """
            SELECT y.id, p.commercial_partner_id AS debtor_id, y.amount, y.date AS on,
                   u.name AS code, u.rounding::float AS rounding,
                   ARRAY(SELECT invoice_id FROM account_move__account_payment r
                          WHERE r.payment_id = y.id ORDER BY 1) AS names
              FROM account_payment y
              JOIN res_partner p ON p.id = y.partner_id
              JOIN res_currency u ON u.id = y.currency_id
             WHERE y.company_id IN %(companies)s
               AND p.commercial_partner_id IN %(partners)s
               AND y.move_id IS NULL AND y.state IN ('in_process', 'paid')
               AND y.payment_type = 'inbound' AND y.partner_type = 'customer'
               AND NOT %(settled)s
            """,
            settled=SQL(SETTLED),
            companies=tuple(companies.ids),
            partners=tuple(partners.ids),
        )

    @api.model
    def _online_sql(self, companies, partners):
        """Online transactions that are running, or done without a payment yet.

        Those of sales orders only are left out: they pay what is not invoiced.
        """
        return SQL(
            """
            SELECT t.id, p.commercial_partner_id AS debtor_id, t.amount,
                   COALESCE(t.last_state_change, t.create_date)::date AS on,
                   u.name AS code, u.rounding::float AS rounding,
                   ARRAY(SELECT invoice_id FROM account_invoice_transaction_rel r
                          WHERE r.transaction_id = t.id ORDER BY 1) AS names
              FROM payment_transaction t
              JOIN res_partner p ON p.id = t.partner_id
              JOIN res_currency u ON u.id = t.currency_id
             WHERE t.company_id IN %(companies)s
               AND p.commercial_partner_id IN %(partners)s
               AND t.payment_id IS NULL AND t.operation <> 'validation'
               AND (t.state IN ('pending', 'authorized')
                    OR (t.state = 'done' AND t.is_post_processed IS NOT TRUE))
               AND t.amount > 0
               AND EXISTS (SELECT 1 FROM account_invoice_transaction_rel r
                            WHERE r.transaction_id = t.id)
            """,
            companies=tuple(companies.ids),
            partners=tuple(partners.ids),
        )

    # -------------------------------------------------------------- bank lines

    @api.model
    def _bank_lines(self, companies, partners, rows):
        """Unmatched money in the bank that names one of the debtors.

        By partner, by a bank account of his, or by the number of an open
        document in the label, in this order.
        """
        lines = self._fetch(SQL(BANK_LINES, tuple(companies.ids)))
        if not lines:
            return []
        wanted = set(partners.ids)
        numbers = self._open_numbers(rows)
        answer = []
        for line in lines:
            named = numbers_in(line["label"], numbers)
            debtor = line["debtor_id"] or next((owner for _move, owner in named), None)
            if debtor in wanted:
                moves = [move for move, owner in named if owner == debtor]
                answer.append((debtor, {**line, "names": moves}))
        return answer

    @api.model
    def _open_numbers(self, rows):
        """{plain number: (move, debtor)} of the open documents."""
        moves = {row.move_id: row.debtor_id for row in rows if row.residual > 0}
        found = {}
        for move in self.env["account.move"].browse(moves).sudo():  # numbers only
            for number in (move.name, move.payment_reference):
                plain = plain_number(number)
                if len(plain) >= SHORTEST_NUMBER:
                    found[plain] = (move.id, moves[move.id])
        return found

    # ------------------------------------------------------------------ naming

    @api.model
    def _read_names(self, rows):
        """Which documents each unmatched credit names: {line id: (move id, ...)}.

        A credit note names what it reverses; a payment what it was registered
        for, else the documents whose number stands in its reference.
        """
        credits = [row for row in rows if row.residual < 0]
        if not credits:
            return {}
        numbers = self._open_numbers(rows)
        registered = self._registered_for([row.payment_id for row in credits])
        names = {}
        for row in credits:
            named = [row.reversed_id] if row.reversed_id else []
            named += registered.get(row.payment_id, [])
            named += [
                move
                for move, owner in numbers_in(row.reference, numbers)
                if owner == row.debtor_id
            ]
            names[row.line_id] = tuple(dict.fromkeys(named))
        return names

    @api.model
    def _registered_for(self, payment_ids):
        ids = tuple({pid for pid in payment_ids if pid})
        if not ids:
            return {}
        found = defaultdict(list)
        for payment_id, invoice_id in self.env.execute_query(
            SQL(
                "SELECT payment_id, invoice_id FROM account_move__account_payment"
                " WHERE payment_id IN %s ORDER BY 1, 2",
                ids,
            )
        ):
            found[payment_id].append(invoice_id)
        return found

    @api.model
    def _read_order_payments(self, rows):
        """The credit lines that pay orders which are not invoiced yet."""
        payments = {row.payment_id: row.line_id for row in rows if row.payment_id}
        if not payments:
            return frozenset()
        ids = self.env.execute_query(
            SQL(
                """
                SELECT y.id
                  FROM account_payment y
                  LEFT JOIN sale_order_transaction_rel r
                    ON r.transaction_id = y.payment_transaction_id
                  JOIN sale_order o
                    ON o.id IN (r.sale_order_id, y.collection_order_id)
                 WHERE y.id IN %s AND o.state <> 'cancel'
                   AND o.invoice_status <> 'invoiced'
                """,
                tuple(payments),
            )
        )
        return frozenset(payments[payment_id] for (payment_id,) in ids)
