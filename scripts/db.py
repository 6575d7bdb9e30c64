"""Databases of this clone: version, exists, create, clone, rename, drop.

Only databases that this script made are ever dropped: it marks each with a comment.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

import psycopg2
from psycopg2 import sql

ROOT = Path(__file__).resolve().parent.parent
FILESTORE = ROOT / ".odoo" / "data" / "filestore"
MARK = f"made by collection_followup in {ROOT}"


def connect():
    """Return a cursor on the maintenance database, committing at once."""
    connection = psycopg2.connect(dbname="postgres")
    connection.autocommit = True
    return connection.cursor()


def is_private() -> bool:
    """Tell whether the server is the clone's own cluster, where all is ours."""
    return not (ROOT / ".odoo" / "pg.given").exists()


def comment_of(cr, name: str) -> "str | None":
    """Return the mark of a database, or None when there is no such database."""
    cr.execute(
        "SELECT COALESCE(shobj_description(oid, 'pg_database'), '')"
        " FROM pg_database WHERE datname = %s",
        [name],
    )
    row = cr.fetchone()
    return row[0] if row else None


def disconnect(cr, name: str) -> None:
    """End all other connections to a database."""
    cr.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND pid <> pg_backend_pid()",
        [name],
    )


def drop(cr, name: str) -> None:
    """Drop a database of ours and its files, if it is there."""
    comment = comment_of(cr, name)
    if comment not in (None, MARK) and not is_private():
        sys.exit(f"database {name} is another's: rename or drop it, or unset PGHOST")
    disconnect(cr, name)
    cr.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
    shutil.rmtree(FILESTORE / name, ignore_errors=True)


def mark(cr, name: str) -> None:
    """Write down that a database is ours."""
    statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
    cr.execute(statement.format(sql.Identifier(name), sql.Literal(MARK)))


def create(cr, name: str) -> None:
    """Make an empty database."""
    drop(cr, name)
    statement = sql.SQL(
        "CREATE DATABASE {} ENCODING 'unicode' TEMPLATE template0 LC_COLLATE 'C'"
    )
    cr.execute(statement.format(sql.Identifier(name)))
    mark(cr, name)


def clone(cr, source: str, name: str) -> None:
    """Make a database from another, its files hard-linked."""
    drop(cr, name)
    disconnect(cr, source)
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    cr.execute(statement.format(sql.Identifier(name), sql.Identifier(source)))
    mark(cr, name)
    if (FILESTORE / source).exists():
        shutil.copytree(FILESTORE / source, FILESTORE / name, copy_function=os.link)


def rename(cr, name: str, new_name: str) -> None:
    """Give a database, with its files, the name of another, which goes."""
    drop(cr, new_name)
    disconnect(cr, name)
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    cr.execute(statement.format(sql.Identifier(name), sql.Identifier(new_name)))
    if (FILESTORE / name).exists():
        (FILESTORE / name).rename(FILESTORE / new_name)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "action", choices=["version", "exists", "create", "clone", "rename", "drop"]
    )
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    cr = connect()
    if args.action == "version":
        sys.stdout.write(f"{cr.connection.server_version // 10000}\n")
    elif args.action == "exists":
        sys.exit(comment_of(cr, *args.names) is None)
    else:
        {"create": create, "clone": clone, "rename": rename, "drop": drop}[args.action](
            cr, *args.names
        )


if __name__ == "__main__":
    main()
