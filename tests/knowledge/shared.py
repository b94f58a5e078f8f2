"""Posts that nobody here wrote, where they are at hand; a test that wants them is skipped without them."""

import os
from pathlib import Path

import pytest

_SHARED = Path(os.environ.get("COMMONPLACE_SHARED") or Path(__file__).parents[3] / "shared")


def content(name: str) -> Path:
    """A folder or document of them."""
    path = _SHARED / "content" / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path
