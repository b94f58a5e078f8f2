"""What is counted and timed, in a registry of its own: requests, searches, calls of Slack's, work in the background."""

import time
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.background import Background, OnError, Work
from bot.moods import MOODS
from bot.parts import Parts
from knowledge import Audience, KnowledgeBase, Results
from knowledge.access import ANYBODY

CONTENT_TYPE = CONTENT_TYPE_LATEST
Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
Around = Callable[[AsyncBoltRequest, Dispatch], Awaitable[BoltResponse]]
OnRequestError = Callable[[Exception, Any, AsyncBoltContext, AsyncWebClient], Any]

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)  # Slack waits three
_OK = 200
POSTPONED = "postponed"
"""The outcome of a request that was acknowledged alone, and is answered later."""


class Metrics:
    """Counters, gauges and histograms of one bot. No label holds anything that a person wrote."""

    def __init__(self, timer: Callable[[], float] = time.perf_counter) -> None:
        self.timer = timer
        self.registry = registry = CollectorRegistry()
        self._socket: Gauge | None = None
        self._connections: Gauge | None = None
        self.requests = Counter(
            "commonplace_requests",
            "Requests from Slack, by kind and outcome.",
            ("kind", "outcome"),
            registry=registry,
        )
        self.acks = Histogram(
            "commonplace_ack_seconds", "Until Slack has its answer.", ("kind",), buckets=_SECONDS, registry=registry
        )
        self.searches = Histogram(
            "commonplace_search_seconds", "Searches, by outcome.", ("outcome",), buckets=_SECONDS, registry=registry
        )
        self.calls = Counter(
            "commonplace_slack_calls",
            "Calls of Slack's Web API, by method and error; the error is empty where there was none.",
            ("method", "error"),
            registry=registry,
        )
        self.refusals = Counter(
            "commonplace_slack_refusals",
            "Calls that Slack refused, by who can mend it and why.",
            ("mood", "error"),
            registry=registry,
        )
        self.under_way = Gauge(
            "commonplace_background_tasks", "Work that goes on after Slack was answered.", registry=registry
        )
        self.failed = Counter(
            "commonplace_background_failures", "Such work that ended with an error.", registry=registry
        )

    def follow(self, parts: Parts) -> None:
        """Show how many posts and passages there are, and how many seconds ago they were read."""
        for name, what, value in (
            ("posts", "Posts in the snapshot.", lambda: parts.knowledge_base.stats.posts),
            ("passages", "Passages in the snapshot.", lambda: parts.knowledge_base.stats.passages),
            (
                "snapshot_age_seconds",
                "Since the posts were read.",
                lambda: _seconds(parts.clock() - parts.last_read.at),
            ),
        ):
            Gauge(f"commonplace_{name}", what, registry=self.registry).set_function(value)

    def show_socket(self, *, connected: bool) -> None:
        """Show whether Socket Mode is connected; over HTTP there is no such number."""
        if self._socket is None:
            what = "Whether Socket Mode is connected."
            self._socket = Gauge("commonplace_socket_connected", what, registry=self.registry)
        self._socket.set(connected)

    def show_connections(self, count: int) -> None:
        """Show how many connections of the app Slack counts, those of other processes too."""
        if self._connections is None:
            what = "Connections of the app in Socket Mode, those of other processes too."
            self._connections = Gauge("commonplace_socket_connections", what, registry=self.registry)
        self._connections.set(count)

    def text(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)

    @contextmanager
    def request(self, kind: str, what: str) -> Iterator["Outcome"]:
        """Time a request, count it and write its line; the block says how it went.

        The line of one that was postponed comes with its answer.
        """
        outcome, began = Outcome(), self.timer()
        with logs.one_request():
            try:
                yield outcome
            finally:
                seconds = self.timer() - began
                self.acks.labels(kind).observe(seconds)
                self.requests.labels(kind, outcome.word).inc()
                if outcome.word != POSTPONED:
                    logs.write_request(kind, what, outcome.status, seconds)

    def refused(self, why: str, status: int) -> None:
        """Count a request that was turned away unread, and write its line."""
        self.requests.labels("unread", why).inc()
        with logs.one_request():
            logs.write_request("unread", why, status)


