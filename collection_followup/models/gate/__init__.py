from . import trail
from . import paid
from . import worth
from . import costs
