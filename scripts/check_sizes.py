"""Keep code in small pieces: files of at most 300 lines, functions of at most 25.

usage: check_sizes.py FOLDER...

Decorators and docstring do not count; the functions of tests may be longer.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 300
FUNCTION_LINES = 25
TESTS = {"tests", "tests_rules"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def own_lines(function: Function) -> int:
    """Count the lines of a function without decorators and docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        docstring = function.body[0]
        lines -= (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
    return lines


def check_file(path: Path) -> Iterator[str]:
    """Yield what is too long in one file."""
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    if lines > FILE_LINES:
        yield f"{path}:1: the file has {lines} lines, at most {FILE_LINES}"
    if TESTS & set(path.parts):
        return
    for node in ast.walk(ast.parse(text, str(path))):
        if isinstance(node, Function) and own_lines(node) > FUNCTION_LINES:
            yield (
                f"{path}:{node.lineno}: {node.name} has {own_lines(node)} lines,"
                f" at most {FUNCTION_LINES}"
            )


def main() -> None:
    """Check all Python files below the folders of the command line."""
    files = [path for name in sys.argv[1:] for path in sorted(Path(name).rglob("*.py"))]
    problems = [problem for path in files for problem in check_file(path)]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
