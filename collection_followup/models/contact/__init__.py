"""Whom we may write to or call, when, and by which way: roles, guards, stops, repair,
payment runs. Asks `case`."""

from . import address
from . import bounce
from . import chatter
from . import company
from . import contact
from . import found
from . import guard
from . import guard_override
from . import guard_words
from . import partner
from . import payment_run
from . import reader
from . import repair
from . import role
from . import stop
from . import stop_elsewhere
from . import told
