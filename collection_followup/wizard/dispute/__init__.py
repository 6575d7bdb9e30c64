"""What a customer contests, why, who mends it, and what came of it. Asks `ledger` and
`case`."""

from . import answer
from . import opening
