"""One line an event: JSON for machines, columns in a terminal, and never a word of anybody's."""

import io
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot import logs


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def log() -> logging.Logger:
    """A logger of the bot's that writes from INFO."""
    logger = logging.getLogger("bot.tests")
    logger.setLevel(logging.INFO)
    return logger


def written(log: logging.Logger, stream: io.StringIO, form: str, write: Callable[[], object]) -> str:
    handler = logs.writing_to(stream, form)
    log.addHandler(handler)
    write()
    log.removeHandler(handler)
    return stream.getvalue()


def test_a_line_is_json_where_nobody_watches(log: logging.Logger) -> None:
    line = written(log, io.StringIO(), "", lambda: log.warning("the posts could not be read (%s)", "Fehler “ü”"))
    assert line.count("\n") == 1
    said = json.loads(line)
    assert said.pop("timestamp").endswith("Z")
    assert said == {"event": "the posts could not be read (Fehler “ü”)", "level": "warning", "logger": "bot.tests"}
    assert "“ü”" in line


def test_a_line_is_for_reading_in_a_terminal_and_can_be_chosen_for_either(log: logging.Logger) -> None:
    def write() -> None:
        log.info("workspace T1 over HTTP")

    assert "\x1b[" in written(log, Terminal(), "", write)
    plain = written(log, io.StringIO(), "console", write)
    assert "workspace T1 over HTTP" in plain
    assert "\x1b[" not in plain
    assert json.loads(written(log, Terminal(), "json", write))["event"] == "workspace T1 over HTTP"


@pytest.mark.parametrize("form", ["json", "console"])
def test_an_exception_shows_where_it_broke_but_not_its_words(log: logging.Logger, form: str) -> None:
    question = "how do we tell Ann that she is fired?"

    def write() -> None:
        try:
            dict[str, str]()[question]
        except KeyError:
            log.exception("a task failed")

    line = written(log, io.StringIO(), form, write)
    assert "KeyError" in line
    assert "test_logs.py" in line
    assert "Ann" not in line


def test_every_line_of_a_request_has_its_id_and_no_other_line(log: logging.Logger) -> None:
    def write() -> None:
        with logs.one_request():
            log.info("one")
            log.info("two")
        log.info("three")

    one, two, three = map(json.loads, written(log, io.StringIO(), "json", write).splitlines())
    assert len(one["request"]) == 8
    assert one["request"] == two["request"]
    assert "request" not in three


def test_the_line_of_a_request_holds_what_was_asked_for_and_how_long_it_took(
    log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.requests")
    logs.write_request("command", "/ask", 200, 0.01234)
    said = json.loads(written(log, io.StringIO(), "json", lambda: log.handle(caplog.records[-1])))
    assert {name: said[name] for name in ("event", "kind", "what", "status", "ms")} == {
        "event": "request",
        "kind": "command",
        "what": "/ask",
        "status": 200,
        "ms": 12.3,
    }


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"command": "/ask", "text": "who is Ann?", "user_name": "ann"}, ("command", "/ask")),
        ({"type": "block_actions", "actions": [{"action_id": "share_answer"}]}, ("action", "share_answer")),
        ({"type": "block_actions", "actions": []}, ("action", "unknown")),
        ({"type": "block_actions"}, ("action", "unknown")),
        ({"type": "event_callback", "event": {"type": "message", "text": "who?"}}, ("event", "message")),
        ({"type": "event_callback", "event": "?"}, ("event", "unknown")),
        ({"type": "message_action", "callback_id": "find_related"}, ("shortcut", "find_related")),
        ({"type": "shortcut", "callback_id": ["x"]}, ("shortcut", "unknown")),
        ({"type": "view_submission", "view": {"callback_id": "search_posts"}}, ("view", "search_posts")),
        ({"type": "view_closed", "view": None}, ("view", "unknown")),
        ({"type": "block_actions", "actions": [{"action_id": "how do we roll back?"}]}, ("action", "unknown")),
        ({"type": ["x"]}, ("other", "unknown")),
        ({}, ("other", "unknown")),
    ],
)
def test_a_request_is_named_by_what_the_bot_calls_it_never_by_its_text(
    body: Mapping[str, Any], named: tuple[str, str]
) -> None:
    assert logs.name_of(body) == named
