from . import test_past_due
from . import test_statement
from . import test_statement_workbook
