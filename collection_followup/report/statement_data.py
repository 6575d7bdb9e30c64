"""The statement's view of its data: tables by currency, ageing at the foot."""

from dataclasses import dataclass, field
from itertools import groupby  # streams; Odoo's reads everything first
from operator import attrgetter

from ..rules import ageing
from .debtor_paper import DebtorPaper
from .paper_format import PaperFormat, in_blocks

WIDE = 10_000_000  # amounts that need smaller type


@dataclass
class StatementTable:
    """The open items of a debtor in one currency."""

    currency: object
    rows: list = field(default_factory=list)
    total: str = ""
    overdue: str = ""
    ages: list = field(default_factory=list)
    has_reference: bool = False
    is_wide: bool = False


class Statement(DebtorPaper):
    """The statement of one debtor, ready to print.

    :param rows: his ``StatementRow`` by currency and due date
    """

    def __init__(self, company, debtor, number, today, paper, rows):
        super().__init__(company, debtor, number, today, paper)
        currencies = company.env["res.currency"]
        self.tables = [
            self._table(currencies.browse(key), list(group))
            for key, group in groupby(rows, attrgetter("currency_id"))  # pylint: disable=bad-builtin-groupby
        ]
        contact = debtor.browse(debtor.address_get(["invoice"])["invoice"])
        self.contact = contact if contact != debtor else None

    reference = ""

    @property
    def collector(self):
        """Who answers questions: the company."""
        company = self.company
        return {"name": "", "phone": company.phone or "", "email": company.email or ""}

    @property
    def accounts(self):
        """The accounts of the company, to pay to."""
        return self.company.partner_id.bank_ids[:3]

    def blocks(self, table):
        """The rows of a table, cut so that every page begins with a head."""
        return in_blocks(self.company.env, table.rows)

    def _table(self, currency, rows):
        ages = [0.0] * (len(ageing.BOUNDS) + 2)
        for row in rows:
            ages[ageing.bucket(row.due, self.today)] += row.open
        total = sum(row.open for row in rows)
        return StatementTable(
            currency=currency,
            rows=[self._row(row, currency) for row in rows],
            total=self.paper.money(currency.round(total), currency),
            overdue=self.paper.money(currency.round(sum(ages[1:])), currency),
            ages=[self.paper.figure(age, currency) for age in ages],
            has_reference=any(row.reference for row in rows),
            is_wide=any(abs(row.running) >= WIDE for row in rows),
        )

    def _row(self, row, currency):
        number = self.paper.number
        return {
            "name": row.document,
            "reference": row.reference,
            "date": self.paper.date(row.date),
            "due": self.paper.date(row.due),
            "late": row.days_late or "",
            "amount": number(row.amount, currency),
            "paid": self.paper.figure(row.paid, currency),
            "open": number(row.open, currency),
            "running": number(row.running, currency),
        }


def statements_of(company, rows, today):
    """Return the statements of the debtors in these rows, numbered from one."""
    env, papers, found = company.env, {}, []
    for debtor_id, group in groupby(rows, attrgetter("debtor_id")):  # pylint: disable=bad-builtin-groupby
        debtor = env["res.partner"].browse(debtor_id)
        lang = debtor.lang
        if lang not in papers:
            papers[lang] = PaperFormat(env, lang)
        number = len(found) + 1
        found.append(Statement(company, debtor, number, today, papers[lang], group))
    return found
