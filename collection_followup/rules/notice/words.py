"""Placeholders in the words of a stage: ``{{ name }}``, filled with plain values.

No expression is ever evaluated: what is not a known name is an error that the
person who edits the stage sees at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

PLACEHOLDERS = (
    "customer",
    "contact",
    "company",
    "collector",
    "phone",
    "total",
    "pay_by",
    "oldest_due",
    "days_late",
    "reference",
    "link",
)
_PATTERN = re.compile(r"\{\{\s*(.*?)\s*\}\}")


def unknown(text: str) -> list[str]:
    """Return the placeholders of ``text`` that nobody knows, in their order."""
    return [name for name in _PATTERN.findall(text) if name not in PLACEHOLDERS]


def fill(
    text: str,
    values: Mapping[str, str],
    escape: Callable[[str], str] = str,
) -> str:
    """Return ``text`` with its placeholders replaced by ``values``.

    :param text: the words, with ``{{ name }}`` in them
    :param values: a text for every known name; a missing one is left empty
    :param escape: how a value is made safe for the kind of text
    :raise KeyError: for a name that is not in ``PLACEHOLDERS``
    """

    def replacement(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in PLACEHOLDERS:
            raise KeyError(name)
        return escape(values.get(name, ""))

    return _PATTERN.sub(replacement, text)
