"""Whether an order may be confirmed. The only room that touches `sale.order`. Asks
`hold` and `ledger`."""

from . import confirm_others
from . import release
