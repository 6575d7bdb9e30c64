"""Statements of account and lists of what is past due. Asks `ledger`."""

from . import list_report
from . import list_xlsx
from . import past_due_xlsx
from . import statement_data
from . import statement_xlsx
