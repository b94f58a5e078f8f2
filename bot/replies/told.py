"""What is said, and to whom."""

from dataclasses import dataclass

from bot.views.message import Message


@dataclass(frozen=True, slots=True)
class Told:
    """A message, and whether everyone in the channel is to see it."""

    message: Message
    to_all: bool = False
