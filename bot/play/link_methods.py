"""What hangs on messages of others: chat.unfurl for previews below links, and reactions.add."""

from collections.abc import Mapping
from typing import Any

from bot.play.chat_methods import check_blocks
from bot.play.links import COMPOSER, POSTED
from bot.play.messages import Json, Message, Refusal
from bot.play.workspace import Workspace


def unfurl(workspace: Workspace, arguments: Json) -> Json:
    unfurls = arguments.get("unfurls") or {}
    if not isinstance(unfurls, Mapping):
        raise Refusal("invalid_unfurls_format")
    for preview in unfurls.values():
        if any(block.get("type") == "rich_text" for block in preview.get("blocks", ())):
            raise Refusal("invalid_blocks")
        check_blocks(preview)
    if "channel" in arguments or "ts" in arguments:
        workspace.show_below(_linking(workspace, arguments, unfurls), unfurls)
    else:
        _unfurl_by_id(workspace, arguments, unfurls)
    return {}


def _unfurl_by_id(workspace: Workspace, arguments: Json, unfurls: Mapping[str, Any]) -> None:
    for name in ("unfurl_id", "source"):
        if not arguments.get(name):
            raise Refusal(f"missing_{name}")
    unfurl_id, source = str(arguments["unfurl_id"]), arguments["source"]
    if source not in (COMPOSER, POSTED):
        raise Refusal("invalid_source")
    linked = workspace.linked.get(unfurl_id)
    if linked is None or linked.source != source:
        raise Refusal("invalid_unfurl_id")
    if linked.channel and linked.ts:
        workspace.show_below(_linking(workspace, {"channel": linked.channel, "ts": linked.ts}, unfurls), unfurls)
    elif set(unfurls) - linked.urls:
        raise Refusal("cannot_unfurl_url")
    else:
        workspace.unfurls.setdefault(unfurl_id, {}).update(unfurls)


def _linking(workspace: Workspace, place: Mapping[str, Any], unfurls: Mapping[str, Any]) -> Message:
    """The message, where it has all those links."""
    for name in ("channel", "ts"):
        if not place.get(name):
            raise Refusal(f"missing_{name}")
    message = workspace.find(str(place["channel"]), str(place["ts"]))
    if message is None:
        raise Refusal("cannot_unfurl_message")
    if any(url.replace("&", "&amp;") not in message.text and url not in message.text for url in unfurls):
        raise Refusal("cannot_unfurl_url")
    return message


def add_reaction(workspace: Workspace, arguments: Json) -> Json:
    channel = workspace.open_channel(str(arguments.get("channel", "")))
    message = workspace.find(channel.id, str(arguments.get("timestamp", "")))
    if message is None:
        raise Refusal("message_not_found")
    name = str(arguments.get("name") or "")
    if not name:
        raise Refusal("invalid_name")
    workspace.react(message, name, workspace.team.bot_user)
    return {}
