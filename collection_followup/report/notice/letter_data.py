"""The letter's view of its data: what stands on it, ready to print.

A template asks a ``Letter`` for texts and never a record, so that an addon can
change what a letter says by a subclass and how it looks by the template.
"""

from dataclasses import dataclass, field
from functools import cached_property

from ...rules.ledger.facts import COMING, LISTED, OVERDUE
from .debtor_paper import DebtorPaper
from .letter_hold import LetterHold
from .paper_format import PaperFormat, in_blocks

WIDE = 13  # characters of an amount that need smaller type


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
        """Return the rows of one part: due, also, coming, or one told apart."""
        return self.rows.get(name, [])

    @property
    def resting(self):
        """The rows of what is not claimed now, part by part."""
        apart = [rows for part, rows in self.rows.items() if part not in LISTED]
        return [row for rows in apart for row in rows]

    def has(self, *names):
        """Tell whether there is any row in these parts."""
        return any(self.part(name) for name in names)


class Letter(DebtorPaper):
    """One letter: a notice, planned, sent or only made up for a copy.

    ``words`` gives subject, opening and closing by name: the notice itself, or
    what it will say once it has its words.

    :param notice: ``collection.notice``, stored or new
    :param number: the number by which the letter is found in the PDF
    :param today: the date of the letter
    :param paper: ``PaperFormat`` in the language of the notice
    :param is_copy: the letter repeats what is owed now and is no new notice
    """

    hold_class = LetterHold

    def __init__(self, notice, number, today, paper, is_copy=False):
        super().__init__(notice.company_id, notice.partner_id, number, today, paper)
        self.notice = notice
        self.words = notice
        self.is_copy = is_copy
        self.contact = notice.contact_id
        self.stage = notice.stage_id

    # who writes, when, about what

    @property
    def reference(self):
        """Our number of the notice."""
        return self.notice.name or ""

    @cached_property
    def collector(self):
        """Name, phone and e-mail of the person who answers."""
        person = self.notice._collector().partner_id
        company = self.company
        return {
            "name": person.name or "",
            "phone": person.phone or company.phone or "",
            "email": person.email or company.email or "",
        }

    @cached_property
    def salutation(self):
        """How the reader is greeted; nothing where the words of the stage do."""
        opening = "" if self.is_copy else str(self.words["opening"] or "")
        return self.notice.with_context(lang=self.lang)._salutation(opening)

    @cached_property
    def plan_words(self):
        """What is said about payment plans that were not kept."""
        if self.is_copy:
            return []
        return self.notice.with_context(lang=self.lang)._plan_words()

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
            if table.to_pay:
                table.total = self.paper.money(table.to_pay, table.currency)
            if table.coming:
                table.total_coming = self.paper.money(table.coming, table.currency)
        return list(tables.values())

    def _add_line(self, table, line):
        row = self._row(line, table.currency)
        table.rows.setdefault(line.part, []).append(row)
        if line.part in OVERDUE:
            table.to_pay += line.amount_to_collect
            table.has_deduction |= row["open"] != row["to_pay"]
        elif line.part == COMING:
            table.coming += line.amount_to_collect
        table.has_reference |= bool(row["reference"])
        table.is_wide |= len(row["amount"]) > WIDE

    def _row(self, line, currency):
        number = self.paper.number
        return {
            "part": line.part,
            "name": line.name or "",
            "reference": line.customer_reference or "",
            "date": self.paper.date(line.date_invoice),
            "due": self.paper.date(line.date_due),
            "late": max(line.days_late, 0) or "",
            "amount": number(line.amount_total, currency),
            "open": number(line.amount_open, currency),
            "to_pay": number(line.amount_to_collect, currency),
            "rests": number(line.amount_rests, currency),
            "credit_notes": [
                (name, number(-amount, currency))
                for name, amount in line.credit_notes or ()
            ],
            "told": line._told_texts(self.paper.env),
            "promised_for": self.paper.spelled(line.promised_for),
        }

    def blocks(self, table, parts):
        """The rows of some parts, cut so that every page begins with a head."""
        rows = []
        for name in parts:
            if name == "also" and rows and table.part(name):
                rows.append({"also": True})
            rows += table.part(name)
        return in_blocks(self.notice.env, rows)

    @cached_property
    def parts_told(self):
        """What the customer reads of each part that is not claimed now."""
        return self.paper.env["collection.reader"]._told_parts()

    @cached_property
    def totals(self):
        """The sums to pay as one phrase."""
        return self.paper.sums(
            [(table.to_pay, table.currency) for table in self.tables if table.to_pay]
        )

    @property
    def pay_by(self):
        """The day by which the money is asked for."""
        return self.paper.spelled(self.notice.pay_by)

    @cached_property
    def payment(self):
        """How the debtor can pay."""
        return self.notice._how_to_pay()

    @cached_property
    def link(self):
        """The page that shows what is owed and takes payments."""
        return "" if self.is_copy else self.notice._portal_url()

    @cached_property
    def hold(self):
        """What the letter says about a credit hold; none without one."""
        hold = self.hold_class(self.notice, self.paper.spelled, self.paper.money)
        return hold if hold.effect else None


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
