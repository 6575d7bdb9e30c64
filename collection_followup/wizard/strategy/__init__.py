"""The ladder of follow-up stages and their texts. Asks `ledger`."""

from . import opening
from . import opening_confirm
from . import opening_line
