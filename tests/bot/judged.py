"""Slack's side with a judge: whatever passes between it and the bot must be what Slack would send, take and show well."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.play.deliveries import Ack, Delivery
from bot.play.slack_side import SlackSide
from tests.slack_types import judge
from tests.slack_types.judge import Inbound

POSTS = frozenset({"chat.postMessage", "chat.postEphemeral", "response_url"})
_INBOUND: Mapping[str, Inbound] = {
    "events_api": "event",
    "slash_commands": "slash_command",
    "block_actions": "block_action",
    "message_action": "message_shortcut",
}
_CUT = "…"


class JudgedSide(SlackSide):
    """Slack's side that remembers every ack, so that `judge` can look through all that was said."""

    acks: list[Ack]

    async def deliver(self, delivery: Delivery) -> Ack:
        ack = await super().deliver(delivery)
        self.__dict__.setdefault("acks", []).append(ack)
        return ack

    @property
    def said(self) -> list[Mapping[str, Any]]:
        """Every message of the bot's that reached Slack: in acks, posts (the SDK adds `team_id`) and through response URLs."""
        acked = [ack.payload for ack in self.__dict__.get("acks", []) if ack.payload]
        posted = [call.arguments for call in self.calls if call.method in POSTS]
        return [*acked, *({key: value for key, value in each.items() if key != "team_id"} for each in posted)]

    def judge(self) -> None:
        """Raise AssertionError for a payload that Slack would not send, or a message that it would not take or spoil."""
        for delivery in self.deliveries:
            kind = str(delivery.payload["type"]) if delivery.kind == "interactive" else delivery.kind
            judge.check_inbound(_INBOUND[kind], _without_enterprise(delivery.payload))
        for message in {repr(each): each for each in self.said}.values():  # equal ones once
            judge.check_message(message)
            check_manners(message)


def check_manners(message: Mapping[str, Any]) -> None:
    """Previews are off, and `text` holds whatever the blocks show, for those who hear it."""
    assert message["unfurl_links"] is False, message
    assert message["unfurl_media"] is False, message
    heard = _plain(html.unescape(message["text"]))
    missing = [] if heard.endswith(_CUT) else [shown for shown in _shown(message) if shown not in heard]
    assert not missing, f"not in the text of the message: {missing}\n{heard}"


def quoted(message: Mapping[str, Any]) -> str:
    """The words of a message that are set off as quotations or code."""
    parts = [
        "".join(str(piece["text"]) for piece in element["elements"])
        for block in message["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] in ("rich_text_quote", "rich_text_preformatted")
    ]
    return "\n".join(parts)


def links(message: Mapping[str, Any]) -> dict[str, str]:
    """Every link of a message, label → the first URL under it, in rich text and in mrkdwn."""
    found: dict[str, str] = {}
    for node in _nodes(message["blocks"]):
        if node.get("type") == "link":
            found.setdefault(node["text"], node["url"])
        elif node.get("type") == "mrkdwn":
            for url, label in re.findall(r"<(https?://[^|>]*)\|([^>]*)>", node["text"]):
                found.setdefault(html.unescape(label), html.unescape(url))
    return found


def buttons(message: Mapping[str, Any]) -> list[str]:
    """The words on a message's buttons."""
    return [node["text"]["text"] for node in _nodes(message["blocks"]) if node.get("type") == "button"]


def _without_enterprise(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Slack's types have an enterprise or nothing there; Slack itself sends null for a workspace of none."""
    return {key: value for key, value in payload.items() if "enterprise" not in key or value is not None}


def _shown(message: Mapping[str, Any]) -> Iterator[str]:
    """Every run of words that the blocks show, as it must be found in the text; list marks and markup aside."""
    for node in _nodes([block for block in message["blocks"] if block["type"] != "actions"]):
        if node.get("type") == "mrkdwn":
            labels_only = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", node["text"])
            pieces = re.split(r"\n|, |: | · | and \d+ more", html.unescape(labels_only))
        elif node.get("type") in ("text", "link"):
            pieces = node["text"].split(" · ")
        else:
            continue
        yield from filter(None, (_plain(piece) for piece in pieces))


def _plain(text: str) -> str:
    return " ".join(text.replace("¦", "|").replace("*", "").replace("`", "").split())


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _nodes(inner)
