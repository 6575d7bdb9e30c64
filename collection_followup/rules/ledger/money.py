"""Amounts of money: rounded and compared as the ledger does it."""

from __future__ import annotations

from functools import lru_cache
from math import floor

from .facts import Currency

# The share of an amount that a float may be off after some sums; the ledger
# uses the same when it rounds half up (a tie that is stored a hair too low).
_NOISE = 2.0**-50
# From here on a float has no room for a tie: noise would be rounded up.
_LARGE = 2.0**48


@lru_cache(maxsize=256)
def _scale(rounding: float) -> float:
    """Tell how many of the smallest sums make one unit."""
    if not rounding > 0.0:
        raise ValueError(f"a currency cannot be rounded to {rounding!r}")
    return 1.0 / rounding


def _steps(amount: float, scale: float) -> int:
    """Count the smallest sums in an amount, half away from zero."""
    size = abs(amount) * scale
    count = floor(size + 0.5 + size * _NOISE) if size < _LARGE else round(size)
    return count if amount >= 0.0 else -count


def rounded(amount: float, currency: Currency) -> float:
    """Round an amount half up (away from zero) to what can be paid.

    ``amount`` is in units of ``currency``, and so is the answer. Raises
    ``ValueError`` for a currency whose rounding is not positive and for an
    amount that is no number. Formula: Odoo's ``float_round`` with ``HALF-UP``,
    so that 2.675 becomes 2.68 although it is stored a little lower.
    """
    scale = _scale(currency.rounding)
    size = abs(amount) * scale
    # as in _steps, without the call: this is asked for every item of a ledger
    count = floor(size + 0.5 + size * _NOISE) if size < _LARGE else round(size)
    if amount < 0.0:
        count = -count
    return count / scale if scale > 1.0 else count * currency.rounding


def steps(amount: float, currency: Currency) -> int:
    """Count the smallest sums of a currency in an amount, half away from zero.

    ``amount`` is in units of ``currency``. Raises ``ValueError`` like
    ``rounded``. Whole numbers add up exactly, floats do not.
    """
    return _steps(amount, _scale(currency.rounding))


def of_steps(count: int, currency: Currency) -> float:
    """Answer the amount of so many smallest sums, the inverse of ``steps``.

    In units of ``currency``. Raises ``ValueError`` like ``rounded``.
    """
    scale = _scale(currency.rounding)
    return count / scale if scale > 1.0 else count * currency.rounding


def is_zero(amount: float, currency: Currency) -> bool:
    """Tell whether an amount is too small to be paid.

    ``amount`` is in units of ``currency``. Raises ``ValueError`` like
    ``rounded``. Formula: Odoo's ``float_is_zero``.
    """
    return _steps(amount, _scale(currency.rounding)) == 0


def compare(left: float, right: float, currency: Currency) -> int:
    """Compare two amounts: -1, 0 or 1 when left is less, equal or more.

    Both are in units of ``currency`` and are rounded first, so that noise
    never decides. Raises ``ValueError`` like ``rounded``. Formula: Odoo's
    ``float_compare``.
    """
    scale = _scale(currency.rounding)
    first, second = _steps(left, scale), _steps(right, scale)
    return (first > second) - (first < second)
