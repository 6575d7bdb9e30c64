from . import test_call_queue
from . import test_call_sheet
from . import test_case_call
from . import test_interaction
from . import test_private_note
from . import test_timeline
