from . import test_till_exposure
from . import test_till_hold
from . import test_till_offline
from . import test_till_orders
from . import test_till_paid
from . import test_till_tour
