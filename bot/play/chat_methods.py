"""The chat.* methods: posting, changing and deleting messages."""

from collections.abc import Mapping
from typing import Any

from bot.play.block_limits import ALL_CHARACTERS, characters, problems
from bot.play.messages import Json, Message, Refusal
from bot.play.workspace import Workspace

CUT_AT = 40_000
MOST_CHARACTERS = 4_000
MOST_MARKDOWN = 12_000
_KEPT = ("text", "blocks", "attachments", "metadata", "markdown_text", "unfurl_links", "unfurl_media", "mrkdwn")


def content_of(arguments: Mapping[str, Any], most: int | None = MOST_CHARACTERS) -> Json:
    """The part of a call that is the message itself, checked against Slack's limits.

    Args:
        arguments: What the app sent.
        most: More characters of text than this are refused; None cuts the text off at 40,000 instead.
    """
    content = {name: arguments[name] for name in _KEPT if arguments.get(name) is not None}
    if not any(content.get(name) for name in ("text", "blocks", "attachments", "markdown_text")):
        raise Refusal("no_text")
    text = str(content.get("text", ""))
    if most is not None and len(text) > most:
        raise Refusal("msg_too_long")
    if "text" in content:
        content["text"] = text[:CUT_AT]
    check_blocks(content)
    _check_markdown(content)
    return content


def check_blocks(content: Mapping[str, Any]) -> None:
    """Refuse blocks that Slack refuses, each reason in response_metadata."""
    blocks = content.get("blocks")
    if blocks is None:
        return
    if found := problems(blocks):
        raise Refusal("invalid_blocks", response_metadata={"messages": [f"[ERROR] {line}" for line in found]})
    if characters(blocks) > ALL_CHARACTERS:
        raise Refusal("msg_blocks_too_long")


def _check_markdown(content: Json) -> None:
    if "markdown_text" not in content:
        return
    if "text" in content or "blocks" in content:
        raise Refusal("markdown_text_conflict")
    if len(str(content["markdown_text"])) > MOST_MARKDOWN:
        raise Refusal("msg_too_long")
    content["blocks"] = [{"type": "markdown", "text": str(content.pop("markdown_text"))}]


def _own(workspace: Workspace, arguments: Json, refusal: str) -> Message:
    channel = workspace.channel(str(arguments.get("channel", "")))
    message = workspace.find(channel.id, str(arguments.get("ts", "")))
    if message is None or message.only_for:
        raise Refusal("message_not_found")
    if message.user != workspace.team.bot_user:
        raise Refusal(refusal)
    return message


def post_message(workspace: Workspace, arguments: Json) -> Json:
    channel = workspace.open_channel(str(arguments.get("channel", "")))
    content = content_of(arguments, most=None)
    thread_ts = arguments.get("thread_ts")
    parent = workspace.find(channel.id, str(thread_ts)) if thread_ts else None
    if parent is not None and parent.thread_ts not in (None, parent.ts):
        raise Refusal("cannot_reply_to_message")
    message = workspace.add(channel.id, workspace.team.bot_user, content, thread_ts=thread_ts)
    return {"channel": channel.id, "ts": message.ts, "message": workspace.as_json(message)}


def post_ephemeral(workspace: Workspace, arguments: Json) -> Json:
    channel = workspace.open_channel(str(arguments.get("channel", "")))
    content = content_of(arguments)
    user = str(arguments.get("user", ""))
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    bot = workspace.team.bot_user
    message = workspace.add(channel.id, bot, content, thread_ts=arguments.get("thread_ts"), only_for=user)
    return {"message_ts": message.ts}


def update(workspace: Workspace, arguments: Json) -> Json:
    message = _own(workspace, arguments, "cant_update_message")
    if workspace.channels[message.channel].archived:
        raise Refusal("is_inactive")
    content = content_of(arguments)
    if "metadata" in message.content:
        content.setdefault("metadata", message.content["metadata"])
    changed = workspace.change(message, content)
    answer = {"channel": message.channel, "ts": message.ts, "text": changed.text}
    return {**answer, "message": workspace.as_json(changed)}


def delete(workspace: Workspace, arguments: Json) -> Json:
    message = _own(workspace, arguments, "cant_delete_message")
    workspace.remove(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(workspace: Workspace, arguments: Json) -> Json:
    channel = workspace.channel(str(arguments.get("channel", "")))
    message = workspace.find(channel.id, str(arguments.get("message_ts", "")))
    if message is None:
        raise Refusal("message_not_found")
    link = f"https://{workspace.team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
