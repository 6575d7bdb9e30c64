"""Print the measured rows as a table, with the ratios that the house plan names."""

import json
import sys
from pathlib import Path

ROW = "{what:<42}{size:>8}{seconds:>10.3f}{queries:>9}{each:>10.3f}{peak_mb:>9}"


def main(path):
    """Read JSON lines and print them, then the ratios of each size."""
    rows = [json.loads(line) for line in Path(path).read_text().splitlines()]
    print(
        f"{'work':<42}{'items':>8}{'seconds':>10}{'queries':>9}{'ms each':>10}{'MB':>9}"
    )
    for row in rows:
        each = 1000 * row["seconds"] / max(row["size"], 1)
        print(ROW.format(each=each, **row))
    seconds = {(row["what"], row["size"]): row["seconds"] for row in rows}
    for (what, size), value in seconds.items():
        if what == "run: decide and record":
            floor = seconds["raw SQL: write one line an overdue item", size]
            print(
                f"{size} items: the run takes {value / floor:.1f} times the raw floor"
            )


if __name__ == "__main__":
    main(sys.argv[1])
