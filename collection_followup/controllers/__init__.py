from . import portal
from . import sheets
