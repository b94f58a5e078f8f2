"""Messages through a `response_url`, which Bolt's `respond` sends without ever raising."""

from slack_bolt.async_app import AsyncRespond

from bot.views.message import Message

_OK = 200


class ResponseUrlError(Exception):
    """Slack refused a response: its URL was used five times or is older than half an hour."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"Slack answered {status} to a response_url")


async def respond_with(
    respond: AsyncRespond, *messages: Message, in_channel: bool = False, replace_original: bool = False
) -> None:
    """Send messages one after another, to the person alone unless `in_channel`. Raises ResponseUrlError."""
    for message in messages:
        sent = await respond(
            **message.payload,
            response_type="in_channel" if in_channel else "ephemeral",
            replace_original=replace_original,
        )
        if sent.status_code != _OK:
            raise ResponseUrlError(sent.status_code)
