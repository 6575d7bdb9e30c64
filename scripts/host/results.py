"""Results of suites: run or taken from the store, and compared."""

import hashlib
import json
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from host import databases
from host.databases import HOME, LOGS, ROOT
from host.suites import Suite

INSIDE = Path(__file__).parent / "inside.py"
BROWSER = re.compile(r"chrom|websocket-client", re.IGNORECASE)
HOLDER = re.compile(r"^\w+ \((?P<class>.+)\)$")  # "setUpClass (module.Class)"


@dataclass
class Result:
    """What became of the tests of a suite on one side; seconds of the whole process."""

    seconds: float = 0
    ended: bool = False
    tests: dict[str, dict] = field(default_factory=dict)

    def named(self, *outcomes: str) -> set[str]:
        """Return the tests with one of these outcomes."""
        return {
            name for name, test in self.tests.items() if test["outcome"] in outcomes
        }

    @property
    def count(self) -> int:
        """Count the tests that ran."""
        return len(
            [name for name in self.named("passed", "failed") if not HOLDER.match(name)]
        )

    def problems(self) -> list[str]:
        """Return why this is no result at all."""
        found = [] if self.ended else ["Odoo broke off"]
        found += [] if self.count else ["no test ran"]
        skipped = [self.tests[name] for name in self.named("skipped")]
        reasons = {
            f"a tour was skipped: {test['text']}"
            for test in skipped
            if test.get("tour") or BROWSER.search(test["text"])
        }
        return found + sorted(reasons)


def read(lines: Path, seconds: float) -> Result:
    """Make a result of the lines that inside.py wrote; a failure stands."""
    result = Result(seconds=round(seconds))
    for line in lines.read_text().splitlines():
        values = json.loads(line)
        if values.pop("end", False):
            result.ended = True
            continue
        test = result.tests.setdefault(values.pop("test"), {"outcome": "started"})
        if test["outcome"] == "failed":
            values.pop("outcome", None)
        test.update(values)
    return result


def place(suite: Suite, side: str, folder: str) -> Path:
    """Return where a result is kept, without its ending."""
    key = f"{suite.tags}|{databases.signature(suite.company, side)}"
    short = hashlib.sha256(key.encode()).hexdigest()[:12]
    name = suite.module + ("-some" if suite.only else "") + "-again" * suite.again
    return HOME / folder / f"{name}.{suite.company}.{side}.{short}"


def stored(suite: Suite, side: str) -> "Result | None":
    """Return the result of an earlier time."""
    file = Path(f"{place(suite, side, 'results')}.json")
    if not file.exists() or os.environ.get("FRESH"):
        return None
    return Result(**json.loads(file.read_text()))


def run(suite: Suite, side: str) -> Result:
    """Run a suite in a clone of its company, and keep the result when it is one."""
    log = Path(f"{place(suite, side, 'logs')}.log")
    lines = log.with_suffix(".jsonl")
    lines.write_text("")
    with databases.clone(suite.company, side) as name:
        start = time.monotonic()
        databases.odoo(
            log,
            side,
            *("-d", name, "--http-port", str(databases.free_port())),
            script=INSIDE.read_text(),
            HOST_MODULE=suite.module,
            HOST_TAGS=suite.tags,
            HOST_OUT=str(lines),
        )
    result = read(lines, time.monotonic() - start)
    if not result.problems():
        file = Path(f"{place(suite, side, 'results')}.json")
        file.write_text(json.dumps(vars(result), indent=1))
    return result


def get(suite: Suite, side: str) -> Result:
    """Return a result, stored or run now."""
    return stored(suite, side) or run(suite, side)


def doubtful(without: "Result | None", with_us: Result) -> set[str]:
    """Return the tests to run again: what failed with us, or ran only without us.

    Also those that failed without us, perhaps for want of time: the second run tells.
    """
    left_out = without.named("passed") if without else set()
    return with_us.named("failed", "started") | left_out - with_us.named("passed")


def worse(without: Result, with_us: Result) -> set[str]:
    """Return the tests that do worse with us."""
    left_out = without.named("passed") - with_us.named("passed")
    failed = with_us.named("failed", "started") - without.named("failed", "started")
    return failed | left_out


def tests_of(names: set[str]) -> tuple[str, ...]:
    """Return CLASS or CLASS.METHOD for the names of tests, to run them again."""
    found = set()
    for name in names:
        holder = HOLDER.match(name)
        parts = (holder["class"] if holder else name).split(".")
        found.add(".".join(parts[-1:] if holder else parts[-2:]))
    return tuple(
        sorted(test for test in found if test.split(".")[0] not in found - {test})
    )


def again(suite: Suite, names: set[str]) -> tuple[Result, Result]:
    """Run some tests of a suite again, alone, without us and with us."""
    some = Suite(suite.module, suite.company, tests_of(names), again=True)
    return get(some, "without"), get(some, "with")


def relative(suite: Suite, side: str) -> str:
    """Return the name of the log of a suite, for a person."""
    return str(place(suite, side, "logs").relative_to(ROOT)) + ".log"


def make_home() -> None:
    """Make the folders."""
    for folder in (LOGS, HOME / "results"):
        folder.mkdir(parents=True, exist_ok=True)
