from dataclasses import dataclass
from datetime import date

from odoo import models

from ...rules.ledger.facts import Claim
from ...rules.strategy.clock import due_on
from ...sentences import say_date

# nobody pays us while somebody else collects, or while it would be unlawful
NO_MONEY = ("insolvency", "agency", "court")


@dataclass(frozen=True)
class PortalRow:
    """One item as the debtor sees it today; ``line`` has all rights."""

    claim: Claim
    line: models.BaseModel
    today: date
    place: str = ""
    promised_for: date | None = None
    credit_notes: tuple = ()
    disputes: tuple = ()

    @property
    def key(self):
        """The journal item."""
        return self.claim.item.key

    @property
    def move_id(self):
        """The document of the item."""
        return self.claim.item.move_key

    @property
    def to_pay(self):
        """What may still be asked for."""
        return self.claim.to_collect

    @property
    def due(self):
        """The due date that counts, as in letters."""
        return due_on(self.claim.item)

    @property
    def days_late(self):
        """Days since the due date, never negative."""
        return max((self.today - self.due).days, 0)

    @property
    def late(self):
        """Tell whether the due date has passed."""
        return self.due < self.today

    @property
    def online(self):
        """Tell whether an online payment can settle it: entries have no invoice."""
        return self.line.move_id.is_sale_document(include_receipts=True)

    def told_texts(self):
        """What the debtor was told of his disputes about it, ready to be shown."""
        env, currency = self.line.env, self.line.currency_id
        return [told.texts(env, currency) for told in self.disputes]

    @property
    def rests(self):
        """What is not asked for now: (part, amount) of each."""
        return self.claim.parts

    def promised_day(self):
        """For when a payment was promised, in words; empty where nothing was."""
        return say_date(self.line.env, self.promised_for)

    def parts_told(self):
        """What the debtor reads of each part that is not asked for now."""
        return self.line.env["collection.reader"]._told_parts()


@dataclass(frozen=True)
class PortalSection:
    """Everything in one currency."""

    currency: models.BaseModel
    rows: tuple

    @property
    def due(self):
        """The rows that are late."""
        return [row for row in self.rows if row.late and row.to_pay > 0]

    @property
    def coming(self):
        """The rows that are not due yet."""
        return [row for row in self.rows if not row.late and row.to_pay > 0]

    @property
    def apart(self):
        """The rows of which a part is not asked for now."""
        return [row for row in self.rows if row.rests]

    @property
    def in_transit(self):
        """The sum of the payments that have not arrived yet."""
        return self.currency.round(
            sum(row.claim.part("in_transit") for row in self.rows)
        )

    def total(self, rows):
        """The sum of rows, rounded to the currency."""
        return self.currency.round(sum(row.to_pay for row in rows))


class CollectionCase(models.Model):
    """What a debtor sees of his own account, and what he may choose to pay.

    These methods are called on a case with all rights: whoever calls has checked
    the token, or that the user belongs to the debtor.
    """

    _inherit = "collection.case"

    def _portal_sections(self, today):
        """What is owed now, by currency: list of ``PortalSection``.

        Read from the ledger, never from what a notice said when it left.
        """
        self.ensure_one()
        reader = self.env["collection.reader"]
        claims = reader._read_claims(self.company_id, self.partner_id, today)
        rows = self._portal_rows(claims.get(self.partner_id.id, ()), today)
        currencies = self.env["res.currency"].union(
            *(row.line.currency_id for row in rows)
        )
        return [
            PortalSection(
                currency, tuple(row for row in rows if row.line.currency_id == currency)
            )
            for currency in currencies.sorted("name")
        ]

    def _portal_rows(self, claims, today):
        lines = self.env["account.move.line"].browse(claim.item.key for claim in claims)
        places = self._portal_places(lines.move_id)
        days = self.env["collection.commitment"]._promised_days(lines)
        notes = self.env["collection.notice.line"]._credit_notes(claims)
        told = self.env["collection.dispute"]._read_told(
            self.company_id, self.partner_id, today
        )
        rows = [
            PortalRow(
                claim,
                line,
                today,
                places.get(line.id, ""),
                days.get(line.id),
                tuple(notes.get(line.id, ())),
                tuple(told.get(line.id, ())),
            )
            for claim, line in zip(claims, lines, strict=True)
        ]
        rows = [row for row in rows if row.to_pay > 0 or row.rests]
        return sorted(rows, key=lambda row: (row.due, row.key))

    def _portal_places(self, moves):
        """Which instalment a line is, where there are several: {line id: "2/3"}."""
        lines = self.env["account.move.line"].search_fetch(
            [("move_id", "in", moves.ids), ("account_type", "=", "asset_receivable")],
            ["move_id"],
            order="date_maturity, id",
        )
        return {
            line.id: f"{place}/{len(parts)}"
            for parts in lines.grouped("move_id").values()
            for place, line in enumerate(parts, start=1)
            if len(parts) > 1
        }

    def _portal_choice(self, section, line_ids):
        """The rows of a currency that the debtor chose and may pay online now.

        :param line_ids: journal items; everything late when there are none, and
            what is coming when nothing is late
        """
        if not self._portal_takes_money():
            return []
        chosen = section.due or section.coming
        if line_ids:
            chosen = [
                row for row in section.due + section.coming if row.key in line_ids
            ]
        return [row for row in chosen if row.online]

    def _portal_takes_money(self):
        """Tell whether the page may offer ways to pay."""
        self.ensure_one()
        return self.stop not in NO_MONEY

    def _portal_company(self, rows):
        """The company that is paid: the branch when all rows are its own."""
        companies = self.env["res.company"].union(
            *(row.line.company_id for row in rows)
        )
        return companies if len(companies) == 1 else self.company_id
