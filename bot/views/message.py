"""A message: its blocks, and the same in plain words for those who hear it or see a notification."""

from dataclasses import dataclass
from typing import Any

from bot.views.blocks import Block


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack is given: `text` holds the whole message, escaped; `blocks` show it."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def payload(self) -> dict[str, Any]:
        """The arguments of a post or a response; previews stay off, since a quote is its own preview."""
        return {"text": self.text, "blocks": list(self.blocks), "unfurl_links": False, "unfurl_media": False}

    def with_blocks(self, *blocks: Block) -> "Message":
        """The message with more blocks at its end."""
        return Message(self.text, (*self.blocks, *blocks))


def addressed(message: Message, **where: str) -> dict[str, Any]:
    """The message's payload with where it goes; an empty value is left out."""
    return {**message.payload, **{name: value for name, value in where.items() if value}}
