"""The models of collections, one room a concept, in the order in which data flows.

A room extends and calls those above it. Rooms are imported in this order because a
model is extended after it is defined.
"""

from . import settings
from . import ledger
from . import case
from . import strategy
from . import run
from . import notice
from . import contact
from . import interaction
from . import commitment
from . import dispute
from . import hold
from . import gate
from . import statement
from . import portal
from . import dashboard
from . import demo
