"""Whom we may write to or call, when, and by which way: roles, guards, stops, repair,
payment runs. Asks `case`."""

from . import composer
from . import guard_override
from . import repair
