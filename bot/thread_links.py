"""Links to posts in threads: the same ones once in a thread, and shown to the person alone where the bot cannot post."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientConnectorError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.callers import Caller
from bot.claims import Claims
from bot.moods import refusal
from bot.mrkdwn import to_plain
from bot.posting import Place, Posting
from bot.replies.linking import Linking
from bot.views.message import Message

_NO_MEMBER = ("not_in_channel", "channel_not_found")
_MAY_NOT = ("missing_scope", "is_archived", "restricted_action", "restricted_action_read_only_channel")
_LATEST = 4  # messages of a thread that say what it is about, beside its first

Tell = Callable[[Message], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class ThreadLinks:
    """Puts links into threads."""

    linking: Linking
    claims: Claims
    posting: Posting

    async def asked(self, text: str, thread: str, caller: Caller, client: AsyncWebClient, tell: Tell) -> None:
        """Link the posts that a text is about; what is not for everybody is said through `tell`."""
        links = await self.linking.related(text, caller)
        if not links.posts:
            await tell(links.message)
            return
        key = _key(thread, links.posts, caller)
        if not self.claims.claim(*key):
            await tell(self.linking.again(await _address(thread, caller, client), caller))
            return
        try:
            await self.posting.post(links.message, Place(caller.channel, thread), client)
        except ClientConnectorError:
            self.claims.release(*key)  # nothing has left
            raise
        except SlackApiError as error:
            self.claims.release(*key)
            if (why := refusal(error)) not in (*_NO_MEMBER, *_MAY_NOT):
                raise
            may_join = why in _NO_MEMBER and not caller.is_alone
            await tell(self.linking.alone(links, caller, may_join=may_join))

    async def unasked(self, event: Mapping[str, Any], text: str, caller: Caller, client: AsyncWebClient) -> None:
        """Link posts below a message that is surely about them."""
        links = await self.linking.unasked(text, event["text"], event["ts"], caller)
        if links is not None:
            self.claims.claim(*_key(event["ts"], links.posts, caller))
            await self.posting.post(links.message, Place(caller.channel, event["ts"]), client)


def said_in(messages: list[Mapping[str, Any]], bot: str) -> str:
    """What a thread is about: the texts of its first message and of its latest, without the bot's own."""
    told = [to_plain(each.get("text", ""), bot) for each in messages if each.get("user") != bot]
    return "\n".join(dict.fromkeys((*told[:1], *told[-_LATEST:])))


def _key(thread: str, posts: tuple[str, ...], caller: Caller) -> tuple[str, ...]:
    return "links", caller.tenant, caller.channel, thread, *sorted(posts)


async def _address(thread: str, caller: Caller, client: AsyncWebClient) -> str:
    """Where the thread is; empty where Slack does not say."""
    try:
        said = await client.chat_getPermalink(channel=caller.channel, message_ts=thread)
    except SlackApiError:
        return ""
    return str(said["permalink"])
