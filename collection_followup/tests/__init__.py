"""One file a promise to the user, in the rooms of the models."""

from .settings import *
from .ledger import *
from .case import *
from .strategy import *
from .notice import *
from .contact import *
from .interaction import *
from .commitment import *
from .dispute import *
from .hold import *
from .gate import *
from .statement import *
from .portal import *
from .dashboard import *
