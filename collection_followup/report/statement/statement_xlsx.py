"""Statements of open items as a workbook."""

from ...rules.ledger import ageing
from .list_xlsx import Column, ListWorkbook, cells

SUMS = ("amount", "paid", "open")

CREDITS = -1  # the last place of the ages


class StatementWorkbook(ListWorkbook):
    """One sheet with a row for each open item; sums are formulas.

    :param totals: {currency: (rows, amount, open)}, known before the first row
    :param today: the day of the statement
    :param debtor: the one debtor, or an empty ``res.partner`` for a list of many
    """

    def __init__(self, path, env, totals, today, debtor):
        super().__init__(path, env)
        self.totals = totals
        self.today = today
        self.debtor = debtor
        self.columns = self._columns()
        self.ages = {currency: [0.0] * (len(ageing.BOUNDS) + 3) for currency in totals}
        self.name = env._("Statement")
        # title, day, one row of sums for each currency, an empty row, the head
        self.first = 4 + len(totals)
        self.last = self.first + max(sum(t[0] for t in totals.values()), 1) - 1

    def _columns(self):
        whose = [
            Column("debtor", self.env._("Customer"), width=30),
            Column("customer_number", self.env._("Customer number"), width=12),
        ]
        return [
            *([] if self.debtor else whose),
            Column("document", self.env._("Document"), width=18),
            Column("reference", self.env._("Your reference"), width=20),
            Column("date", self.env._("Date"), "date", 11),
            Column("due", self.env._("Due date"), "date", 11),
            Column("days_late", self.env._("Days past due"), "days", 8),
            Column("age", self.env._("Age"), width=12),
            Column("currency", self.env._("Currency"), width=9),
            Column("amount", self.env._("Amount"), "amount", 15),
            Column("paid", self.env._("Paid"), "amount", 15),
            Column("open", self.env._("Open"), "amount", 15),
            Column("running", self.env._("Running total"), "amount", 15),
        ]

    def fill(self, rows):
        """Write everything and close the file."""
        sheet = self.sheet(self.name, self.columns, self._title())
        sheet.write_string(1, 0, self.env._("Open items on"), self.format())
        style = self.format(num_format=14, align="left", bold=True)
        sheet.write_datetime(1, 1, self.today, style)
        for index, currency in enumerate(self.totals):
            self._write_sums(sheet, 2 + index, currency)
        self.header(sheet, self.first - 1, self.columns)
        last = self._write_rows(sheet, rows)
        sheet.autofilter(self.first - 1, 0, last, len(self.columns) - 1)
        self._write_ages()
        self.close()

    def _title(self):
        company = self.env.company.name
        if not self.debtor:
            return self.env._("Statement of open items, %(company)s", company=company)
        return self.env._(
            "Statement of open items: %(debtor)s with %(company)s",
            debtor=self.debtor.display_name,
            company=company,
        )

    def _write_sums(self, sheet, row, currency):
        """One row of sums above the list; with one currency it follows the filter."""
        _rows, amount, open_ = self.totals[currency]
        known = {"amount": amount, "paid": amount - open_, "open": open_}
        column = next(i for i, c in enumerate(self.columns) if c.name == "currency")
        label = self.env._("Total %(currency)s", currency=currency.name)
        sheet.write_string(row, column, label, self.format(bold=True))
        style = self.amount_format(currency.decimal_places, bold=True)
        for index, name in enumerate(SUMS, start=column + 1):
            value = currency.round(known[name])
            sheet.write_formula(row, index, self._sum(name, currency), style, value)

    def _sum(self, name, currency):
        amounts = cells(self.columns, name, self.first, self.last)
        if len(self.totals) == 1:
            return f"=SUBTOTAL(109,{amounts})"
        codes = cells(self.columns, "currency", self.first, self.last)
        return f'=SUMIFS({amounts},{codes},"{currency.name}")'

    def _write_rows(self, sheet, rows):
        """Write the items as they come; answers the number of the last row."""
        labels = self._age_labels()
        currencies = {currency.id: currency for currency in self.totals}
        number = self.first - 1
        for number, item in enumerate(rows, start=self.first):
            currency = currencies[item.currency_id]
            age = ageing.bucket(item.due, self.today) if item.open > 0 else CREDITS
            self.ages[currency][age] += item.open
            values = {**item._asdict(), "age": labels[age]}
            decimals = currency.decimal_places
            self.write_row(sheet, number, self.columns, values, decimals)
        return max(number, self.first)

    def _age_labels(self):
        starts = [1, *(bound + 1 for bound in ageing.BOUNDS)]
        spans = zip(starts, ageing.BOUNDS, strict=False)
        return [
            self.env._("Not due"),
            *(self.env._("%(first)s-%(last)s days", first=a, last=b) for a, b in spans),
            self.env._("Over %(days)s days", days=ageing.BOUNDS[-1]),
            self.env._("Credits"),
        ]

    def _write_ages(self):
        """The ageing by currency, on a sheet of its own."""
        columns = [
            Column("currency", self.env._("Currency"), width=12),
            *(
                Column(f"age_{place}", label, "amount", 16)
                for place, label in enumerate(self._age_labels())
            ),
            Column("total", self.env._("Total"), "amount", 16),
        ]
        sheet = self.sheet(
            self.env._("Totals"), columns, self.env._("Open items by age")
        )
        sheet.write_string(1, 0, self.env._("On"), self.format())
        style = self.format(num_format=14, align="left", bold=True)
        sheet.write_datetime(1, 1, self.today, style)
        self.header(sheet, 3, columns)
        for row, currency in enumerate(self.totals, start=4):
            self._write_age_row(sheet, row, currency)

    def _write_age_row(self, sheet, row, currency):
        sheet.write_string(row, 0, currency.name, self.format(bold=True))
        style = self.amount_format(currency.decimal_places)
        for place, known in enumerate(self.ages[currency]):
            value = currency.round(known)
            formula = self._age_sum(place, currency)
            sheet.write_formula(row, place + 1, formula, style, value)
        end = len(self.ages[currency])
        total = self.amount_format(currency.decimal_places, bold=True)
        formula = f"=SUM(B{row + 1}:{chr(ord('A') + end)}{row + 1})"
        value = currency.round(self.totals[currency][2])
        sheet.write_formula(row, end + 1, formula, total, value)

    def _age_sum(self, place, currency):
        """Sum the debts of a currency between two numbers of days late, or credits."""
        sheet = "'%s'!" % self.name.replace("'", "''")
        area = {
            name: sheet + cells(self.columns, name, self.first, self.last)
            for name in ("open", "currency", "days_late")
        }
        bounds = (0, *ageing.BOUNDS)
        limits = f',{area["open"]},"{"<" if place > len(bounds) else ">"}0"'
        if 0 < place <= len(bounds):
            limits += f',{area["days_late"]},">{bounds[place - 1]}"'
        if place < len(bounds):
            limits += f',{area["days_late"]},"<={bounds[place]}"'
        return f'=SUMIFS({area["open"]},{area["currency"]},"{currency.name}"{limits})'
