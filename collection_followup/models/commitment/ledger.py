from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...rules.commitment.commitment import World
from ...rules.commitment.commitment_facts import (
    ItemMoney,
    Money,
    Part,
    Promise,
    Rates,
    Terms,
    Transfer,
)
from ...rules.commitment.commitment_money import with_transfers
from ...rules.ledger.facts import Currency
from ..ledger.transit import SETTLED

# what was judged longer ago is left as it stands: no payment is returned so late
JUDGED_DAYS = 400

PROMISES = """
    SELECT m.id, m.partner_id, m.currency_id, m.amount, m.date, m.promised_on, m.state,
           m.deadline, m.paid_amount, m.paid_on, m.broken_on, m.reason,
           ARRAY_AGG(l.line_id ORDER BY l.id) AS line_ids,
           ARRAY_AGG(l.amount ORDER BY l.id) AS amounts,
           ARRAY_AGG(l.open_then ORDER BY l.id) AS opens,
           ARRAY_AGG(GREATEST(l.matched_until, m.promised_on) ORDER BY l.id) AS untils
      FROM collection_commitment m
      LEFT JOIN collection_commitment_line l ON l.commitment_id = m.id
     WHERE m.company_id = %s AND m.partner_id IN %s
       AND (m.state IN ('open', 'to_approve')
            OR (m.state IN ('kept', 'partly', 'broken')
                OR (m.state = 'cancelled' AND m.reason_code = 'withdrawn'))
               AND m.date >= %s)
     GROUP BY m.id ORDER BY m.id
"""

# receivable lines that stand in the ledger; what is in draft is not owed
ITEMS = """
    SELECT l.id, l.move_id, l.currency_id, l.amount_currency AS total,
           COALESCE(l.date_maturity, l.date) AS due
      FROM account_move_line l
     WHERE %s AND l.parent_state = 'posted' AND l.amount_currency > 0
"""

RECEIVABLE = """
    l.move_id IN %s AND l.account_id IN (
        SELECT id FROM account_account WHERE account_type = 'asset_receivable')
"""

# What was matched with them; a payment that was reset to draft or rejected stays
# matched and counts not.
MONIES = """
    SELECT r.debit_move_id AS id, r.debit_amount_currency AS amount,
           COALESCE(y.date, CASE WHEN m.move_type = 'out_refund'
                                 THEN m.invoice_date END, c.date) AS on
      FROM account_partial_reconcile r
      JOIN account_move_line c ON c.id = r.credit_move_id
      JOIN account_move m ON m.id = c.move_id
      LEFT JOIN account_payment y ON y.id = m.origin_payment_id
     WHERE r.debit_move_id IN %s AND c.parent_state = 'posted'
       AND y.state IS DISTINCT FROM 'rejected' AND r.debit_amount_currency > 0
     ORDER BY r.id
"""

# registered payments without an entry that no bank line has settled yet
TRANSFERS = """
    SELECT y.id, y.currency_id, y.amount, y.date AS on,
           ARRAY_AGG(n.invoice_id ORDER BY n.invoice_id) AS names
      FROM account_payment y
      JOIN account_move__account_payment n ON n.payment_id = y.id
     WHERE y.id IN (SELECT payment_id FROM account_move__account_payment
                     WHERE invoice_id IN %s)
       AND y.move_id IS NULL AND y.state IN ('in_process', 'paid')
       AND y.payment_type = 'inbound' AND y.partner_type = 'customer'
       AND NOT %s
     GROUP BY y.id
"""


class Gathered(NamedTuple):
    """Commitments as stored, and the facts by which they are judged."""

    rows: list
    promises: list
    items: tuple
    world: World


