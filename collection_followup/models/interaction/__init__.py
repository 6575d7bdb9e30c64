"""What was said: calls and the call sheet, replies, the timeline, private notes. Asks
`case` and `contact`."""

from . import call
from . import call_sheet
from . import call_steps
from . import interaction
from . import evidence
from . import last_contact
from . import private_note
from . import reply
from . import timeline
from . import timeline_sql
