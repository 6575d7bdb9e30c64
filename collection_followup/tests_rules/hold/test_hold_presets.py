"""The presets of holds, and the settings that came with them."""

from dataclasses import replace
from datetime import date

import pytest
from hold_world import STAGE, TODAY, codes, judged, owed, why
from rules.hold.causes import days_late
from rules.hold.hold_facts import EFFECTS, HoldSettings, Switch
from rules.hold.hold_presets import PRESETS, preset_of


def late(floor: float, announced: bool) -> HoldSettings:
    """Settings by which days late hold from 30 days on: 39 are late on 10 April."""
    return HoldSettings({"days": Switch(days_late, "block", 30, floor, announced)})


def test_each_preset_is_recognised_and_decides_the_same_settings():
    names = {frozenset(values) for values in PRESETS.values()}
    assert len(names) == 1
    for code, values in PRESETS.items():
        assert preset_of(values) == code
        assert preset_of({**values, "minimum": 1.0}) == code
        assert preset_of({**values, "days_late": 61}) is None
        assert {values["stage_effect"], values["days_effect"]} <= set(EFFECTS)


def test_a_setting_that_is_missing():
    with pytest.raises(KeyError):
        preset_of({"confirm": False})


@pytest.mark.parametrize(
    ("floor", "said", "amount", "held"),
    [
        (0.0, True, 1000.0, False),  # nothing was announced
        (0.0, False, 1000.0, True),
        (1000.0, False, 1000.0, True),
        (1000.0, False, 999.99, False),
        (1000.0, True, 1000.0, False),
    ],
)
def test_days_late_without_a_notice(floor, said, amount, held):
    verdict = judged(owed(amount=amount, announced=None), settings=late(floor, said))
    assert codes(verdict) == (["days"] if held else [])
    assert verdict.effect == ("block" if held else None)


def test_the_floor_adds_up_what_is_so_late_and_no_more():
    settings = late(1000.0, announced=False)
    young = owed(2, 600.0, due=date(2026, 4, 1), announced=None)
    assert not judged(owed(1, 600.0, announced=None), young, settings=settings).effect
    old = owed(2, 400.0, announced=None)
    verdict = judged(owed(1, 600.0, announced=None), old, settings=settings)
    assert (verdict.effect, verdict.amount) == ("block", 1000.0)
    (cause,) = verdict.causes
    assert cause.value == (TODAY - date(2026, 3, 2)).days == 39


def test_a_manager_confirms_each_hold():
    settings = replace(STAGE, confirm=True)
    verdict = judged(owed(), settings=settings)
    assert (verdict.effect, verdict.proposal) == (None, "cod")
    # what is in force already goes on, without asking again
    held = judged(owed(), settings=settings, held="cod")
    assert (held.effect, held.proposal) == ("cod", None)
    # and old bank data stops the proposal too
    stale = judged(owed(), settings=settings, bank_fresh=False)
    assert (stale.proposal, why(stale)) == (None, "bank_stale")
