"""Every code stands in the table that people read."""

from __future__ import annotations

import ast
from pathlib import Path

from rules.case import reasons
from rules.strategy.stage import DECISION_CODES, REASON_CODES, REASON_VALUES

RULES = Path(reasons.__file__).parents[1]


def test_the_table_names_every_code_and_its_values():
    rows: dict[str, str] = {}
    code = ""
    for row in reasons.__doc__.splitlines():
        code = row.split()[0] if row[:1].islower() else code
        rows[code] = rows.get(code, "") + " " + row[31:]
    assert set(REASON_CODES) <= set(rows)
    for code, names in REASON_VALUES.items():
        for name in names:
            assert name in rows[code], (code, name)


def test_every_code_in_use_is_in_the_table_and_none_is_unused():
    files = [
        f for f in RULES.rglob("*.py") if f.name not in ("reasons.py", "contact.py")
    ]
    used = {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in REASON_CODES
    }
    assert used == set(REASON_CODES)
    assert set(DECISION_CODES) <= used