class Outcome:
    """How a request went: the status that Slack was answered with, and one word on it."""

    def __init__(self) -> None:
        self.status = 500
        self.word = "failed"


class ObservedApp(AsyncApp):
    """A Bolt app that counts, times and logs what is dispatched to it, by whichever transport.

    What it is given as `around` has each request first, and hands it on to Bolt or answers it itself.
    """

    def __init__(self, metrics: Metrics, around: Around, **settings: Any) -> None:  # noqa: ANN401 - Bolt's own
        super().__init__(**settings)
        self._metrics, self._around = metrics, around

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Let Bolt find the listener; whatever goes wrong in one is told to the request's outcome."""
        kind, what = logs.name_of(req.body)
        with self._metrics.request(kind, what) as outcome:
            req.context["outcome"] = outcome
            outcome.word = "answered"
            try:
                response = await self._around(req, super().async_dispatch)
            except BaseException:
                outcome.word = "failed"
                raise
            outcome.status = response.status
            if response.status != _OK:
                outcome.word = "failed"
            return response

    def error(self, func: OnRequestError) -> OnRequestError:
        """Bolt's `error`, whose function is also told to the request's outcome."""

        async def noted(
            error: Exception, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
        ) -> BoltResponse | None:
            if outcome := context.get("outcome"):
                outcome.word = "unhandled" if isinstance(error, BoltUnhandledRequestError) else "failed"
            response: BoltResponse | None = await func(error, body, context, client)
            return response

        super().error(noted)
        return func


class ObservedBackground(Background):
    """Background work that is counted while it runs, and when it fails."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__()
        self._metrics = metrics

    def start(self, work: Work, on_error: OnError) -> None:
        """Start work and return at once."""

        async def counted() -> None:
            with self._metrics.under_way.track_inprogress(), self._metrics.failed.count_exceptions():
                await work

        super().start(counted(), on_error)


class ObservedCalls(AsyncRetryHandler):
    """Sees every answer of Slack's, as handlers of retries do; has nothing tried again itself.

    Bolt makes a new client for each request and takes over its handlers alone, so this is where all calls can be seen.
    """

    def __init__(self, metrics: Metrics) -> None:
        super().__init__()
        self._metrics = metrics

    async def can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - Slack's signature
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """Count the call. Of answers through a `response_url` the SDK shows only some, so none of them is counted."""
        if method := _method(request.url):
            word = _error(response, error)
            self._metrics.calls.labels(method, word).inc()
            if mood := MOODS.get(word):
                self._metrics.refusals.labels(mood.value, word).inc()
        return False


class ObservedKnowledgeBase(KnowledgeBase):
    """A knowledge base whose searches are timed."""

    def __init__(self, opened: KnowledgeBase, metrics: Metrics) -> None:
        self.__dict__.update(vars(opened))  # its configuration and its snapshot; nothing is read twice
        self._metrics = metrics

    def search(  # noqa: PLR0913 - as the knowledge base has it
        self,
        question: str,
        limit: int = 3,
        *,
        audience: Audience = ANYBODY,
        sources: Collection[str] = (),
        without: Collection[str] = (),
        subject: str = "",
    ) -> Results:
        """What the knowledge base finds."""
        began = self._metrics.timer()
        results = super().search(question, limit, audience=audience, sources=sources, without=without, subject=subject)
        self._metrics.searches.labels(results.outcome).observe(self._metrics.timer() - began)
        return results


def _seconds(time: timedelta) -> float:
    return time.total_seconds()


def _method(url: str) -> str:
    """The method of the Web API that a URL calls, if it is one; others may hold secrets."""
    before, _, method = urlsplit(url).path.rpartition("/")
    return method if before == "/api" else ""


def _error(response: HttpResponse | None, error: Exception | None) -> str:
    """Slack's word for a refusal, the status of an answer that is not Slack's own, or the kind of what broke."""
    if error is not None:
        return type(error).__name__
    if response is None:
        return "nothing"
    if response.body is not None and not response.body.get("ok", True):
        return str(response.body.get("error", "unknown"))
    return "" if response.status_code == _OK else f"status {response.status_code}"
