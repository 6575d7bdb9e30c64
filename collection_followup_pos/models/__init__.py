from . import collection_exposure
from . import collection_hold_release
from . import pos_order
from . import pos_order_gate
from . import pos_payment
from . import pos_payment_method
from . import sale_order
