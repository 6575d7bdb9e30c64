"""Lists as workbooks, written row by row: memory does not grow with the rows."""

from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

SHORT_DATE = 14  # the built-in format that every reader sees in his own way
A4, US_LETTER = 9, 1


@dataclass(frozen=True)
class Column:
    """A column of a list: how it is called, how wide it is, what it holds.

    ``kind`` is ``text``, ``date``, ``days`` or ``amount``.
    """

    name: str
    label: str
    kind: str = "text"
    width: int = 14


class ListWorkbook:
    """A workbook that is written to a file while its rows come in.

    :param path: where the file goes; its folder holds what is on the way
    :param env: whose language and company are used
    """

    def __init__(self, path, env):
        self.env = env
        options = {"constant_memory": True, "tmpdir": str(path.parent)}
        self.book = xlsxwriter.Workbook(str(path), options)
        self.book.set_properties(
            {"company": env.company.name, "author": env.user.name, "comments": ""}
        )
        self._formats = {}

    def close(self):
        """Write the file."""
        self.book.close()

    def format(self, **values):
        """A cell format; the same one for the same values."""
        key = tuple(sorted(values.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **values})
        return self._formats[key]

    def amount_format(self, decimals, **values):
        """How an amount looks in a currency with so many decimals."""
        number = "#,##0" + ("." + "0" * decimals if decimals else "")
        return self.format(num_format=f"{number};[Red]-{number}", **values)

    def sheet(self, name, columns, title):
        """Start a sheet with its columns and what is needed to print it."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        paper = self.env.company.paperformat_id.format
        sheet.set_paper(US_LETTER if paper == "Letter" else A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        page = self.env._("Page %(page)s of %(pages)s", page="&P", pages="&N")
        name = self.env.company.name.replace("&", "&&")
        sheet.set_footer(f"&L&8{name}&R&8{page}")
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
        sheet.write_string(0, 0, title, self.format(bold=True, font_size=14))
        return sheet

    def header(self, sheet, row, columns):
        """Write the head of the list and let it stay in sight and on each page."""
        for index, column in enumerate(columns):
            right = column.kind in ("amount", "days")
            style = self.format(
                bold=True,
                bottom=1,
                text_wrap=True,
                bg_color="#E9ECEF",
                align="right" if right else "left",
            )
            sheet.write_string(row, index, column.label, style)
        sheet.freeze_panes(row + 1, 1)
        sheet.repeat_rows(row)

    def write_row(self, sheet, row, columns, values, decimals=2):
        """Write one row of real dates and numbers; empty cells stay empty."""
        for index, column in enumerate(columns):
            value = values[column.name]
            if value is None or value == "":
                continue
            if column.kind == "date":
                style = self.format(num_format=SHORT_DATE, align="left")
                sheet.write_datetime(row, index, value, style)
            elif column.kind == "amount":
                sheet.write_number(row, index, value, self.amount_format(decimals))
            elif column.kind == "days":
                sheet.write_number(row, index, value, self.format(num_format="0"))
            else:
                # a text that begins with "=" stays a text
                sheet.write_string(row, index, str(value), self.format())


def cells(columns, name, first, last):
    """The address of a column's cells, such as ``$K$7:$K$90``, rows from 0."""
    index = next(i for i, column in enumerate(columns) if column.name == name)
    letter = xl_col_to_name(index)
    return f"${letter}${first + 1}:${letter}${last + 1}"
