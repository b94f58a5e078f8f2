"""Messages through a `response_url`, and what is done where it takes none."""

import asyncio
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.moods import ResponseUrlError, UnclearPostError
from bot.retrying import Sleep
from bot.views.message import Message, addressed

_OK, _SERVER_ERROR = 200, 500
_PAUSES = (0.5, 2.0)  # seconds before a second and a third try; the client itself repeats no server error here


@dataclass(frozen=True, slots=True)
class Respond:
    """Answers through one `response_url`, over the client's own connections, with its time limit, and waits out a 429.

    A URL is good for five messages in half an hour. What is for one person's eyes and it does not take goes to them in
    the channel, where the bot is a member; what is for all is not, since they can press the button again.

    Bolt's `respond` opens a connection for each message, waits for half a minute and says of no failure.
    """

    url: str
    client: AsyncWebClient
    channel: str = ""
    person: str = ""
    sleep: Sleep = asyncio.sleep

    async def __call__(self, *messages: Message, in_channel: bool = False, replace_original: bool = False) -> None:
        """Send messages one after another, to the person alone unless `in_channel`.

        Raises ResponseUrlError for one that did not arrive, and UnclearPostError for one that all may see by now.
        """
        for message in messages:
            try:
                await self.through_url(message, in_channel=in_channel, replace_original=replace_original)
            except ResponseUrlError as error:
                if in_channel or not await self._past_url(message):
                    raise error from None

    async def through_url(self, message: Message, *, in_channel: bool = False, replace_original: bool = False) -> None:
        """Send a message through the URL alone. Raises what a call does."""
        body = {
            **message.payload,
            "response_type": "in_channel" if in_channel else "ephemeral",
            "replace_original": replace_original,
        }
        webhook = AsyncWebhookClient(
            self.url,
            timeout=self.client.timeout,
            session=self.client.session,
            retry_handlers=self.client.retry_handlers,
        )
        for pause in (*_PAUSES, None):
            try:
                status = (await webhook.send_dict(body)).status_code
            except (aiohttp.ClientError, TimeoutError) as error:
                unclear = in_channel and not isinstance(error, aiohttp.ClientConnectorError)
                raise (UnclearPostError if unclear else ResponseUrlError)(type(error).__name__) from error
            if status == _OK:
                return
            if in_channel and status >= _SERVER_ERROR:
                raise UnclearPostError(f"status {status}")
            if pause is None or status < _SERVER_ERROR:
                raise ResponseUrlError(f"status {status}")
            await self.sleep(pause)

    async def _past_url(self, message: Message) -> bool:
        """Whether the message reached the person by a message of their own in the channel."""
        if not (self.channel and self.person):
            return False
        try:
            await self.client.chat_postEphemeral(**addressed(message, channel=self.channel, user=self.person))
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return False
        return True
