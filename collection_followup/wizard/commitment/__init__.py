"""Promises to pay and payment plans, judged by the ledger. Asks `ledger` and `case`."""

from . import plan_agree
from . import promise
from . import said_end
