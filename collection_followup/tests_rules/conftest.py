"""Put the addon's folder on the path: ``rules`` is plain Python."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

ADDON = Path(__file__).resolve().parents[1]

sys.path.insert(0, str(ADDON))
settings.register_profile("rules", deadline=None, max_examples=40, derandomize=True)
settings.load_profile("rules")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep pytest from importing the addon around this folder: it needs Odoo."""
    for item in items:
        for node in item.listchain():
            if isinstance(node, pytest.Package) and node.path == ADDON:
                node.setup = lambda: None
