"""The customer's own pages, choices and payments. Asks every room."""

from . import account_page
from . import choice
from . import portal
