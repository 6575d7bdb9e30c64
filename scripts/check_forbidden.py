"""Find what must not be here: machine paths, a second clock, other ways of dates."""

import re
import subprocess
import sys
from pathlib import Path

# Dots in brackets, so that this file does not find itself.
TEXT = {
    r"(?<![\w.$}])/(work|tmp)/\w": "a path of one machine",
    r"\bpypi[.]org|pythonhosted[.]org": "the host of a package registry",
    r"\b(deb|snapshot)[.]debian[.]org": "the host of a package registry",
    r"\bregistry[.]npmjs[.]org": "the host of a package registry",
    r"^(<{7}|>{7}) ": "a merge conflict",
    r"^\s*(import i?pdb|breakpoint\(\)|debugger;)": "a debugger",
}
NAMES = {
    r"\.(rej|orig)$": "a left-over of a patch",
    r"/i18n/en\.po$": "English is the source",
}
MAY_NAME_TMP = {
    "scripts/lib/postgres.sh",
    "scripts/clean",
}  # a socket's path must be short


# Hours, days of rest and caps are judged by one clock, which tests set.
DECIDING = re.compile(r"/(models|wizard|controllers|report|demo)/.+[.]py$")
CLOCKS = (
    r"\b(Datetime|datetime)[.](now|utcnow|today)\b",
    r"\b(Date|date)[.](today|context_today)\b",
    r"\btime[.](time|time_ns|localtime|gmtime|ctime)\b",
    r"\bcr[.]now\b",
    r"(?i)\b(now|(statement|transaction|clock)_timestamp)[(][)]",
    r"\b(CURRENT|LOCAL)_?(DATE|TIMESTAMP|TIME)\b",
)
CLOCK = "a clock beside res.company._collection_now"
MAY_READ_THE_CLOCK = {
    "collection_followup/models/settings/company.py": "is that clock",
}
# create_date and write_date, as the ORM itself writes them: nothing is decided by them
STAMP = "now() AT TIME ZONE 'UTC'"


# Dates and amounts stand in a sentence in one way, in the language of its reader.
SAYING = re.compile(r"/(models|wizard|controllers|report)/.+[.]py$")
WAYS = (
    r"\b(format_date|format_datetime|format_time|format_amount|formatLang)\b",
    r"\bcurrency(_id)?[.]format[(]",
    r"[.](strftime|isoformat|to_string)[(]",
    r"[{][^{}]*:[,+ ]*[.]\d+f[}]|%[.]\d+f",
)
WAY = "a way to write dates or amounts beside collection_followup/sentences.py"
MAY_WRITE_OTHERWISE = {
    "collection_followup/models/case/judge.py": "hands dates to SQL as JSON",
    "collection_followup/report/notice/paper_pdf.py": "places on a page",
}


def check_clocks(name: str, text: str) -> list[str]:
    """Return the places that read another clock than the one of the company."""
    if not DECIDING.search(name) or name in MAY_READ_THE_CLOCK:
        return []
    return [
        f"{name}:{number}: {CLOCK}: {line.strip()[:100]}"
        for number, line in enumerate(text.splitlines(), 1)
        if any(re.search(clock, line.replace(STAMP, "")) for clock in CLOCKS)
    ]


def check_ways(name: str, text: str) -> list[str]:
    """Return the places that write a date or an amount in a way of their own."""
    if not SAYING.search(name) or name in MAY_WRITE_OTHERWISE:
        return []
    return [
        f"{name}:{number}: {WAY}: {line.strip()[:100]}"
        for number, line in enumerate(text.splitlines(), 1)
        if any(re.search(way, line) for way in WAYS)
    ]


def tracked_files() -> list[str]:
    """Return the files that are, or would be, committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, capture_output=True, text=True, check=True)
    return [name for name in listing.stdout.splitlines() if Path(name).is_file()]


def check_text(name: str, text: str) -> list[str]:
    """Return the forbidden things in the text of a file."""
    return [
        f"{name}:{number}: {reason}: {line.strip()[:100]}"
        for number, line in enumerate(text.splitlines(), 1)
        for pattern, reason in TEXT.items()
        if re.search(pattern, line) and name not in MAY_NAME_TMP
    ]


def check_file(name: str) -> list[str]:
    """Return the forbidden things about a file."""
    problems = [
        f"{name}: {reason}"
        for pattern, reason in NAMES.items()
        if re.search(pattern, name)
    ]
    try:
        text = Path(name).read_text(encoding="utf-8")
        checks = (check_text, check_clocks, check_ways)
        return problems + [found for check in checks for found in check(name, text)]
    except UnicodeDecodeError:  # a picture
        return problems


def main() -> None:
    """Check the whole repository."""
    problems = [problem for name in tracked_files() for problem in check_file(name)]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
