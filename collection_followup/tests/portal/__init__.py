from . import test_portal
from . import test_portal_choice
from . import test_portal_hostile
from . import test_portal_payment
from . import test_portal_tour
