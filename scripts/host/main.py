"""Run suites on both sides and print what differs: see scripts/test-host."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from host import databases, results, suites
from host.results import Result
from host.suites import Suite

HEAD = "{:62} {:>6} {:>9} {:>9} {:>8} {:>6}  {}"


@dataclass
class Verdict:
    """What a comparison says: tests that are worse, and what kept it from being one."""

    suite: Suite
    without: "Result | None"
    with_us: Result
    differ: set[str] = field(default_factory=set)
    alone: set[str] = field(
        default_factory=set
    )  # worse in the suite, not when run alone
    problems: list[str] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        """Tell whether the run must fail."""
        return bool(self.differ or self.problems)

    def line(self) -> str:
        """Return the suite's line of the table."""
        without = self.without or Result()
        return HEAD.format(
            f"{self.suite.name} ({self.suite.company})",
            self.with_us.count,
            f"{without.seconds:.0f}" if self.without else "-",
            f"{self.with_us.seconds:.0f}",
            str(len(without.named("failed"))) if self.without else "-",
            len(self.with_us.named("failed")),
            "; ".join(self.problems) or (len(self.differ) or "none"),
        )

    def details(self) -> list[str]:
        """Return the tests that differ, with the end of what they said."""
        found = []
        for name in sorted(self.differ):
            text = self.with_us.tests.get(name, {}).get("text", "did not run with us")
            found += [
                f"  WORSE {name}",
                *(f"      {row}" for row in text.splitlines()[-6:]),
            ]
        found += [f"  passed when run alone: {name}" for name in sorted(self.alone)]
        if self.bad:
            found.append(f"  log: {results.relative(self.suite, 'with')}")
        return found


def problems_of(without: "Result | None", with_us: Result) -> list[str]:
    """Return what kept both sides from a result."""
    sides = {"without us": without, "with us": with_us}
    return [
        f"{side}: {problem}"
        for side, result in sides.items()
        if result
        for problem in result.problems()
    ]


def judge(suite: Suite, without: "Result | None", with_us: Result) -> Verdict:
    """Compare both sides; what is worse with us is run again alone before it counts."""
    verdict = Verdict(suite, without, with_us)
    verdict.problems = problems_of(without, with_us)
    candidates = results.doubtful(without, with_us)
    if candidates and not verdict.problems:
        alone_without, alone_with = results.again(suite, candidates)
        verdict.problems = problems_of(alone_without, alone_with)
        verdict.differ = results.worse(alone_without, alone_with)
        known = without.named("failed") if without else set()
        verdict.alone = candidates - known - alone_with.named("failed")
    return verdict


def compare(suite: Suite) -> Verdict:
    """Run a suite with us, and what fails without us; all of it on both when asked."""
    without = results.get(suite, "without") if os.environ.get("BOTH") else None
    return judge(suite, without, results.get(suite, "with"))


def fill_store(suite: Suite, side: str) -> None:
    """Run one side only, for later."""
    result = results.get(suite, side)
    failed, problems = len(result.named("failed")), "; ".join(result.problems())
    said = f"{result.count} tests, {failed} failed, {result.seconds:.0f} s"
    tell(f"{suite.name} {side}: {problems or said}")


def tell(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def closing(verdicts: list[Verdict]) -> int:
    """Print the last lines; return the exit code."""
    failed = sum(max(len(verdict.differ), verdict.bad) for verdict in verdicts)
    run = sum(verdict.with_us.count for verdict in verdicts)
    for verdict in verdicts:
        for line in verdict.details():
            tell(line)
    tell("our addons make a difference" if failed else "our addons make no difference")
    tell(f"{max(run - failed, 0)} passed, {failed} failed")
    return 1 if failed else 0


def main() -> int:
    """Run what the command line names."""
    chosen = suites.choose(
        [name for arg in sys.argv[1:] for name in arg.split(",") if name]
    )
    workers = int(os.environ.get("WORKERS") or os.cpu_count() or 1)
    side, start = os.environ.get("SIDE", ""), time.monotonic()
    results.make_home()
    databases.copy_addons()
    databases.sweep()
    with ThreadPoolExecutor(workers) as pool:
        if side:
            list(pool.map(lambda suite: fill_store(suite, side), chosen))
            return 0
        tell(
            HEAD.format(
                "suite", "tests", "s without", "s with", "failed", "with", "worse"
            )
        )
        verdicts = []
        for verdict in pool.map(compare, chosen):
            tell(verdict.line())
            verdicts.append(verdict)
    tell(f"{time.monotonic() - start:.0f} seconds")
    return closing(verdicts)


if __name__ == "__main__":
    sys.exit(main())
