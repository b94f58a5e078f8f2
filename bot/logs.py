"""Logging: one line an event, on stderr, without secrets or words of people: JSON for machines, columns in a terminal."""

import logging
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from random import getrandbits
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

logger = logging.getLogger("bot.requests")

_FIELDS = ("kind", "what", "status", "ms")  # what a line may hold beside its words
_SELDOM = "seldom"
_HOUR = 3600.0
_REQUEST: ContextVar[str | None] = ContextVar("request", default=None)
_NAME = re.compile(r"[\w/.:-]{1,64}")
_KINDS = {
    "block_actions": "action",
    "event_callback": "event",
    "message_action": "shortcut",
    "shortcut": "shortcut",
    "view_closed": "view",
    "view_submission": "view",
}


def set_up(level: str, form: str = "", *, plain: bool = False) -> None:
    """Log from this level; the libraries only from WARNING, since at DEBUG they write out whole requests.

    `form` is "json" or "console"; without one it is console where stderr is a terminal, in colours unless `plain`.
    """
    logging.basicConfig(level=logging.WARNING, handlers=[writing_to(sys.stderr, form, plain=plain)])
    logging.getLogger("bot").setLevel(level)
    logging.getLogger("knowledge").setLevel(level)
    logging.getLogger("bot.bolt").setLevel(logging.WARNING)


def writing_to(stream: TextIO, form: str = "", *, plain: bool = False) -> logging.Handler:
    """What writes log lines of this form to a stream."""
    handler = logging.StreamHandler(stream)
    last: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if (form or ("console" if stream.isatty() else "json")) == "console":
        last = structlog.dev.ConsoleRenderer(colors=stream.isatty() and not plain)
    handler.addFilter(Seldom())
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[
                _with_request,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(_FIELDS),
                structlog.processors.TimeStamper(fmt="iso"),
            ],
            processors=[_where_it_broke, ProcessorFormatter.remove_processors_meta, last],
        )
    )
    return handler


class Seldom(logging.Filter):
    """Lets a line that came with `seldom(key)` pass once an hour for each key."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be written."""
        key = getattr(record, _SELDOM, None)
        if key is None:
            return True
        now, last = self._clock(), self._said.get(key)
        if last is not None and now - last < _HOUR:
            return False
        self._said[key] = now
        return True


def seldom(key: str) -> dict[str, str]:
    """The `extra` of a line that whoever runs the bot needs to read once an hour, however often it happens."""
    return {_SELDOM: key}


@contextmanager
def one_request() -> Iterator[str]:
    """Give a request its id, which every line has that is logged while it is seen to, and after it was answered."""
    request = f"{getrandbits(32):08x}"  # no secret: it only ties lines together
    before = _REQUEST.set(request)
    try:
        yield request
    finally:
        _REQUEST.reset(before)


def name_of(body: Mapping[str, Any]) -> tuple[str, str]:
    """The kind of a request, and its command, action, event type or callback id; no text of anybody's."""
    if "command" in body:
        return "command", _name(body["command"])
    kind = _KINDS.get(str(body.get("type")), "other")
    match kind:
        case "action":
            actions = body.get("actions")
            return kind, _name(actions[0].get("action_id") if isinstance(actions, list) and actions else None)
        case "event":
            event = body.get("event")
            return kind, _name(event.get("type") if isinstance(event, dict) else None)
        case "view":
            view = body.get("view")
            return kind, _name(view.get("callback_id") if isinstance(view, dict) else None)
    return kind, _name(body.get("callback_id"))


def write_request(kind: str, what: str, status: int, seconds: float | None = None) -> None:
    """One line for a request that was answered, with the milliseconds it took where they were measured."""
    said: dict[str, object] = {"kind": kind, "what": what, "status": status}
    if seconds is not None:
        said["ms"] = round(seconds * 1000, 1)
    logger.info("request", extra=said)


def _name(value: object) -> str:
    return value if isinstance(value, str) and _NAME.fullmatch(value) else "unknown"


def _with_request(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A line with the id of the request that is seen to, where there is one."""
    return line if (request := _REQUEST.get()) is None else {**line, "request": request}


def _where_it_broke(_: object, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception's kind and its places in the code; its message may quote a question."""
    error = line.pop("exc_info", None)
    if isinstance(error, tuple) and error[0] is not None:
        where = "".join(traceback.format_tb(error[2]))
        line["event"] = f"{line['event']}: {error[0].__name__}\n{where}"
    return line
