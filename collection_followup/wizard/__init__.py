from . import collection_case_wizard
from . import collection_call
from . import collection_decision
from . import collection_leave_out
from . import collection_level
from . import collection_pause
from . import collection_stop
