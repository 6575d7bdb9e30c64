"""The letter's view of its data: what stands on it, ready to print.

A template asks a ``Letter`` for texts and never a record, so that an addon can
change what a letter says by a subclass and how it looks by the template.
"""

from dataclasses import dataclass, field
from functools import cached_property

from odoo.tools.image import image_data_uri

from . import paper_pdf
from .letter_payment import LetterPayment
from .paper_format import PaperFormat, letter_address, letter_names, sender_line

CLAIMED = ("due", "also")
RESTING = ("disputed", "promised")
WIDE = 13  # characters of an amount that need smaller type
BLOCK = 12  # rows under one head where the engine does not repeat it


@dataclass
class LetterTable:
    """The items of one currency, by the part that they play on the notice."""

    currency: object
    rows: dict = field(default_factory=dict)
    to_pay: float = 0.0
    coming: float = 0.0
    total: str = ""
    total_coming: str = ""
    has_reference: bool = False
    has_deduction: bool = False
    is_wide: bool = False

    @property
    def columns(self):
        """How many columns the table of items has."""
        return 8 if self.has_reference else 7

    def part(self, name):
        """Return the rows of one part: due, also, coming, disputed, promised."""
        return self.rows.get(name, [])

    def has(self, *names):
        """Tell whether there is any row in these parts."""
        return any(self.part(name) for name in names)


class Letter:
    """One letter: a notice, planned, sent or only made up for a copy.

    :param notice: ``collection.notice``, stored or new
    :param number: the number by which the letter is found in the PDF
    :param today: the date of the letter
    :param paper: ``PaperFormat`` in the language of the notice
    :param is_copy: the letter repeats what is owed now and is no new notice
    """

    payment_class = LetterPayment

    def __init__(self, notice, number, today, paper, is_copy=False):
        self.notice = notice
        self.number = number
        self.today = today
        self.paper = paper
        self.is_copy = is_copy
        self.company = notice.company_id
        self.debtor = notice.partner_id
        self.stage = notice.stage_id

    @property
    def lang(self):
        """The language in which the template is rendered."""
        return self.paper.lang

    @property
    def mark(self):
        """The address of the link by which the start of the letter is found."""
        return paper_pdf.mark(self.number, self.lang)

    # letterhead and window

    @cached_property
    def logo(self):
        """The logo of the company as data, or empty."""
        company = self.company
        logo = company.logo_web if not company.uses_default_logo else None
        return image_data_uri(logo) if logo else ""

    @cached_property
    def letterhead(self):
        """Lines of the company's address and how to reach it."""
        partner = self.company.partner_id.with_env(self.paper.env)
        reach = (partner.phone, self.company.email, self.company.website)
        lines = letter_address(partner, partner.country_id)
        return [*lines, *(line for line in reach if line)]

    @cached_property
    def sender(self):
        """The sender in one line, above the address."""
        return sender_line(self.company)

    @cached_property
    def address(self):
        """Lines of the debtor's address."""
        contact = self.notice.contact_id
        place = contact if contact.street else self.debtor
        place = place.with_env(self.paper.env)
        lines = letter_address(place, self.company.country_id)
        return [*letter_names(self.debtor, contact), *lines]

    @cached_property
    def return_address(self):
        """Where the reply slip goes."""
        partner = self.company.partner_id
        return letter_address(partner.with_env(self.paper.env), self.debtor.country_id)

    @property
    def window_side(self):
        """Where the envelope has its window."""
        return self.company.root_id.collection_window_side or "left"

    # who writes, when, about what

    @property
    def date(self):
        """The date of the letter."""
        return self.paper.date(self.today)

    @property
    def reference(self):
        """Our number of the notice."""
        return self.notice.name or ""

    @property
    def customer_number(self):
        """The number under which we keep the debtor."""
        return self.debtor.ref or ""

    @cached_property
    def collector(self):
        """Name, phone and e-mail of the person who answers."""
        person = self.notice.user_id.partner_id
        company = self.company
        return {
            "name": person.name or "",
            "phone": person.phone or company.phone or "",
            "email": person.email or company.email or "",
        }

    @cached_property
    def salutation(self):
        """How the reader is greeted; nothing where the words of the stage do."""
        opening = "" if self.is_copy else str(self.notice.opening or "")
        return self.notice.with_context(lang=self.lang)._salutation(opening)

    @property
    def has_slip(self):
        """Whether the letter ends with a slip to send back."""
        return bool(self.stage.reply_slip) and not self.is_copy

    # what is owed

    @cached_property
    def tables(self):
        """One ``LetterTable`` for each currency, in the order of the items."""
        tables = {}
        for line in self.notice.line_ids:
            currency = line.currency_id
            table = tables.setdefault(currency, LetterTable(currency))
            self._add_line(table, line)
        for table in tables.values():
            table.total = self.paper.money(table.to_pay, table.currency)
            table.total_coming = self.paper.money(table.coming, table.currency)
        return list(tables.values())

    def _add_line(self, table, line):
        row = self._row(line, table.currency)
        table.rows.setdefault(line.part, []).append(row)
        if line.part in CLAIMED:
            table.to_pay += line.amount_to_chase
            table.has_deduction |= row["open"] != row["to_pay"]
        elif line.part == "coming":
            table.coming += line.amount_to_chase or line.amount_open
        table.has_reference |= bool(row["reference"])
        table.is_wide |= len(row["amount"]) > WIDE

    def _row(self, line, currency):
        number = self.paper.number
        return {
            "name": line.name or "",
            "reference": line.customer_reference or "",
            "date": self.paper.date(line.date_invoice),
            "due": self.paper.date(line.date_due),
            "late": max(line.days_late, 0) or "",
            "amount": number(line.amount_total, currency),
            "open": number(line.amount_open, currency),
            "to_pay": number(line.amount_to_chase, currency),
            "rests": number(line.amount_rests, currency),
        }

    def blocks(self, table, parts):
        """The rows of some parts, cut so that every page begins with a head.

        The patched engine repeats the head itself and gets one block.
        """
        rows = []
        for name in parts:
            if name == "also" and rows and table.part(name):
                rows.append({"also": True})
            rows += table.part(name)
        patched = self.notice.env["ir.actions.report"]._is_paper_engine_patched()
        size = len(rows) if patched or len(rows) <= 1.5 * BLOCK else BLOCK
        return [rows[start : start + size] for start in range(0, len(rows), size)]

    @cached_property
    def totals(self):
        """The sums to pay, one text for each currency."""
        return [table.total for table in self.tables if table.to_pay]

    @property
    def pay_by(self):
        """The day by which the money is asked for."""
        return self.paper.date(self.notice.pay_by)

    @cached_property
    def payment(self):
        """How the debtor can pay."""
        return self.payment_class(self)


def letters_of(notices, today, is_copy=False, letter_class=Letter):
    """Return the letters of some notices, numbered from one in their order."""
    papers = {}
    letters = []
    for number, notice in enumerate(notices, start=1):
        lang = notice.lang or notice.partner_id.lang
        if lang not in papers:
            papers[lang] = PaperFormat(notice.env, lang)
        letters.append(letter_class(notice, number, today, papers[lang], is_copy))
    return letters
