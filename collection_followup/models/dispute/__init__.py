"""What a customer contests, why, who mends it, and what came of it. Asks `ledger` and
`case`."""

from . import company
from . import dispute
from . import answer
from . import check
from . import credit
from . import escalate
from . import mail
from . import notice
from . import opening
from . import paper
from . import places
from . import read
from . import reason
from . import report
from . import settle
from . import words
