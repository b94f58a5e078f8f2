"""Messages to channels: at the pace that Slack allows in each, and once, also where an answer of Slack's got lost."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.moods import Mood, UnclearPostError, mood_of, refusal, status_of
from bot.retrying import Sleep
from bot.turns import Turns
from bot.views.message import Message, addressed

logger = logging.getLogger(__name__)

APART = 1.0  # seconds between two messages to one channel, as Slack asks
AT_ONCE = 3  # messages that a quiet channel takes without a pause: Slack allows short bursts
_TRIES = 3
_SETTLES = 2.0  # seconds until a message stands in the history whose answer got lost, or surely does not
_LOOKED_THROUGH = 15  # messages, the most that Slack gives apps of some kinds at once
_MOST_CHANNELS = 1000
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a channel, a thread there if any, and the newest message known there, if it answers one."""

    channel: str
    thread: str = ""
    after: str = ""


@dataclass(slots=True)
class Posting:
    """Posts with one client or another. What goes to one channel goes in turn, in the order in which it came."""

    sleep: Sleep = asyncio.sleep
    clock: Callable[[], float] = monotonic
    new_mark: Callable[[], str] = lambda: secrets.token_hex(8)
    _turns: Turns = field(default_factory=Turns)
    _free: dict[str, float] = field(default_factory=dict)

    async def post(self, message: Message, place: Place, client: AsyncWebClient, mark: str = "") -> str:
        """Post, and return the message's ts. `mark` tells it apart from every other message; it stands as a block's id.

        Where it is not clear whether a post arrived, the history is asked, and it is posted again if it is not there.

        Raises SlackApiError where Slack refuses, and UnclearPostError where the history cannot be read either.
        """
        mark = mark or self.new_mark()
        body = addressed(_marked(message, mark), channel=place.channel, thread_ts=place.thread)
        async with self._turns.of(place.channel):
            await self._pace(place.channel)
            for left in reversed(range(_TRIES)):
                try:
                    return str((await client.chat_postMessage(**body))["ts"])
                except (SlackApiError, ClientError, TimeoutError) as error:
                    if not _is_passing(error):
                        raise
                    if ts := await self._arrived(place, client, mark, error):
                        return ts
                    if not left:
                        raise
            raise AssertionError  # pragma: no cover - the last try returns or raises

    async def find(self, place: Place, client: AsyncWebClient, mark: str) -> str:
        """The ts of the message with this mark; empty where it surely is not there.

        Raises UnclearPostError where the history cannot be read, or is too long to look through.
        """
        where: dict[str, Any] = {"channel": place.channel, "limit": _LOOKED_THROUGH, "oldest": place.after or None}
        try:
            if place.thread:
                said = await client.conversations_replies(ts=place.thread, **where)
            else:
                said = await client.conversations_history(**where)
        except (SlackApiError, ClientError, TimeoutError) as error:
            why = refusal(error) if isinstance(error, SlackApiError) else type(error).__name__
            raise UnclearPostError(f"the history cannot be read: {why}") from error
        if ts := _with_mark(said.get("messages") or [], mark):
            return ts
        if said.get("has_more"):
            raise UnclearPostError("the history is too long to look through")
        return ""

    async def _arrived(self, place: Place, client: AsyncWebClient, mark: str, error: Exception) -> str:
        """The ts of a message whose post failed, where it arrived all the same; empty where it did not."""
        if isinstance(error, ClientConnectorError):
            return ""
        await self.sleep(_SETTLES)
        ts = await self.find(place, client, mark)
        logger.info("a post that failed (%s) had %s", type(error).__name__, "arrived" if ts else "not arrived")
        return ts

    async def _pace(self, channel: str) -> None:
        """Wait until the channel takes a message: a few at once, then one a second."""
        now = self.clock()
        if len(self._free) > _MOST_CHANNELS:
            self._free = {each: at for each, at in self._free.items() if at > now}
        free = max(self._free.get(channel, now), now)
        self._free[channel] = free + APART
        if (wait := free - now - (AT_ONCE - 1) * APART) > 0:
            await self.sleep(wait)


def _is_passing(error: Exception) -> bool:
    """Whether a post may be tried again; a rate limit was waited out already, or is too long to be."""
    return mood_of(error) is Mood.RETRYABLE and not (isinstance(error, SlackApiError) and status_of(error) == _TOO_MANY)


def _marked(message: Message, mark: str) -> Message:
    first, *rest = message.blocks
    return Message(message.text, ({**first, "block_id": mark}, *rest))


def _with_mark(messages: Iterable[Mapping[str, Any]], mark: str) -> str:
    for each in messages:
        if any(block.get("block_id") == mark for block in each.get("blocks") or ()):
            return str(each["ts"])
    return ""
