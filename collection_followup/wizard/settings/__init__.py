"""What a company decides about its collections. Asks no other room."""

from . import checklist
from . import settings
