"""Make README.rst and the page of the app store of each addon from its readme/ folder.

usage: readme.py [--check]

With --check nothing is written; the script fails when one of them is stale.
"""

import ast
import html
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
PAGE = """<!-- Made by scripts/readme.py from the files in readme/: change those. -->
<section class="oe_container">
<h1 class="oe_slogan">{name}</h1>
<h2 class="oe_slogan">{summary}</h2>
{pictures}{body}</section>
"""
PICTURE = """<figure>
<img src="{name}" alt="{caption}" style="max-width: 100%; border: 1px solid #dee2e6"/>
<figcaption>{caption}</figcaption>
</figure>
"""
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


def manifest_of(addon: Path) -> dict[str, Any]:
    """Return the manifest of an addon."""
    text = (addon / "__manifest__.py").read_text(encoding="utf-8")
    manifest: dict[str, Any] = ast.literal_eval(text)
    return manifest


def body(addon: Path) -> str:
    """Return what README and page have in common, as reStructuredText."""
    parts = []
    for name, title in FRAGMENTS.items():
        path = addon / "readme" / f"{name}.md"
        if path.exists():
            parts += [heading(title, "-")] if title else []
            parts.append(fragment(path))
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def readme(addon: Path) -> str:
    """Return the README of an addon."""
    manifest = manifest_of(addon)
    licence = f"{manifest['license']}, by {manifest['author']}.\n"
    parts = [NOTE, heading(manifest["name"], "="), body(addon)]
    parts += [heading("Licence", "-"), licence]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def page(addon: Path) -> str:
    """Return the page that the app store and the list of apps show.

    Its pictures are the files ``static/description/NUMBER_what_they_show.png``.
    """
    manifest = manifest_of(addon)
    pictures = sorted((addon / "static" / "description").glob("[0-9]_*.png"))
    captions = [path.stem[2:].replace("_", " ").capitalize() for path in pictures]
    options = {"initial_header_level": 3, "doctitle_xform": False}
    parts = docutils.core.publish_parts(
        body(addon), writer_name="html5", settings_overrides=options
    )
    return PAGE.format(
        name=html.escape(manifest["name"]),
        summary=html.escape(manifest["summary"]),
        pictures="".join(
            PICTURE.format(name=path.name, caption=html.escape(caption))
            for path, caption in zip(pictures, captions, strict=True)
        ),
        body=parts["body"],
    )


def problems_of(text: str) -> str:
    """Return what docutils complains about, or nothing."""
    settings = {"report_level": 2, "halt_level": 2, "warning_stream": False}
    try:
        docutils.core.publish_doctree(text, settings_overrides=settings)
    except docutils.utils.SystemMessage as error:
        return str(error)
    return ""


def handle(addon: Path, check: bool) -> str:
    """Write or check README and page of an addon; return what is wrong."""
    text, stale = readme(addon), []
    if problem := problems_of(text):
        return f"{addon.name}/README.rst: {problem}"
    made = {"README.rst": text, "static/description/index.html": page(addon)}
    for name, content in made.items():
        target = addon / name
        if not check:
            target.write_text(content, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != content:
            stale.append(f"{target.relative_to(ROOT)} is stale: run 'make readme'")
    return "\n".join(stale)


def main() -> None:
    """Handle every addon that has fragments."""
    addons = sorted(path.parent for path in ROOT.glob("*/readme"))
    found = [handle(addon, "--check" in sys.argv) for addon in addons]
    problems = [problem for problem in found if problem]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
