from . import test_hold
from . import test_hold_hand
from . import test_hold_release
from . import test_hold_settings
from . import test_hold_terms
from . import test_terms_proposal
