"""What the bot and its commands are called in a workspace."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """The commands with their slash, and the bot's own name."""

    ask: str = "/ask"
    lesson: str = "/lesson"
    bot: str = "commonplace"
