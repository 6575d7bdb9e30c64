"""Amounts, days and ages of what is owed."""
