"""The list of past-due accounts as a workbook."""

from .list_xlsx import SHORT_DATE, Column, ListWorkbook, cells

FIRST = 5  # title, day, whose, sums, head


class PastDueWorkbook(ListWorkbook):
    """One row for each debtor with overdue items; sums follow the filter.

    :param sums: the number of rows to come and their sums, by name
    :param today: the day of the list
    :param user: the collector whose list it is, or None for all
    """

    def __init__(self, path, env, sums, today, user):
        super().__init__(path, env)
        self.sums = sums
        self.last = FIRST + max(sums["count"], 1) - 1
        self.today = today
        self.user = user
        self.columns = self._columns()

    def _columns(self):
        return [
            Column("debtor", self.env._("Customer"), width=32),
            Column("customer_number", self.env._("Customer number"), width=12),
            Column("collector", self.env._("Collector"), width=18),
            Column("phone", self.env._("Phone"), width=18),
            Column("stage", self.env._("Stage"), width=18),
            Column("oldest_overdue", self.env._("Oldest overdue"), "date", 12),
            Column("days_late", self.env._("Days past due"), "days", 8),
            Column("to_collect", self.env._("Of it to collect"), "amount", 15),
            Column("overdue", self.env._("Overdue"), "amount", 15),
            Column("age_1_30", self.env._("1-30 days"), "amount", 14),
            Column("age_31_60", self.env._("31-60 days"), "amount", 14),
            Column("age_61_90", self.env._("61-90 days"), "amount", 14),
            Column("age_91_180", self.env._("91-180 days"), "amount", 14),
            Column("age_over_180", self.env._("Over 180 days"), "amount", 14),
            Column("last_contact", self.env._("Last contact"), "date", 12),
            Column("last_result", self.env._("Outcome"), width=20),
            Column("last_payment", self.env._("Last payment"), "date", 12),
        ]

    def fill(self, rows):
        """Write everything and close the file."""
        currency = self.env.company.currency_id
        title = self.env._(
            "Past-due accounts, %(company)s", company=self.env.company.name
        )
        sheet = self.sheet(self.env._("Past due"), self.columns, title)
        day = self.format(num_format=SHORT_DATE, align="left", bold=True)
        sheet.write_string(1, 0, self.env._("Accounts on"), self.format())
        sheet.write_datetime(1, 1, self.today, day)
        whose = self.user.name if self.user else self.env._("All collectors")
        sheet.write_string(2, 0, whose, self.format())
        self._write_sums(sheet, currency)
        self.header(sheet, FIRST - 1, self.columns)
        number = FIRST - 1
        for number, row in enumerate(rows, start=FIRST):
            values = row._asdict()
            self.write_row(sheet, number, self.columns, values, currency.decimal_places)
        last = max(number, FIRST)
        sheet.autofilter(FIRST - 1, 0, last, len(self.columns) - 1)
        self.close()

    def _write_sums(self, sheet, currency):
        """Sums above the list, which follow the filter."""
        style = self.amount_format(currency.decimal_places, bold=True)
        label = self.env._("Total %(currency)s", currency=currency.name)
        sheet.write_string(3, 6, label, self.format(bold=True, align="right"))
        for index, column in enumerate(self.columns):
            if column.kind == "amount":
                area = cells(self.columns, column.name, FIRST, self.last)
                value = currency.round(self.sums[column.name])
                sheet.write_formula(3, index, f"=SUBTOTAL(109,{area})", style, value)
