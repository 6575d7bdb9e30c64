"""What the ledger says is owed, and what may change it: receivable lines, items,
credits, money on its way, events that mark a customer for judgement."""

from . import event
from . import incoming
from . import item
from . import item_by_hand
from . import money
from . import open_item
from . import payment
from . import reader
from . import part
from . import left_out
from . import receivable
from . import returned
from . import transit
from . import transit_foreign
