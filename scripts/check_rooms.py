"""Hold the direction between rooms: a room imports those above it, never one below.

usage: check_rooms.py ADDON...

The order is the one in which data flows, the same in every layer. What goes upwards
goes through events and hooks: a lower room extends a model of a higher one, and the
higher one calls its own method.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

LAYERS = ("models", "rules", "wizard", "report", "controllers")
ROOMS = (
    "settings",
    "ledger",
    "case",
    "strategy",
    "run",
    "notice",
    "contact",
    "interaction",
    "commitment",
    "dispute",
    "hold",
    "gate",
    "statement",
    "portal",
    "dashboard",
)


def imports(path: Path, package: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Yield line and dotted parts of what a file imports from its own addon."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            parts = [*base, *(node.module or "").split(".")]
            names = [alias.name for alias in node.names]
            for name in names if not node.module else [""]:
                yield node.lineno, [part for part in (*parts, name) if part]


def check(addon: Path, layer: str) -> Iterator[str]:
    """Yield the imports of a layer that go against the order of the rooms."""
    for path in sorted((addon / layer).rglob("*.py")):
        place = path.relative_to(addon).parts
        room = place[1]
        if path.name == "__init__.py" or len(place) < 3:
            continue
        if room not in ROOMS:
            yield f"{path}:1: {room} is no room: {', '.join(ROOMS)}"
            continue
        for line, parts in imports(path, place[:-1]):
            other = parts[1] if len(parts) > 1 and parts[0] == layer else ""
            if other in ROOMS and ROOMS.index(other) > ROOMS.index(room):
                yield f"{path}:{line}: {room} imports {other}, which stands below it"


def main(addons: list[str]) -> int:
    """Print what goes against the order; 1 when something does."""
    found = [
        fault
        for addon in addons
        for layer in LAYERS
        for fault in check(Path(addon), layer)
    ]
    print("\n".join(found))  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
