"""What a company decides about its collections. Asks no other room."""

from . import calendar
from . import company
from . import config_settings
from . import defaults
from . import guarded
from . import internal_fields
from . import messages
from . import ruled_fields
