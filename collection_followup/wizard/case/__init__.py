"""One case a customer and company: judged, opened, closed, paused, steered. Asks
`ledger`."""

from . import case_wizard
from . import assign
from . import decision
from . import leave_out
from . import level
from . import partner_merge
from . import pause
