"""The machine that tests run on may be busy. So the store may take its time, except where a test is about just that."""

import pytest

from bot import callers, installed
from bot.listeners import commands
from bot.replies import asking, learning, settling

_LONG = 10.0  # seconds


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (callers, installed, asking, learning, settling):
        monkeypatch.setattr(module, "PATIENCE", _LONG)
    monkeypatch.setattr(commands, "IN_TIME", _LONG)
