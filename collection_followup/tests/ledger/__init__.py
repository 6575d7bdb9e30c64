from . import test_due_dates
from . import test_foreign_money
from . import test_late_money
from . import test_one_basis
from . import test_open_items
from . import test_payment_failed
from . import test_sums_agree
