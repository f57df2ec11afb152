"""Makes the repository root importable, because the generator and the helpers of these tests are not installed."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])

if ROOT not in sys.path:
    sys.path.insert(0, ROOT)
