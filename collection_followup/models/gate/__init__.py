"""Whether an order may be confirmed. The only room that touches `sale.order`. Asks
`hold` and `ledger`."""

from . import lock
from . import trail
from . import worth
from . import paid
from . import exposure
from . import limit
from . import asking
from . import doors
from . import telling
from . import invoices
from . import screen
from . import waiting
from . import customer
from . import release
from . import case
from . import case_release
from . import facts
from . import order_terms
from . import team
from . import words
