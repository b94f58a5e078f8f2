"""What there is to do with the bot, as its manifest declares it, and how far it is with its start."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, with its slash."""

    name: str
    description: str
    hint: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut on a message."""

    callback_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be done with the bot."""

    bot: str
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    admins: frozenset[str] = frozenset()
    """Ids of the people who are told to be admins."""
    explains: str = ""
    """The action_id of the button that says why an answer was found, if there is one."""


@dataclass(slots=True)
class Start:
    """How far the bot is with its start. It may be told from another thread."""

    what: str = "starting"
    done: int = 0
    total: int | None = None
    trouble: str = ""
    is_over: bool = False
    summary: str = ""
    """What the bot has read, once it has."""
    examples: tuple[str, ...] = ()
    """Questions that it can answer."""
    link: str = ""
    """The address of a post, for a preview below a message."""

    def tell(self, what: str, done: int, total: int | None) -> None:
        """Say what it does, how many of it are done, and of how many, where that is known."""
        self.what, self.done, self.total = what, done, total

    @property
    def line(self) -> str:
        """One line for the person who waits; empty once there is nothing to wait for."""
        if self.trouble:
            return self.trouble
        if self.is_over:
            return ""
        count = f": {self.done:,}" + (f" of {self.total:,}" if self.total else "") if self.done else ""
        return f"One moment, {self.what}{count} …"
