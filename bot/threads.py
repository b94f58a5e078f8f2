"""Answers in threads: posted once for each question, kept in step when the question is edited, gone when it is deleted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import callers
from bot.callers import Caller
from bot.calls import read_call
from bot.claims import SharedClaims
from bot.moods import UnclearPostError, refusal
from bot.names import Names
from bot.posting import Place, Posting
from bot.questions import is_question
from bot.replies.asking import Asked, Asking, Reply
from bot.replies.learning import Learning
from bot.store import Answer, Store, StoreError
from bot.turns import Turns
from bot.views.message import addressed

T = TypeVar("T")
logger = logging.getLogger(__name__)

_FOLLOWED = timedelta(days=1)  # how long a thread is listened to after an answer in it
_GONE = ("message_not_found", "cant_update_message", "cant_delete_message", "channel_not_found", "is_archived")


@dataclass(frozen=True, slots=True)
class Threads:
    """The bot's side of its conversations."""

    asking: Asking
    learning: Learning
    store: Store
    names: Names
    posting: Posting
    turns: Turns
    clock: Callable[[], datetime]
    claims: SharedClaims

    async def reply(
        self, event: Mapping[str, str], text: str, caller: Caller, client: AsyncWebClient, *, again: bool = False
    ) -> None:
        """Reply to a message that calls the bot: in its thread, in a new one below it, or beside it where they are alone.

        It is answered once, however often and as whatever events it comes; one that was edited has its answer changed.
        `again` says that a process died which may have posted the answer: then it is looked for first.
        """
        ts, thread = event["ts"], event.get("thread_ts", "")
        below = thread or ("" if caller.is_alone else ts)
        async with (
            self.turns.of(caller.tenant, caller.channel, ts),
            self.claims.once(*message_key(caller, ts)) as first,
        ):
            before = await _known(self.store.answers.of_message(caller.tenant, caller.channel, ts))
            if first and (before is None or not before.reply_ts):
                place = Place(caller.channel, below, ts)
                if again and (posted := await self._posted(place, client)):
                    await self._note(before.id if before else "", posted, caller)
                    return
                reply = await self._reply(text, caller, Asked(below or ts, ts))
                posted = await self.posting.post(reply.message, place, client, _mark(ts))
                await self._note(reply.answer_id, posted, caller)
            elif before is not None and event.get("edited"):
                await self._change(before, text, caller, client)

    async def follow_up(
        self, event: Mapping[str, str], text: str, caller: Caller, client: AsyncWebClient, *, again: bool = False
    ) -> None:
        """Answer a question in a thread where the bot has answered within a day."""
        if is_question(text) and await self._before(caller, event.get("thread_ts", "")) is not None:
            await self.reply(event, text, caller, client, again=again)

    async def edited(self, ts: str, text: str, caller: Caller, client: AsyncWebClient) -> None:
        """Change the answer to a message whose text has changed; nothing where there was none."""
        async with self.turns.of(caller.tenant, caller.channel, ts):
            before = await self.store.answers.of_message(caller.tenant, caller.channel, ts)
            if before is not None:
                await self._change(before, text, caller, client)

    async def deleted(self, ts: str, caller: Caller, client: AsyncWebClient) -> None:
        """Take the answer to a deleted message away; one without an answer gets none any more."""
        async with self.turns.of(caller.tenant, caller.channel, ts):
            async with self.claims.once(*message_key(caller, ts)):
                pass
            before = await self.store.answers.of_message(caller.tenant, caller.channel, ts)
            if before is None:
                return
            before = await self._found(before, caller, client)
            await self.store.answers.remove(caller.tenant, before.id)
            if before.reply_ts:
                await _unless_gone(client.chat_delete(channel=before.channel, ts=before.reply_ts))

    async def _change(self, before: Answer, text: str, caller: Caller, client: AsyncWebClient) -> None:
        """Show another answer in place of one that was posted."""
        before = await self._found(before, caller, client)
        if not before.reply_ts:
            return
        call = read_call(text, self.names)
        message = await self.asking.changed(before, call.text, caller)
        where = {"channel": before.channel, "ts": before.reply_ts}
        await _unless_gone(client.chat_update(**without_previews(addressed(message, **where))))

    async def _found(self, answer: Answer, caller: Caller, client: AsyncWebClient) -> Answer:
        """An answer with the message that it became, also where whoever posted it died, or is not yet done, before noting it."""
        if answer.reply_ts:
            return answer
        below = "" if caller.is_alone and answer.thread == answer.asked_ts else answer.thread
        posted = await self._posted(Place(answer.channel, below, answer.asked_ts), client)
        await self._note(answer.id if posted else "", posted, caller)
        return replace(answer, reply_ts=posted)

    async def _reply(self, text: str, caller: Caller, asked: Asked) -> Reply:
        call = read_call(text, self.names)
        if call.wish == "lesson":
            return Reply(await self.learning.lesson(call.text, caller, own=False))
        before = await self._before(caller, asked.thread)
        if call.wish == "more" and before is not None:
            return await self.asking.more(before.id, caller, asked)
        return await self.asking.to_all(call.text, caller, asked, subject=before.question if before else "")

    async def _before(self, caller: Caller, thread: str) -> Answer | None:
        """The last answer in a thread, where it is known and not older than a day."""
        if not thread:
            return None
        since = self.clock() - _FOLLOWED
        return await _known(self.store.answers.last_in_thread(caller.tenant, caller.channel, thread, since))

    async def _posted(self, place: Place, client: AsyncWebClient) -> str:
        """The answer that another process posted; empty where there is none, or where it cannot be seen."""
        try:
            return await self.posting.find(place, client, _mark(place.after))
        except UnclearPostError as error:
            logger.info("an answer that another process may have posted is not seen (%s)", error)
            return ""

    async def _note(self, answer_id: str, posted: str, caller: Caller) -> None:
        if answer_id:
            await _known(self.store.answers.replied(caller.tenant, answer_id, posted))


def message_key(caller: Caller, ts: str) -> tuple[str, ...]:
    """What a message is claimed by, its tenant first: Slack may tell of it in several events."""
    return caller.tenant, "message", caller.channel, ts


def _mark(ts: str) -> str:
    """What tells the answer to a message apart from every other message."""
    return f"reply-{ts}"


async def _known(call: Awaitable[T]) -> T | None:
    """What the store says, or None where it fails or hangs, which must not cost the answer."""
    try:
        async with asyncio.timeout(callers.UNHURRIED):
            return await call
    except (StoreError, TimeoutError) as error:
        logger.warning("what was answered could not be looked up or noted (%s)", type(error).__name__)
        return None


def without_previews(message: dict[str, Any]) -> dict[str, Any]:
    """The arguments of an update: it takes none on previews."""
    return {name: value for name, value in message.items() if not name.startswith("unfurl_")}


async def _unless_gone(call: Awaitable[object]) -> None:
    """Wait for a call; where what it would change is gone already, that is what was wanted or cannot be helped."""
    try:
        await call
    except SlackApiError as error:
        if refusal(error) not in _GONE:
            raise
