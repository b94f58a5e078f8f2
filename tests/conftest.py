import gc
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import pytest
from coverage import Coverage

import bot.views
import knowledge
from knowledge import indexing
from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.glossary import Glossary, read_glossary

_TESTS = Path(__file__).parent
_COVERED = (knowledge, bot.views)
_TRACED = (_TESTS / "knowledge", _TESTS / "bot" / "views")
_TRACER = pytest.StashKey["Tracer"]()

# A worker keeps whole collections of posts; to look through all of them as often as is usual takes a tenth of the time.
gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Trace what must be covered wholly, and the tests of it: tracing doubles the time of whatever computes."""
    if coverage := Coverage.current():
        modules = [import_module(name) for package in _COVERED for name in _names(package)]
        coverage.stop()
        session.config.stash[_TRACER] = Tracer(coverage, [*chain.from_iterable(map(_caches, modules))])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits most, so that no processor has nothing to do in the end."""
    items.sort(key=lambda item: not item.path.is_relative_to(_TESTS / "trials"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Trace such a test with its fixtures, unless it says that it computes for long."""
    tracer = item.config.stash.get(_TRACER, None)
    if tracer is None:
        return (yield)
    if any(map(item.path.is_relative_to, _TRACED)) and not item.get_closest_marker("no_cover"):
        tracer.start()
    try:
        return (yield)
    finally:
        tracer.coverage.stop()  # after a test that wants none, pytest-cov has started it


@dataclass(frozen=True, slots=True)
class Tracer:
    """What measures coverage, and what is kept from one call of a covered function to the next."""

    coverage: Coverage
    caches: list[Any]

    def start(self) -> None:
        """Measure from now on, also what was called before and would not be called again."""
        for each in self.caches:
            each.cache_clear()
        self.coverage.start()


def _names(package: ModuleType) -> Iterator[str]:
    return (module.name for module in walk_packages(package.__path__, f"{package.__name__}."))


def _caches(module: ModuleType) -> Iterator[Any]:
    return (
        each for each in vars(module).values() if hasattr(each, "cache_clear") and each.__module__ == module.__name__
    )


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of the command line save in a folder of the test, never in that of the person who runs it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(autouse=True, scope="session")
def _analyzers_are_made_once() -> Iterator[None]:
    """What knows words alone, and no posts, is shared by all that is opened: it was a third of the time of opening a few posts."""
    built_in = cache(read_glossary)

    def glossary(analyzer: Analyzer, own: Path | None = None) -> Glossary:
        return read_glossary(analyzer, own) if own else built_in(analyzer)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "Analyzer", cache(Analyzer))
        patch.setattr(indexing, "read_glossary", glossary)
        yield
