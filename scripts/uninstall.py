"""Uninstall our addons, for `odoo shell`: after it the database must look as before.

The template database, in which they never were, is what "before" means; with several,
what is in any of them.
"""

import os

import psycopg2

COLUMNS = """
    SELECT table_name || '.' || column_name
      FROM information_schema.columns
     WHERE table_schema = 'public'
"""
env = globals()["env"]


def columns_of(database: str) -> set:
    """Return the columns of all tables of a database."""
    connection = psycopg2.connect(dbname=database)
    try:
        cr = connection.cursor()
        cr.execute(COLUMNS)
        return {row[0] for row in cr.fetchall()}
    finally:
        connection.close()


modules = env["ir.module.module"].search(
    [("name", "in", os.environ["ADDONS"].split(",")), ("state", "=", "installed")]
)
names = modules.mapped("name")
database = env.cr.dbname
modules.button_immediate_uninstall()
before = set().union(*map(columns_of, os.environ["TEMPLATE"].split(",")))
left = columns_of(database) - before
if left:
    raise SystemExit(f"ERROR: uninstalled, but these columns stay: {sorted(left)}")
print(f"uninstalled {names}")  # noqa: T201
