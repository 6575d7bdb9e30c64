"""Three usual ways to put customers on hold, as values of the settings.

Each names every setting that it decides, so that choosing one after the other
leaves nothing of the first behind. Whatever is not named here (minima, windows,
days of grace) stays as the company has it.
"""

from __future__ import annotations

from collections.abc import Mapping

# no new order: after a firm stage, after so many days and so much, after promises;
# an amount alone or a share of the limit is no reason
_BLOCK: Mapping[str, object] = {
    "confirm": False,
    "stage": True,
    "stage_severity": 3,
    "stage_effect": "block",
    "days": True,
    "days_late": 60,
    "days_sum": 1000.0,
    "days_announced": False,
    "days_effect": "block",
    "amount": False,
    "share": False,
    "broken": True,
    "broken_times": 2,
    "broken_effect": "block",
    "returned": True,
    "returned_times": 1,
    "returned_effect": "prepay",
}

PRESETS: Mapping[str, Mapping[str, object]] = {
    # everything that "block" would do is proposed, nothing happens by itself
    "watch": {**_BLOCK, "confirm": True},
    # goods against cash, then against prepayment, and only after a notice
    "mild": {
        **_BLOCK,
        "stage_effect": "cod",
        "days_sum": 0.0,
        "days_announced": True,
        "days_effect": "prepay",
        "broken_effect": "prepay",
    },
    "block": _BLOCK,
}


def preset_of(settings: Mapping[str, object]) -> str | None:
    """Answer which preset some settings are, or None when they are the company's own.

    ``settings`` has at least every name that a preset decides. Raises ``KeyError``
    when one is missing.
    """
    for code, values in PRESETS.items():
        if all(settings[name] == value for name, value in values.items()):
            return code
    return None
