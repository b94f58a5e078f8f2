import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from hypothesis import settings

from knowledge import indexing
from tests.knowledge.serving import Site, serving
from tests.knowledge.writing import Posts

settings.register_profile("commonplace", deadline=None)  # a busy machine is no failure
settings.load_profile("commonplace")

P = ParamSpec("P")
R = TypeVar("R")


@pytest.fixture(autouse=True)
def _calibrating_is_not_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each opening asks 306 questions, which takes four times as long traced; the fixture of what is calibrated traces it."""
    monkeypatch.setattr(indexing, "_calibrated", untraced(indexing._calibrated))


def untraced(function: Callable[P, R]) -> Callable[P, R]:
    """The same function, not looked at by what measures coverage."""

    @wraps(function)
    def alone(*args: P.args, **named: P.kwargs) -> R:
        trace = sys.gettrace()
        sys.settrace(None)
        try:
            return function(*args, **named)
        finally:
            sys.settrace(trace)

    return alone


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
