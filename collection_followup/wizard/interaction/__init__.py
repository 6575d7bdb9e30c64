"""What was said: calls and the call sheet, replies, the timeline, private notes. Asks
`case` and `contact`."""

from . import call
from . import call_line
from . import call_screen
