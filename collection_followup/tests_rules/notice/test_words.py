"""Placeholders are filled with plain values; nothing is ever evaluated."""

from __future__ import annotations

from html import escape

import pytest
from rules.notice.words import PLACEHOLDERS, fill, unknown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Please pay {{ total }} by {{pay_by}}.",
            "Please pay 12.00 by <b>.",
        ),
        ("{{  customer  }}", ""),
        ("No names { customer } at all", "No names { customer } at all"),
        ("{{ total }}{{ total }}", "12.0012.00"),
    ],
)
def test_fill(text, expected):
    assert fill(text, {"total": "12.00", "pay_by": "<b>"}) == expected


def test_values_are_made_safe_and_not_filled_again():
    values = {"customer": "<i>{{ total }}</i>", "total": "1"}
    assert fill("{{ customer }}", values, escape) == "&lt;i&gt;{{ total }}&lt;/i&gt;"


def test_an_unknown_name_is_an_error():
    with pytest.raises(KeyError, match="secret"):
        fill("{{ secret }}", {})
    assert unknown("{{ total }} {{ secret }} {{ 1 + 1 }}") == ["secret", "1 + 1"]
    assert unknown("".join("{{ %s }}" % name for name in PLACEHOLDERS)) == []
