from . import test_dispute
from . import test_dispute_answer
from . import test_dispute_credited
from . import test_dispute_outcome
from . import test_dispute_rights
from . import test_dispute_tour
