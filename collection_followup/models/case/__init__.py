"""One case a customer and company: judged, opened, closed, paused, steered. Asks
`ledger`."""

from . import approval_names
from . import call_words
from . import departure
from . import guarded_thread
from . import case
from . import approval
from . import decision
from . import documents
from . import invoice
from . import item
from . import judge
from . import merge
from . import money_late
from . import opening
from . import partner
from . import pause
from . import reason
from . import reason_words
from . import rest
from . import scorer
from . import screen
from . import search
from . import taken_back
from . import tasks
from . import trouble
