"""Visits pages one after the other: as robots.txt allows, at a polite pace, and with a copy for when that fails."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from knowledge.fetching.addresses import FetchError, ForbiddenError, PassingError, UnreachableError
from knowledge.fetching.client import Limits, Response, get
from knowledge.fetching.copies import Copies, Copy

AGENT = "commonplace-bot"
_OK, _NOT_MODIFIED = 200, 304
_REFUSED = (401, 403)
_BUSY = (408, 425, 429)
_SERVER_ERROR = 500
_LONGEST_PAUSE = 10.0  # seconds, whatever robots.txt wishes
_PATIENCE = 5  # pages of a host in a row that cannot be reached; the others are not even tried


@dataclass(frozen=True, slots=True)
class Visit:
    """What an address gave: now, or (with the reason in `failed`) a copy of before."""

    copy: Copy
    failed: str = ""


def today() -> date:
    """The day by UTC."""
    return datetime.now(UTC).date()


class Visitor:
    """Fetches politely; `folder` is where copies are kept, `pause` the seconds between two requests to a host."""

    def __init__(  # noqa: PLR0913 - time and its passing are arguments
        self,
        folder: Path | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        pause: float = 0.5,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        day: Callable[[], date] = today,
    ) -> None:
        self._copies = Copies(folder)
        self._limits = limits
        self._pause = pause
        self._sleep = sleep
        self._clock = clock
        self._day = day
        self._last: dict[str, float] = {}
        self._unreachable: dict[str, int] = {}
        self._rules: dict[str, RobotFileParser] = {}

    def visit(self, url: str, *, size: int | None = None, robots: bool = True) -> Visit:
        """What an address gives; its copy where it fails. Raises FetchError where there is neither."""
        kept = self._copies.find(url)
        try:
            if robots and not self._is_allowed(url):
                raise ForbiddenError("may not be fetched: robots.txt forbids it")
            copy = self._fetch(url, kept, size)
        except FetchError as error:
            if kept is None or isinstance(error, ForbiddenError):
                raise
            kept = replace(kept, failing=kept.failing or self._day().isoformat())
            self._copies.keep(url, kept)
            since = f"{error}, since {kept.failing}; read as of {kept.fetched}"
            return Visit(kept, since)
        self._copies.keep(url, copy)
        return Visit(copy)

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of an address's host names."""
        return self._robots(url).site_maps() or []

    def _is_allowed(self, url: str) -> bool:
        return self._robots(url).can_fetch(AGENT, url)

    def _robots(self, url: str) -> RobotFileParser:
        host = _host(url)
        if host not in self._rules:
            address = f"{host}/robots.txt"
            rules = RobotFileParser(address)
            response = self._polite(address, {}, self._limits)
            if response.status >= _SERVER_ERROR:
                raise PassingError(f"may not be fetched: robots.txt answers {response.status}")
            if response.status in _REFUSED:
                rules.disallow_all = True  # type: ignore[attr-defined]  # as RobotFileParser.read does
            lines = response.body.decode(errors="replace").splitlines() if response.status == _OK else []
            rules.parse(lines)
            self._rules[host] = rules
        return self._rules[host]

    def _fetch(self, url: str, kept: Copy | None, size: int | None) -> Copy:
        limits = replace(self._limits, size=size) if size else self._limits
        response = self._polite(url, kept.validators if kept else {}, limits)
        day = self._day().isoformat()
        if response.status == _NOT_MODIFIED and kept is not None:
            return replace(kept, fetched=day, failing="")
        if response.status != _OK:
            is_passing = response.status >= _SERVER_ERROR or response.status in _BUSY
            raise (PassingError if is_passing else FetchError)(f"answers {response.status}")
        headers = response.headers
        return Copy(
            url=response.url,
            type=headers.get("content-type", ""),
            fetched=day,
            body=response.body,
            etag=headers.get("etag", ""),
            modified=headers.get("last-modified", ""),
        )

    def _polite(self, url: str, headers: dict[str, str], limits: Limits) -> Response:
        """One request, after the pause that its host may expect since the last."""
        host = _host(url)
        if self._unreachable.get(host, 0) >= _PATIENCE:
            raise PassingError("is not tried: its host did not answer several times in a row")
        if host in self._last:
            self._sleep(max(0.0, self._last[host] + self._pause_of(host) - self._clock()))
        try:
            response = get(url, headers, limits)
        except UnreachableError:
            self._unreachable[host] = self._unreachable.get(host, 0) + 1
            raise
        finally:
            self._last[host] = self._clock()
        self._unreachable[host] = 0
        return response

    def _pause_of(self, host: str) -> float:
        wished = self._rules[host].crawl_delay(AGENT) if host in self._rules else None
        return min(max(self._pause, float(wished or 0)), max(self._pause, _LONGEST_PAUSE))


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
