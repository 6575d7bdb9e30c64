"""The statement's view of its data: tables by currency, what is to pay, ageing."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby  # streams; Odoo's reads everything first
from operator import attrgetter

from ...rules.ledger import ageing
from ...rules.strategy.clock import due_on
from ..notice.debtor_paper import DebtorPaper
from ..notice.how_to_pay import Asked, HowToPay
from ..notice.paper_format import PaperFormat, in_blocks

WIDE = 10_000_000  # amounts that need smaller type


@dataclass
class StatementTable:
    """The open items of a debtor in one currency."""

    currency: object
    rows: list = field(default_factory=list)
    total: str = ""
    overdue: str = ""
    ages: list = field(default_factory=list)
    rests: list = field(default_factory=list)
    to_pay: str = ""
    has_reference: bool = False
    is_wide: bool = False


class Statement(DebtorPaper):
    """The statement of one debtor, ready to print.

    :param rows: his ``StatementRow`` by currency and due date
    :param known: ``Known`` of all debtors of the document
    """

    def __init__(self, company, debtor, number, today, paper, rows, known):
        super().__init__(company, debtor, number, today, paper)
        self.known = known
        self.asked = []
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

    @cached_property
    def payment(self):
        """Where, and with which reference, the debtor pays."""
        late = [asked for asked, is_late in self.asked if is_late]
        coming = [asked for asked, _late in self.asked]
        return HowToPay(self.company, self.debtor, late or coming, self.debtor.ref)

    def blocks(self, table):
        """The rows of a table, cut so that every page begins with a head."""
        return in_blocks(self.company.env, table.rows)

    def _table(self, currency, rows):
        ages = [0.0] * (len(ageing.BOUNDS) + 3)  # the last place is for credits
        for row in rows:
            place = ageing.bucket(row.due, self.today) if row.open > 0 else -1
            ages[place] += row.open
        total = sum(row.open for row in rows)
        rests, to_pay = self._rests(rows, currency)
        return StatementTable(
            currency=currency,
            rows=[self._row(row, currency) for row in rows],
            total=self.paper.money(currency.round(total), currency),
            overdue=self.paper.money(currency.round(sum(ages[1:-1])), currency),
            ages=[self.paper.figure(age, currency) for age in ages],
            rests=rests,
            to_pay=self.paper.money(to_pay, currency),
            has_reference=any(row.reference for row in rows),
            is_wide=any(abs(row.running) >= WIDE for row in rows),
        )

    def _rests(self, rows, currency):
        """What of the open sum is not to be paid now, and what is.

        Parts that are told apart stand item by item, the others as one sum each.

        :return: (rows of why, document, told, day and amount; the sum to pay now)
        """
        summed = [part for part in self.known.parts if part not in self.known.apart]
        rests, sums = [], dict.fromkeys(("coming", *summed, "excluded"), 0.0)
        to_pay, credits = 0.0, 0.0
        for row in rows:
            claim = self.known.claims.get(row.line_id)
            if claim is None:
                credits += min(row.open, 0.0)
                sums["excluded"] += max(row.open, 0.0)
                continue
            late = due_on(claim.item) < self.today
            self._ask(row, claim, currency, late)
            to_pay += claim.to_collect if late else 0.0
            sums["coming"] += 0.0 if late else claim.to_collect
            for part, amount in claim.parts:
                if part in self.known.apart:
                    rests.append(self._told(row, part, amount, currency))
                else:
                    sums[part] += amount
        # what is set against an item and what no item was found for
        sums["credits"] = credits + sums.pop("credited")
        rests += [{"why": why, "amount": amount} for why, amount in sums.items()]
        for rest in rests:
            rest["is_zero"] = currency.is_zero(rest["amount"])
            rest["amount"] = self.paper.number(rest["amount"], currency)
        return [rest for rest in rests if not rest["is_zero"]], currency.round(to_pay)

    def _ask(self, row, claim, currency, late):
        """Keep what may be paid, for the payment reference."""
        line = self.known.lines.browse(row.line_id)
        asked = Asked(claim.to_collect, currency, line.move_id, row.document)
        self.asked.append((asked, late))

    def _told(self, row, part, amount, currency):
        """A part of an item that is told apart, with what the debtor was told of it."""
        disputes = self.known.disputes.get(row.line_id, ())
        return {
            "why": part,
            "document": row.document,
            "amount": amount,
            "told": [one.texts(self.paper.env, currency) for one in disputes],
            "day": self.paper.spelled(self.known.promised.get(row.line_id)),
        }

    @cached_property
    def parts_told(self):
        """What the debtor reads of each part that is not asked for now."""
        return self.paper.env["collection.reader"]._told_parts()

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


@dataclass
class Known:
    """What is known of the items of all debtors of a document, beside the ledger."""

    claims: dict
    disputes: dict
    promised: dict
    lines: object
    parts: tuple
    apart: tuple

    @classmethod
    def of_rows(cls, company, rows, today):
        """Read it for the debtors in some rows, whoever prints."""
        env = company.sudo().env  # of items that whoever prints may read
        partners = env["res.partner"].browse({row.debtor_id for row in rows} - {None})
        root = company.sudo().root_id
        claims = env["collection.reader"]._read_claims(root, partners, today)
        lines = env["account.move.line"].browse(row.line_id for row in rows)
        policy = root._collection_policy()
        return cls(
            {claim.item.key: claim for found in claims.values() for claim in found},
            env["collection.dispute"]._read_told(root, partners, today),
            env["collection.commitment"]._promised_days(lines),
            lines,
            policy.parts,
            policy.apart,
        )


def statements_of(company, rows, today):
    """Return the statements of the debtors in these rows, numbered from one."""
    env, papers, found = company.env, {}, []
    rows = list(rows)
    known = Known.of_rows(company, rows, today)
    for debtor_id, group in groupby(rows, attrgetter("debtor_id")):  # pylint: disable=bad-builtin-groupby
        debtor = env["res.partner"].browse(debtor_id)
        lang = debtor.lang
        if lang not in papers:
            papers[lang] = PaperFormat(env, lang)
        number = len(found) + 1
        paper = papers[lang]
        found.append(Statement(company, debtor, number, today, paper, group, known))
    return found
