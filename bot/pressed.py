"""What a pressed button tells of itself and of who pressed it."""

from collections.abc import Mapping
from typing import Any

from bot.texts import Texts

Body = Mapping[str, Any]


def name_of(body: Body, texts: Texts) -> str:
    """The name of who pressed, as text: it notifies nobody."""
    user = body["user"]
    return str(user.get("name") or user.get("username") or texts("someone"))


def is_ephemeral(body: Body) -> bool:
    """Whether the button stands in a message that only this person sees."""
    return bool(body.get("container", {}).get("is_ephemeral"))


def button(body: Body, action: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells one button from another, however often it is pressed."""
    container = body.get("container", {})
    team = (body.get("team") or {}).get("id", "")
    return "button", team, str(container.get("channel_id")), str(container.get("message_ts")), action["value"]
