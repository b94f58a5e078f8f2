import gc
from collections.abc import Generator
from pathlib import Path

import pytest
from coverage import Coverage

_TESTS = Path(__file__).parent
_TRACED = (_TESTS / "knowledge", _TESTS / "bot" / "views")

# A worker keeps whole collections of posts; to look through all of them as often as is usual takes a tenth of the time.
gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Trace the tests of what must be covered wholly alone, with their fixtures: tracing doubles the time of what computes."""
    coverage = None if any(map(item.path.is_relative_to, _TRACED)) else Coverage.current()
    if coverage is None:
        return (yield)
    coverage.stop()
    try:
        return (yield)
    finally:
        coverage.start()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of the command line save in a folder of the test, never in that of the person who runs it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
