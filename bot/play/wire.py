"""What went over the wire between Slack's side and the bot, step by step, for whoever wants to look."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.play.messages import Json

MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request with its answer: a delivery to the bot, or a call of the bot's."""

    direction: Literal["to the bot", "from the bot"]
    name: str
    """Such as `slash_commands /ask`, `event app_mention` or `chat.postMessage`."""
    request: Mapping[str, Any]
    headers: Mapping[str, str]
    status: int
    """The HTTP status; 0 when no answer came."""
    answer: object
    """What came back, parsed where it was JSON; None for an empty body."""
    began: float
    seconds: float

    @property
    def is_good(self) -> bool:
        """Whether it was taken: 200, and not refused in its body."""
        refused = isinstance(self.answer, Mapping) and self.answer.get("ok") is False
        return self.status == 200 and not refused  # noqa: PLR2004 - HTTP's own


@dataclass(slots=True)
class Step:
    """Something that a person did, with everything that went over the wire until the next."""

    number: int
    what: str
    exchanges: list[Exchange] = field(default_factory=list)
    answered: list[tuple[str, str]] = field(default_factory=list)
    """The channel and ts of each message that an acknowledgement became."""

    @property
    def in_order(self) -> list[Exchange]:
        """The exchanges as they began: a call made before the acknowledgement comes after its delivery."""
        return sorted(self.exchanges, key=lambda exchange: exchange.began)


class Wire:
    """The latest steps, oldest first."""

    def __init__(self) -> None:
        self.steps: deque[Step] = deque([Step(0, "Before anybody did anything")], MOST_STEPS)

    def step(self, what: str) -> None:
        """A person does something: what follows belongs to it."""
        self.steps.append(Step(self.steps[-1].number + 1, what))

    def hear(self, exchange: Exchange) -> None:
        """Keep an exchange with the step under way."""
        self.steps[-1].exchanges.append(exchange)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)


Listener = Callable[[Exchange], None]


def unheard(_: Exchange) -> None:
    """For whoever does not want to look."""


def name_of(kind: str, payload: Json) -> str:
    """What a delivery is called."""
    if kind == "events_api":
        event = payload.get("event", {})
        return " ".join(filter(None, ("event", event.get("type"), event.get("subtype"))))
    if kind == "slash_commands":
        return f"slash command {payload.get('command')}"
    used = payload.get("callback_id") or payload.get("view", {}).get("callback_id")
    used = next((action.get("action_id") for action in payload.get("actions", ())), used)
    return " ".join(filter(None, (str(payload.get("type")), used)))
