from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.knowledge.serving import Site, serving
from tests.knowledge.writing import Posts

settings.register_profile("commonplace", deadline=None)  # a busy machine is no failure
settings.load_profile("commonplace")


@pytest.fixture
def posts(tmp_path: Path) -> Posts:
    """An empty folder to write posts into."""
    folder = tmp_path / "posts"
    folder.mkdir()
    return Posts(folder)


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty web site on loopback."""
    with serving() as served:
        yield served
