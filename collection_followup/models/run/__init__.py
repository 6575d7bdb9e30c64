"""The one way through a run: select, decide, act, record. Asks `case` and
`strategy`."""

from . import run
from . import conduct
from . import wake
