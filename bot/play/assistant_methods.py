"""The assistant.threads.* methods: prompts suggested in direct messages, and what the bot is doing meanwhile."""

from collections.abc import Mapping

from bot.play.messages import Json, Refusal
from bot.play.workspace import Workspace

MOST_PROMPTS = 4
MOST_LOADING_MESSAGES = 10


def set_suggested_prompts(workspace: Workspace, arguments: Json) -> Json:
    """Suggest prompts; with a thread_ts the call does nothing, and says nothing of that."""
    channel = workspace.joined(str(arguments.get("channel_id", "")))
    prompts = arguments.get("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= MOST_PROMPTS:
        raise _wrong(f"must have between 1 and {MOST_PROMPTS} items [json-pointer:/prompts]")
    if not all(isinstance(one, Mapping) and one.get("title") and one.get("message") for one in prompts):
        raise _wrong("missing required field: title or message [json-pointer:/prompts]")
    if not arguments.get("thread_ts"):
        workspace.prompts[channel.id] = [dict(one) for one in prompts]
    return {}


def set_status(workspace: Workspace, arguments: Json) -> Json:
    """Say what the bot is doing in a thread; an empty status takes it back."""
    channel = workspace.joined(str(arguments.get("channel_id", "")))
    thread_ts = str(arguments.get("thread_ts") or "")
    if not thread_ts or "status" not in arguments:
        raise _wrong("missing required field: thread_ts or status")
    if len(arguments.get("loading_messages") or ()) > MOST_LOADING_MESSAGES:
        raise _wrong(f"no more than {MOST_LOADING_MESSAGES} items allowed [json-pointer:/loading_messages]")
    workspace.statuses[channel.id, thread_ts] = str(arguments["status"])
    return {}


def _wrong(reason: str) -> Refusal:
    return Refusal("invalid_arguments", response_metadata={"messages": [f"[ERROR] {reason}"]})
