"""Windows in which people decide; the same rooms as the models."""

from . import settings
from . import case
from . import strategy
from . import notice
from . import contact
from . import interaction
from . import commitment
from . import dispute
from . import hold
from . import gate
from . import portal
