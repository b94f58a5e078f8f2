"""What the bot writes to its log."""

import logging

import pytest

from bot import logs


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What `commonplace run` would log, with the library's and Bolt's own lines."""
    logs.set_up("INFO")
    caplog.set_level(logging.INFO)
    return caplog
