from . import test_call_guard
from . import test_contact_guard
from . import test_contact_person
from . import test_contact_repair
from . import test_contact_wait
from . import test_payment_run
from . import test_stops_elsewhere
