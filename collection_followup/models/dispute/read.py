from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...rules.dispute import dispute as rule
from ...rules.dispute import dispute_credit
from ...rules.ledger.facts import Currency
from ...rules.ledger.money import rounded
from ..ledger.part import Part

_lt = LazyTranslate(__name__)

DISPUTED = Part("disputed", 10, _lt("Disputed"), _lt("You dispute it"), apart=True)

# disputes as they stand, with what the ledger says about item and credit note
FACTS = """
    SELECT d.id, d.line_id, c.name AS code, c.rounding, d.amount, d.state,
           d.deadline, d.answer, d.pay_by, d.done_on, d.outcome, d.move_id,
           d.create_date, d.credit_note_id,
           CASE WHEN m.state = 'draft' THEN d.amount
                WHEN m.state = 'posted' THEN l.amount_residual_currency
                END AS open,
           CASE WHEN n.state <> 'cancel' THEN n.state END AS credit,
           COALESCE(n.amount_total, 0) AS credit_total,
           COALESCE(p.matched, 0) AS matched
      FROM collection_dispute d
      JOIN res_currency c ON c.id = d.currency_id
      LEFT JOIN account_move_line l ON l.id = d.line_id
      LEFT JOIN account_move m ON m.id = d.move_id
      LEFT JOIN account_move n ON n.id = d.credit_note_id
      LEFT JOIN LATERAL (
           SELECT SUM(r.debit_amount_currency) AS matched
             FROM account_partial_reconcile r
             JOIN account_move_line debit ON debit.id = r.debit_move_id
             JOIN account_move_line credit ON credit.id = r.credit_move_id
            WHERE debit.move_id = d.move_id
              AND credit.move_id = d.credit_note_id) p
        ON d.credit_note_id IS NOT NULL
     WHERE %s
     ORDER BY d.id
"""
# The credit notes of documents: matched ones by item, and those that wait. One that
# was taken back to draft stays matched, and lowers what is open, but does not stand.
NOTES = """
    SELECT n.id, debit.move_id, SUM(r.debit_amount_currency) AS amount,
           n.create_date, CASE WHEN n.state = 'posted' THEN debit.id END AS line_id
      FROM account_move_line debit
      JOIN account_partial_reconcile r ON r.debit_move_id = debit.id
      JOIN account_move_line credit ON credit.id = r.credit_move_id
      JOIN account_move n ON n.id = credit.move_id AND n.move_type = 'out_refund'
     WHERE debit.move_id IN %(moves)s
     GROUP BY n.id, debit.id
     UNION ALL
    SELECT n.id, v.move_id, -SUM(l.amount_residual_currency), n.create_date, NULL
      FROM (SELECT id, reversed_entry_id AS move_id FROM account_move
             WHERE reversed_entry_id IN %(moves)s
             UNION
            SELECT credit_note_id, move_id FROM collection_dispute
             WHERE move_id IN %(moves)s) v
      JOIN account_move n ON n.id = v.id AND n.move_type = 'out_refund'
      JOIN account_move m ON m.id = v.move_id AND m.currency_id = n.currency_id
      JOIN account_move_line l ON l.move_id = n.id
      JOIN account_account a ON a.id = l.account_id
     WHERE n.state = 'posted' AND a.account_type = 'asset_receivable'
       AND l.reconciled IS NOT TRUE
     GROUP BY n.id, v.move_id
"""
RESTS = """
    %s AND d.line_id IS NOT NULL
       AND (d.state IN ('open', 'remedy')
            OR d.state IN ('for_us', 'closed') AND d.pay_by >= %s)
"""
# an accountant took the document back and posted it again: its item is a new one
FIND_ITEM = """
    UPDATE collection_dispute d SET line_id = (
           SELECT l.id FROM account_move_line l
             JOIN account_account a ON a.id = l.account_id
            WHERE l.move_id = d.move_id AND a.account_type = 'asset_receivable'
            ORDER BY COALESCE(l.date_maturity, l.date), l.id LIMIT 1)
     WHERE d.line_id IS NULL AND d.move_id IS NOT NULL AND d.state <> 'cancelled'
       AND %s
"""


