"""Put the addon's folder on the path: ``rules`` is plain Python."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
