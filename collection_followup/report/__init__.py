from . import letter_report
from . import paper
