from . import letter_report
from . import list_report
from . import paper
from . import plan_report
