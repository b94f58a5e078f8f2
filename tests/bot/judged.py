"""Slack's side with a judge: whatever passes between it and the bot must be what Slack would send, take and show well."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.play.deliveries import Ack, Delivery
from bot.play.page.drawing import Drawing
from bot.play.page.texts import Texts
from bot.play.record import Call
from bot.play.slack_side import SlackSide
from bot.play.views import View
from tests.slack_types import judge
from tests.slack_types.judge import Inbound

POSTS = frozenset({"chat.postMessage", "chat.postEphemeral", "response_url"})
VIEWS = frozenset({"views.open", "views.update", "views.push", "views.publish"})
_INBOUND: Mapping[str, Inbound] = {
    "events_api": "event",
    "slash_commands": "slash_command",
    "block_actions": "block_action",
    "message_action": "message_shortcut",
    "shortcut": "global_shortcut",
    "view_submission": "view_submission",
    "view_closed": "view_closed",
}
_BUTTONS = frozenset({"actions", "context_actions"})
_CUT = "…"
_LINK = re.compile(r"<[^|>]*\|([^>]*)>")


class JudgedSide(SlackSide):
    """Slack's side that remembers every ack, so that `judge` can look through all that was said and shown."""

    async def deliver(self, delivery: Delivery) -> Ack:
        ack = await super().deliver(delivery)
        self._exchanges.append((delivery, ack))
        return ack

    @property
    def said(self) -> list[Mapping[str, Any]]:
        """Every message of the bot's that reached Slack: in acks, posts and through response URLs."""
        acked = [ack.payload for _, ack in self._exchanges if ack.payload and "response_action" not in ack.payload]
        posted = [_sent(call) for call in self.calls if call.method in POSTS]
        return [*acked, *(message for message in posted if not message.get("delete_original"))]

    @property
    def updates(self) -> list[Mapping[str, Any]]:
        """Every message of the bot's that took the place of another by chat.update."""
        return [_sent(call) for call in self.calls if call.method == "chat.update"]

    @property
    def shown(self) -> list[Mapping[str, Any]]:
        """Every view of the bot's: opened, changed, published, or in the ack of a submission."""
        acked = [ack.payload["view"] for _, ack in self._exchanges if ack.payload and "view" in ack.payload]
        return [*acked, *(call.arguments["view"] for call in self.calls if call.method in VIEWS)]

    @property
    def previewed(self) -> list[Mapping[str, Any]]:
        """Every preview of the bot's below a link."""
        return [
            preview
            for call in self.calls
            if call.method == "chat.unfurl"
            for preview in (call.arguments.get("unfurls") or {}).values()
        ]

    def judge(self) -> None:
        """Raise AssertionError for what Slack would not send, or for what it would not take or spoil."""
        for delivery in self.deliveries:
            check_delivery(delivery)
        for message in _once(self.said):
            judge.check_message(message)
            check_manners(message)
        for message in _once(self.updates):
            judge.check_message(message)
            check_heard(message)
        for view in _once(self.shown):
            judge.check_view(view)
        for preview in _once(self.previewed):
            assert preview.get("blocks"), f"a preview without blocks: {preview}"
            judge.check_blocks(preview["blocks"], "unfurl")
        for shown in _once([*self.said, *self.updates, *self.shown, *self.previewed]):
            check_drawn(shown)
        for delivery, ack in self._exchanges:
            check_errors(delivery.payload, ack.payload or {})

    @property
    def _exchanges(self) -> list[tuple[Delivery, Ack]]:
        exchanges: list[tuple[Delivery, Ack]] = self.__dict__.setdefault("exchanges", [])
        return exchanges


def check_delivery(delivery: Delivery) -> None:
    """It is what Slack's own types say of its kind."""
    kind = str(delivery.payload["type"]) if delivery.kind == "interactive" else delivery.kind
    judge.check_inbound(_INBOUND[kind], _without_enterprise(delivery.payload))


def check_manners(message: Mapping[str, Any]) -> None:
    """Previews are off, and `text` holds whatever the blocks show, for those who hear it."""
    assert message["unfurl_links"] is False, message
    assert message["unfurl_media"] is False, message
    check_heard(message)


def check_heard(message: Mapping[str, Any]) -> None:
    """`text` holds whatever the blocks show, save for the words on buttons."""
    heard = _plain(html.unescape(message["text"]))
    missing = [] if heard.endswith(_CUT) else [shown for shown in _shown(message) if shown not in heard]
    assert not missing, f"not in the text of the message: {missing}\n{heard}"


def check_drawn(shown: Mapping[str, Any]) -> None:
    """The playground's page draws all of it."""
    drawn = Drawing(Texts({}), "m").blocks(shown.get("blocks") or ())
    assert "cannot draw" not in drawn, drawn


def check_errors(submitted: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    """Errors in the ack of a submission stand at inputs of that view: Slack shows no others."""
    if answer.get("response_action") == "errors":
        inputs = {block["block_id"] for block in submitted["view"]["blocks"] if block["type"] == "input"}
        assert answer["errors"].keys() <= inputs, f"no inputs: {answer['errors'].keys() - inputs}"
        assert answer["errors"], "no errors among the errors"


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


def feedback(message: Mapping[str, Any]) -> dict[str, str]:
    """A message's feedback buttons, words → value, to press one by."""
    pairs = [node for node in _nodes(message["blocks"]) if node.get("type") == "feedback_buttons"]
    halves = [pair[half] for pair in pairs for half in ("positive_button", "negative_button")]
    return {half["text"]["text"]: half["value"] for half in halves}


def words_of(view: View | Mapping[str, Any]) -> str:
    """All texts that a view shows, one a line: title and buttons too; mrkdwn with the labels of its links only."""
    body = view.body if isinstance(view, View) else view
    lines = []
    for node in _nodes(body):
        text = node.get("text")
        if node.get("type") == "mrkdwn":
            lines.append(html.unescape(_LINK.sub(r"\1", node["text"])))
        elif node.get("type") == "plain_text":
            lines.append(html.unescape(node["text"]))
        elif node.get("type") in ("text", "link") and isinstance(text, str):
            lines.append(text)
    return "\n".join(lines)


def _sent(call: Call) -> Mapping[str, Any]:
    """What a call says, without the `team_id` that the SDK adds."""
    return {key: value for key, value in call.arguments.items() if key != "team_id"}


def _once(payloads: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """Equal ones once."""
    return {repr(each): each for each in payloads}.values()


def _without_enterprise(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Slack's types have an enterprise or nothing there; Slack itself sends null for a workspace of none."""
    return {key: value for key, value in payload.items() if "enterprise" not in key or value is not None}


def _shown(message: Mapping[str, Any]) -> Iterator[str]:
    """Every run of words that the blocks show, as it must be found in the text; list marks and markup aside."""
    for node in _nodes([block for block in message.get("blocks", ()) if block["type"] not in _BUTTONS]):
        if node.get("type") == "mrkdwn":
            labels_only = _LINK.sub(r"\1", node["text"])
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