class CollectionCommitment(models.Model):
    """Gathers what the judgement of commitments may know, in a few statements."""

    _inherit = "collection.commitment"

    @api.model
    def _gather(self, root, partners, today):
        """Read the commitments of debtors with the money of their items.

        :param root: the root company
        :param partners: commercial partners
        :param today: the company's day
        :return: ``Gathered``
        """
        self.env.flush_all()
        since = today - timedelta(days=JUDGED_DAYS)
        query = SQL(PROMISES, root.id, tuple(partners.ids) or (0,), since)
        rows = self._fetch(query)
        currencies = self.env["collection.reader"]._currencies()
        promises = [self._as_fact(row, currencies) for row in rows]
        lines = {part.item for promise in promises for part in promise.parts}
        days = {promise.recorded_on for promise in promises}
        used = {row["currency_id"] for row in rows}
        items, rates = self._read_items(root, lines, currencies, days, used)
        world = self._world(root, today, rates)
        return Gathered(rows, promises, items, world)

    @api.model
    def _world(self, root, today, rates):
        """What is true for all commitments of a company on a day."""
        currency = root.currency_id
        return World(
            today,
            root._collection_calendar(today),
            Terms(
                tolerance=root.collection_promise_tolerance,
                share=root.collection_promise_share / 100.0,
                grace=root.collection_promise_grace,
                currency=Currency(currency.name, currency.rounding),
            ),
            rates,
            root._collection_bank_is_fresh(today),
        )

    @api.model
    def _as_fact(self, row, currencies):
        """A commitment as the rule wants it."""
        columns = ("line_ids", "amounts", "opens", "untils")
        parts = zip(*(row[name] for name in columns), strict=True)
        return Promise(
            key=row["id"],
            currency=currencies[row["currency_id"]],
            amount=float(row["amount"]),
            due=row["date"],
            recorded_on=row["promised_on"],
            parts=tuple(
                Part(line_id, float(amount or 0.0), float(open_then or 0.0), until)
                for line_id, amount, open_then, until in parts
                if line_id
            ),
            state=row["state"],
            broken_on=row["broken_on"],
            debtor=row["partner_id"],
        )

    @api.model
    def _read_items(self, root, line_ids, currencies, days=(), used=()):
        """Read receivable lines with the money that was matched with them.

        :param line_ids: ids of journal items
        :param currencies: {currency id: ``Currency``}
        :param days: further days of which rates are wanted
        :param used: ids of further currencies of which rates are wanted
        :return: (tuple of ``ItemMoney``, ``Rates``)
        """
        rows = self._item_rows(SQL("l.id IN %s", tuple(line_ids) or (0,)))
        moves = {row["move_id"] for row in rows}
        query = SQL(TRANSFERS, tuple(moves) or (0,), SQL(SETTLED))
        transfers = self._fetch(query)
        if transfers:  # what else they were registered for takes its share
            moves |= {name for row in transfers for name in row["names"]}
            rows = self._item_rows(SQL(RECEIVABLE, tuple(moves)))
        keys = {row["id"] for row in rows}
        monies = self._read_monies(keys)
        rates = self._read_rates(root, rows, transfers, monies, days, used)
        apart = self.env["collection.transit"]._read_apart(keys)
        items = [self._item_money(row, currencies, monies, apart) for row in rows]
        facts = self._transfers(transfers, currencies)
        wanted = set(line_ids)
        items = with_transfers(items, facts, rates)
        return tuple(item for item in items if item.key in wanted), rates

    @api.model
    def _transfers(self, rows, currencies):
        """Payments without an entry; those of a debtor's page go to what he chose."""
        if not rows:
            return []
        transits = self.env["collection.transit"]
        ids = tuple(row["id"] for row in rows)
        shares = transits._read_shares(online=(), payment=ids)
        return [
            part
            for row in rows
            for part in transits._cut(
                self._as_transfer(row, currencies),
                shares.get(("payment", row["id"]), []),
            )
        ]

    @api.model
    def _as_transfer(self, row, currencies):
        """A payment without an entry as the rule wants it."""
        return Transfer(
            key=row["id"],
            currency=currencies[row["currency_id"]],
            amount=float(row["amount"]),
            on=row["on"],
            names=tuple(row["names"]),
        )

    @api.model
    def _item_rows(self, condition):
        return self._fetch(SQL(ITEMS, condition))

    @api.model
    def _item_money(self, row, currencies, monies, apart):
        return ItemMoney(
            key=row["id"],
            currency=currencies[row["currency_id"]],
            total=float(row["total"]),
            monies=tuple(monies.get(row["id"], ())),
            move=row["move_id"],
            due=row["due"],
            apart=tuple(Money(*money) for money in apart.get(row["id"], ())),
        )

    @api.model
    def _read_monies(self, line_ids):
        """What was matched with receivable lines: {line id: list of ``Money``}."""
        found = defaultdict(list)
        if line_ids:
            for row in self._fetch(SQL(MONIES, tuple(line_ids))):
                found[row["id"]].append(Money(float(row["amount"]), row["on"]))
        return found

    @api.model
    def _read_rates(self, root, rows, transfers, monies, days, used):
        """The rates that are needed, none where there is one currency only."""
        currencies = {row["currency_id"] for row in [*rows, *transfers]} | set(used)
        currencies.add(root.currency_id.id)
        if len(currencies) == 1:
            return Rates()
        every = set(days) | {row["on"] for row in transfers}
        every |= {money.on for found in monies.values() for money in found}
        codes = self.env["res.currency"].browse(currencies).mapped("name")
        found = self.env["collection.transit"]._read_rates(root, every, codes)
        return Rates(
            {
                (code, day): rate
                for day, rates in found.items()
                for code, rate in rates.items()
            }
        )

    @api.model
    def _fetch(self, query):
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()
