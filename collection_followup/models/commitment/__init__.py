"""Promises to pay and payment plans, judged by the ledger. Asks `ledger` and `case`."""

from . import commitment
from . import company
from . import confirm
from . import judge
from . import broken
from . import ledger
from . import life
from . import due
from . import notice
from . import places
from . import plan
from . import plan_agree
from . import plan_life
from . import plan_mail
from . import plan_told
from . import promise
from . import read
from . import plan_judge
from . import reason
from . import reliability
from . import said_mail
from . import waiting
from . import words
