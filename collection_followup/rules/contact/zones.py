"""In which time zone somebody is."""

from __future__ import annotations

from collections.abc import Sequence


def zone_of(own: str, zones: Sequence[str], company: str) -> str:
    """Answer the time zone of a contact.

    ``own`` is the zone on his card, which is often that of whoever typed it
    in; it counts when it is one of his country's ``zones``, or when the
    country is not known. Then the first (largest) zone of the country, then
    the company's. No errors. Source: law and domain facts, 4.3 ("by the
    contact's time zone").
    """
    if own and (not zones or own in zones):
        return own
    return zones[0] if zones else company
