"""Print the measured rows as a table, with the ratios that the house plan names."""

import json
import sys
from pathlib import Path

ROW = "{what:<42}{size:>8}{seconds:>10.3f}{queries:>9}{each:>10.3f}{peak_mb:>9}"


def more_each(rows):
    """Print what the gate costs: the same work with collections, less without."""
    by_name = {row["what"]: row for row in rows}
    for name, row in by_name.items():
        other = by_name.get(name.replace(", with collections", ", without"))
        if other is None or other is row:
            continue
        more = 1000 * (row["seconds"] - other["seconds"]) / row["size"]
        queries = row["queries"] - other["queries"]
        print(f"{name}: {more:+.2f} ms an order, {queries:+} queries in all")


def main(path):
    """Read JSON lines and print them, then the ratios of each size."""
    rows = [json.loads(line) for line in Path(path).read_text().splitlines()]
    print(
        f"{'work':<42}{'items':>8}{'seconds':>10}{'queries':>9}{'ms each':>10}{'MB':>9}"
    )
    for row in rows:
        each = 1000 * row["seconds"] / max(row["size"], 1)
        print(ROW.format(each=each, **row))
    more_each(rows)
    seconds = {(row["what"], row["size"]): row["seconds"] for row in rows}
    for (what, size), value in seconds.items():
        if what == "run: decide and record":
            floor = seconds["raw SQL: write one line an overdue item", size]
            print(
                f"{size} items: the run takes {value / floor:.1f} times the raw floor"
            )


if __name__ == "__main__":
    main(sys.argv[1])
