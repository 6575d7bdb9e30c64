"""Messages to customers by e-mail, letter and call: planned, worded, checked, sent,
printed. Asks `run`."""

from . import company
from . import letter_batch
from . import letter_copy
from . import letter_print
from . import mail
from . import mail_server
from . import notice
from . import address
from . import body
from . import check
from . import copies
from . import door
from . import letter
from . import letter_due
from . import levels
from . import planning
from . import credit
from . import report
from . import sheet
from . import state
from . import send
from . import tray
from . import words
