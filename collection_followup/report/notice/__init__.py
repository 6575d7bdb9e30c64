"""Messages to customers by e-mail, letter and call: planned, worded, checked, sent,
printed. Asks `run`."""

from . import debtor_paper
from . import how_to_pay
from . import letter_data
from . import letter_hold
from . import letter_report
from . import paper
from . import paper_format
from . import paper_pdf
