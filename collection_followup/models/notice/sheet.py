from functools import cached_property

from ...rules.ledger.facts import LISTED
from ...sentences import column_date, say_amount, say_amounts, say_date

# the parts of a notice whose amounts are asked for, in the order of the table


class Writer:
    """Writes dates and amounts as the readers of one language do.

    Dates repeat within a batch and are written once.
    """

    def __init__(self, env):
        self.env = env
        self.dates = {}

    def date(self, value):
        """A date, or nothing, for a column of dates."""
        if value not in self.dates:
            self.dates[value] = column_date(self.env, value)
        return self.dates[value]

    def spelled(self, value):
        """A date, or nothing, for a sentence."""
        return say_date(self.env, value)

    def money(self, amount, currency):
        """An amount with its currency."""
        return say_amount(self.env, amount, currency)


class Row:
    """One item of a notice, read once, texts ready to be shown."""

    def __init__(self, line, writer):
        self.part = line.part
        self.currency = line.currency_id
        self.amount = line.amount_to_collect
        self.number = line.name or ""
        self.reference = line.customer_reference or ""
        self.due_on = line.date_due
        self.days_late = line.days_late
        self.date = writer.date(line.date_invoice)
        self.due = writer.date(line.date_due)
        amount_open = line.amount_open
        self.partly = bool(self.currency.compare_amounts(amount_open, self.amount))
        self.to_pay = writer.money(self.amount, self.currency)
        self.open = self.to_pay
        if self.partly:
            self.open = writer.money(amount_open, self.currency)
        self.rests = self.open
        if self.part not in LISTED:
            self.rests = writer.money(line.amount_rests, self.currency)
        self.notes = line.credit_notes or ()
        self.told = line._told_texts(writer.env)
        self.promised_for = writer.spelled(line.promised_for)
        self.writer = writer

    @property
    def less(self):
        """(number, amount in words) of the credit notes that lowered it."""
        money = self.writer.money
        return [(name, money(amount, self.currency)) for name, amount in self.notes]


class Group:
    """The claimed items of one currency, by part, with their sum."""

    def __init__(self, currency, rows, writer):
        self.currency = currency
        self.rows = rows
        self.total = sum(row.amount for row in rows)
        self.total_text = writer.money(self.total, currency)
        self.show_open = any(row.partly for row in rows)
        self.show_late = any(row.days_late for row in rows)
        self.show_reference = any(row.reference for row in rows)

    @cached_property
    def parts(self):
        """(part, its rows by due date), what is due first."""
        found = ((part, [r for r in self.rows if r.part == part]) for part in LISTED)
        return [
            (part, sorted(rows, key=lambda r: (r.due_on, r.number)))
            for part, rows in found
            if rows
        ]


class Sheet:
    """What a notice says about its items: one truth for words, mail and letter."""

    def __init__(self, notice, writer):
        self.notice = notice
        self.writer = writer
        rows = [Row(line, writer) for line in notice.line_ids]
        # a sum of nothing is not asked for
        self.claimed = [row for row in rows if row.part in LISTED and row.amount]
        self.resting = [row for row in rows if row.part not in LISTED]

    @cached_property
    def groups(self):
        """The claimed items by currency."""
        currencies = dict.fromkeys(row.currency for row in self.claimed)
        return [
            Group(cur, [r for r in self.claimed if r.currency == cur], self.writer)
            for cur in currencies
        ]

    @cached_property
    def total_text(self):
        """The sums by currency as one phrase."""
        sums = [(group.total, group.currency) for group in self.groups]
        return say_amounts(self.writer.env, sums)

    @property
    def pay_by(self):
        """The day until which the debtor has time."""
        return self.writer.spelled(self.notice.pay_by)

    @property
    def oldest_due(self):
        """The earliest due date of what is asked for."""
        return self.writer.spelled(min((r.due_on for r in self.claimed), default=None))

    @property
    def days_late(self):
        """The days since then."""
        return max((row.days_late for row in self.claimed), default=0)
