"""The ladder of follow-up stages and their texts. Asks `ledger`."""

from . import channel_names
from . import stage
from . import strategy
from . import facts
from . import dry_run
