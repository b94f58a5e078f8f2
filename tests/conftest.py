import gc
from pathlib import Path

import pytest

_TESTS = Path(__file__).parent
_TRACED = (_TESTS / "knowledge", _TESTS / "bot" / "views")

# A worker keeps whole collections of posts; to look through all of them as often as is usual takes a tenth of the time.
gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Trace the tests of what must be covered wholly alone: tracing doubles the time of a test that computes."""
    for item in items:
        if not any(item.path.is_relative_to(folder) for folder in _TRACED):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of the command line save in a folder of the test, never in that of the person who runs it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
