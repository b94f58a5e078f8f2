"""Trying again: calls of Slack's that failed in passing, where a repeat does no harm."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.moods import MOODS, Mood

LONGEST_WAIT = 15  # seconds; a stop waits 20 for what is under way, and nobody waits longer for an answer
_TRIES_AGAIN = 2
_PAUSES = (0.5, 2.0)  # seconds before the second and the third try, where Slack names none
_SERVER_ERROR, _TOO_MANY = 500, 429

Sleep = Callable[[float], Awaitable[object]]
"""Waits so many seconds; tests let them pass at once."""


class TryAgain(AsyncRetryHandler):
    """Waits out a rate limit of up to 15 seconds; repeats what failed in passing, unless that might post something twice.

    A connection that could not be made carried nothing, so whatever it was for is tried again.
    """

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        super().__init__(_TRIES_AGAIN)
        self._sleep = sleep

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if error is not None:
            passing = isinstance(error, ClientError | TimeoutError) and not might_double(request)
            return passing or isinstance(error, ClientConnectorError)
        if response is None:
            return False
        if response.status_code == _TOO_MANY:
            return _pause(state, response) <= LONGEST_WAIT
        return is_passing(response) and not might_double(request)

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 - Slack's signature
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - likewise
    ) -> None:
        """Wait for as long as Slack asks, or a little."""
        state.next_attempt_requested = True
        await self._sleep(_pause(state, response))
        state.increment_current_attempt()


def might_double(request: HttpRequest) -> bool:
    """Whether a repeat could be seen twice by others than the person who asked."""
    if request.url.endswith("/chat.postMessage"):
        return True
    return isinstance(request.body_params, dict) and request.body_params.get("response_type") == "in_channel"


def is_passing(response: HttpResponse) -> bool:
    """Whether an answer says that Slack is out of order for the moment."""
    if response.status_code >= _SERVER_ERROR:
        return True
    said = response.body if isinstance(response.body, dict) else {}
    return MOODS.get(str(said.get("error"))) is Mood.RETRYABLE


def _pause(state: RetryState, response: HttpResponse | None) -> float:
    """Seconds until the next try."""
    headers = {} if response is None else {name.lower(): values for name, values in response.headers.items()}
    asked = str((headers.get("retry-after") or [""])[0])
    if asked.isascii() and asked.isdecimal():
        return float(asked)
    return _PAUSES[min(state.current_attempt, len(_PAUSES) - 1)]
