"""Statements of account and lists of what is past due. Asks `ledger`."""

from . import sheets
