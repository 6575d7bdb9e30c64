"""The customer's own pages, choices and payments. Asks every room."""

from . import payment_link
