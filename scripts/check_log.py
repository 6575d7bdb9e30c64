"""Judge a log of Odoo: errors, warnings of our own code, tests that did not run.

usage: check_log.py [--tests] LOG
"""

import re
import sys
from pathlib import Path

RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+"
    r" (?P<level>[A-Z]+) \S+ (?P<logger>[\w.]+): (?P<text>.*)"
)
BROWSER = re.compile(r"skipped .*(chrom|websocket-client)", re.IGNORECASE)
COUNT = re.compile(r"of (\d+) tests when loading")
OURS = "odoo.addons.collection_followup"
# Said by Odoo itself about any new addon or any machine without the internet.
HARMLESS = re.compile(r"partner_autocomplete|iap|Missing `license`")


def complaints(lines: list[str]) -> list[str]:
    """Return the lines of a log that make a run a failed one."""
    found = []
    for line in lines:
        record = RECORD.match(line)
        if not record:
            continue
        level, logger, text = record.group("level", "logger", "text")
        ours = logger.startswith(OURS) or "collection_followup" in text
        bad = level in ("ERROR", "CRITICAL") or (level == "WARNING" and ours)
        if bad and not HARMLESS.search(line):
            found.append(line)
    return found


def test_problems(lines: list[str]) -> list[str]:
    """Return what is wrong with the tests of a log: none ran, or some were skipped."""
    problems = [line for line in lines if BROWSER.search(line)]
    counts = [int(count) for line in lines for count in COUNT.findall(line)]
    if not sum(counts):
        problems.append("no test ran")
    return problems


def main() -> None:
    """Print the complaints and end with 1 when there are some."""
    *flags, path = sys.argv[1:]
    lines = Path(path).read_text(errors="replace").splitlines()
    problems = complaints(lines)
    if "--tests" in flags:
        problems += test_problems(lines)
        sys.stdout.writelines(f"{line}\n" for line in lines if "when loading" in line)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
