"""Make README.rst of each addon from the fragments in its readme/ folder.

usage: readme.py [--check]

With --check nothing is written; the script fails when a README.rst is stale.
"""

import ast
import sys
from pathlib import Path
from typing import Any

import docutils.core
import pypandoc

ROOT = Path(__file__).resolve().parent.parent
# Fragment and the heading it stands under; the description stands under the title.
FRAGMENTS = {
    "DESCRIPTION": "",
    "CONTEXT": "Use cases",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known issues and plans",
    "HISTORY": "Changes",
    "CONTRIBUTORS": "Contributors",
}
NOTE = ".. Made by scripts/readme.py from the files in readme/: change those.\n"


def heading(text: str, line: str) -> str:
    """Return a heading of reStructuredText."""
    return f"{text}\n{line * len(text)}\n"


def fragment(path: Path) -> str:
    """Return a fragment of Markdown as reStructuredText."""
    text = path.read_text(encoding="utf-8")
    options = ["--wrap=preserve", "--shift-heading-level-by=1"]
    rst: str = pypandoc.convert_text(text, "rst", format="gfm", extra_args=options)
    return rst.replace("\r\n", "\n")


def build(addon: Path) -> str:
    """Return the README of an addon."""
    manifest: dict[str, Any] = ast.literal_eval(
        (addon / "__manifest__.py").read_text(encoding="utf-8")
    )
    parts = [NOTE, heading(manifest["name"], "=")]
    for name, title in FRAGMENTS.items():
        path = addon / "readme" / f"{name}.md"
        if path.exists():
            parts += [heading(title, "-")] if title else []
            parts.append(fragment(path))
    parts += [
        heading("Licence", "-"),
        f"{manifest['license']}, by {manifest['author']}.\n",
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def problems_of(text: str) -> str:
    """Return what docutils complains about, or nothing."""
    settings = {"report_level": 2, "halt_level": 2, "warning_stream": False}
    try:
        docutils.core.publish_doctree(text, settings_overrides=settings)
    except docutils.utils.SystemMessage as error:
        return str(error)
    return ""


def handle(addon: Path, check: bool) -> str:
    """Write or check the README of an addon; return what is wrong."""
    text = build(addon)
    target = addon / "README.rst"
    problem = problems_of(text)
    if problem:
        return f"{target.relative_to(ROOT)}: {problem}"
    current = target.read_text(encoding="utf-8") if target.exists() else ""
    if check and current != text:
        return f"{target.relative_to(ROOT)} is stale: run 'make readme'"
    if not check:
        target.write_text(text, encoding="utf-8")
    return ""


def main() -> None:
    """Handle every addon that has fragments."""
    addons = sorted(path.parent for path in ROOT.glob("*/readme"))
    found = [handle(addon, "--check" in sys.argv) for addon in addons]
    problems = [problem for problem in found if problem]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
