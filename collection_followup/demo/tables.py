"""The tables of the demo data."""

import csv
from datetime import timedelta

from odoo.tools.misc import file_open


def rows(name):
    """Return the rows of a table as dictionaries of text.

    :param str name: name of the file, without its ending
    """
    with file_open(f"collection_followup/demo/{name}.csv", "r") as file:
        return list(csv.DictReader(file))


def ago(today, days):
    """Return the day that lies so many days before today (negative: after)."""
    return today - timedelta(days=int(days))


def xml_id(key):
    """Return the external id of a debtor."""
    return f"collection_followup.demo_debtor_{key}"
