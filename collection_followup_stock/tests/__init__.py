from . import test_delivery_cod
from . import test_delivery_cut
from . import test_delivery_flow
from . import test_delivery_net
from . import test_delivery_release
from . import test_delivery_sum
from . import test_delivery_told
from . import test_odoo_fields
