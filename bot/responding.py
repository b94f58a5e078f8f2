"""Messages through a `response_url`."""

from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import ResponseUrlError
from bot.views.message import Message

_OK = 200


@dataclass(frozen=True, slots=True)
class Respond:
    """Answers through one `response_url`, over the client's own connections, with its time limit, and waits out a 429.

    Bolt's `respond` opens a connection for each message, waits for half a minute and says of no failure.
    """

    url: str
    client: AsyncWebClient

    async def __call__(self, *messages: Message, in_channel: bool = False, replace_original: bool = False) -> None:
        """Send messages one after another, to the person alone unless `in_channel`. Raises ResponseUrlError."""
        webhook = AsyncWebhookClient(
            self.url,
            timeout=self.client.timeout,
            session=self.client.session,
            retry_handlers=self.client.retry_handlers,
        )
        where = {"response_type": "in_channel" if in_channel else "ephemeral", "replace_original": replace_original}
        for message in messages:
            try:
                sent = await webhook.send_dict({**message.payload, **where})
            except (aiohttp.ClientError, TimeoutError) as error:
                raise ResponseUrlError(type(error).__name__) from error
            if sent.status_code != _OK:
                raise ResponseUrlError(f"status {sent.status_code}")
