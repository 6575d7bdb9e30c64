"""The customer's own pages, choices and payments. Asks every room."""

from . import account
from . import page
from . import payment