class CollectionDispute(models.Model):
    """What decisions may know of disputes."""

    _inherit = "collection.dispute"

    @api.model
    def _read_disputed(self, root, partners, today):
        """The parts of items that rest because they are contested.

        :param root: the root company
        :param partners: commercial partners
        :param today: the company's day
        :return: {journal item id: amount in the currency of the item}
        """
        return {
            line_id: rounded(
                sum(amount for _fact, amount in rests), rests[0][0].currency
            )
            for line_id, rests in self._read_parts(root, partners, today).items()
        }

    @api.model
    def _read_parts(self, root, partners, today):
        """The disputes behind these parts: {journal item id: [(dispute, amount)]}."""
        days = root.collection_dispute_rest_days
        found = defaultdict(list)
        condition = SQL(RESTS, self._whose_sql(root, partners), today)
        for fact in self._facts(condition, root, today).values():
            found[fact.item_key].append(fact)
        parts = {
            line_id: rule.parts(facts, facts[0].open or 0.0, today, days)
            for line_id, facts in found.items()
        }
        return {line_id: rests for line_id, rests in parts.items() if rests}

    @api.model
    def _whose_sql(self, root, partners=None):
        """The condition of the disputes of some debtors, or of all."""
        condition = SQL("d.company_id = %s", root.id)
        if partners is None:
            return condition
        return SQL("%s AND d.partner_id IN %s", condition, tuple(partners.ids) or (0,))

    @api.model
    def _facts(self, condition, root, today):
        """Read disputes as the rules want them: {id: ``rules.dispute.Dispute``}."""
        self.env.flush_all()
        facts = self._fetch_facts(condition)
        moves = {fact.move_key for fact in facts.values() if fact.move_key}
        notes = self._fetch_notes(moves) if moves else []
        if not notes:
            return facts
        # a credit note is shared by all disputes of its document
        documents = SQL("d.move_id IN %s", tuple({note.move_key for note in notes}))
        days = root.collection_dispute_rest_days
        found = dispute_credit.with_notes(
            {**facts, **self._fetch_facts(documents)}.values(), notes, today, days
        )
        return {key: found[key] for key in facts}

    @api.model
    def _fetch_facts(self, condition):
        self.env.cr.execute(SQL(FACTS, condition))
        return {row["id"]: self._fact(row) for row in self.env.cr.dictfetchall()}

    @api.model
    def _fetch_notes(self, moves):
        """The credit notes of documents: list of ``rules.dispute_credit.Note``."""
        return [
            dispute_credit.Note(key, move, float(amount), made_at, item)
            for key, move, amount, made_at, item in self.env.execute_query(
                SQL(NOTES, moves=tuple(moves))
            )
        ]

    @api.model
    def _fact(self, row):
        is_open = row["open"]
        return rule.Dispute(
            key=row["id"],
            item_key=row["line_id"],
            currency=Currency(row["code"], float(row["rounding"])),
            amount=float(row["amount"]),
            state=row["state"],
            deadline=row["deadline"],
            answer=row["answer"],
            pay_by=row["pay_by"],
            done_on=row["done_on"],
            open=None if is_open is None else float(is_open),
            credit=row["credit"],
            credit_total=float(row["credit_total"]),
            matched=float(row["matched"]),
            move_key=row["move_id"],
            opened_at=row["create_date"],
            note_key=row["credit_note_id"],
        )

    @api.model
    def _find_items(self, whose):
        """Let disputes follow their document when its item was made anew."""
        self.flush_model(["line_id", "move_id"])
        self.env.cr.execute(SQL(FIND_ITEM, whose))
        if self.env.cr.rowcount:
            self.invalidate_model(["line_id"])

    def _free_amounts(self):
        """How much of the item of each dispute may be contested by it.

        :return: {dispute: amount in the currency of the item}
        """
        lines = self.line_id.sudo()  # a branch's items too; only amounts are used
        others = self._facts_by_item(lines, self.ids)
        own = self._own_facts()
        return {
            dispute: own[dispute.id].stands  # was contested, and is credited by now
            + lines.browse(dispute.line_id.id)._collection_uncontested(
                others.get(dispute.line_id.id, ())
            )
            for dispute in self
            if dispute.line_id
        }

    @api.model
    def _facts_by_item(self, lines, without=()):
        """The disputes on some items: {journal item id: [facts]}."""
        found = defaultdict(list)
        if lines:
            condition = SQL(
                "d.line_id IN %s AND d.id NOT IN %s",
                tuple(lines.ids),
                tuple(without) or (0,),
            )
            root = lines.company_id.root_id[:1]
            facts = self._facts(condition, root, root._collection_today())
            for fact in facts.values():
                found[fact.item_key].append(fact)
        return found


class CollectionReader(models.AbstractModel):
    """What is disputed is not claimed."""

    _inherit = "collection.reader"

    @api.model
    def _declared_parts(self):
        return (*super()._declared_parts(), DISPUTED)

    @api.model
    def _read_rests(self, root, partners, rows, today):
        rests = super()._read_rests(root, partners, rows, today)
        disputes = self.env["collection.dispute"]
        rests["disputed"] = disputes._read_disputed(root, partners, today)
        return rests


class AccountMoveLine(models.Model):
    """An item knows how much of it can still be contested."""

    _inherit = "account.move.line"

    def _collection_uncontested(self, facts):
        """What is open of this item and contested by none of these disputes.

        :param facts: the disputes on it, ``rules.dispute.Dispute``
        """
        self.ensure_one()
        root = self.company_id.root_id
        return rule.free_amount(
            facts,
            self.amount_residual_currency,
            root._collection_today(),
            root.collection_dispute_rest_days,
        )
