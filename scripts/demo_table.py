"""Print the summary of a demo for people.

usage: demo_table.py SUMMARY.json
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LABELS = {
    "debtors": "Customers",
    "open_items": "Open items",
    "overdue": "Overdue",
    "notices_sent": "Notices sent",
    "notices_waiting": "Waiting for contact hours",
    "notices_skipped": "Not written to",
    "mails_delivered": "Mails delivered",
    "letters_pages": "Pages of letters",
    "statement_rows": "Rows of the statement",
    "second_run_notices": "Notices of a second run",
    "commitments": "Promises to pay",
    "disputes": "Disputes",
    "holds": "Customers on hold",
    "orders_on_hold": "Orders on hold",
}


def lines_of(label: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield what stands left and right, one line for each part of a value."""
    if not isinstance(value, dict):
        yield label, f"{value:,}"
        return
    money = any(isinstance(part, float) for part in value.values())
    total = "" if money else f"{sum(value.values()):,}"
    yield label, total
    for name, part in sorted(value.items(), key=lambda pair: -pair[1]):
        yield f"  {name}", f"{part:,.2f}" if isinstance(part, float) else f"{part:,}"


def main() -> None:
    """Print the table."""
    summary = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    rows = [
        row for key, label in LABELS.items() for row in lines_of(label, summary[key])
    ]
    left = max(len(name) for name, _value in rows)
    right = max(len(value) for _name, value in rows)
    rule = "-" * (left + right + 4)
    head = f"  The run of {summary['as_of']}"
    table = [f"  {name:<{left}}  {value:>{right}}" for name, value in rows]
    sys.stdout.write("\n".join(["", head, rule, *table, rule, ""]) + "\n")


if __name__ == "__main__":
    main()
