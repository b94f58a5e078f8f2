"""The methods that read: conversations.*, usergroups.users.list and users.info."""

from collections.abc import Sequence

from bot.play.messages import Json, Message, Refusal
from bot.play.people import Channel
from bot.play.workspace import Workspace

MOST = 1000


def _page(workspace: Workspace, messages: Sequence[Message], arguments: Json, usual: int) -> Json:
    """One page of messages between `oldest` and `latest`, with the cursor of the next."""
    limit = min(int(arguments.get("limit") or usual), MOST)
    start = int(str(arguments.get("cursor") or "0").removeprefix("next:"))
    oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or "inf")
    chosen = [message for message in messages if oldest <= float(message.ts) <= latest]
    more = start + limit < len(chosen)
    return {
        "messages": [workspace.as_json(message) for message in chosen[start : start + limit]],
        "has_more": more,
        "response_metadata": {"next_cursor": f"next:{start + limit}" if more else ""},
    }


def replies(workspace: Workspace, arguments: Json) -> Json:
    channel = workspace.joined(str(arguments.get("channel", "")))
    thread = workspace.thread(channel.id, str(arguments.get("ts", "")))
    if not thread:
        raise Refusal("thread_not_found")
    return _page(workspace, thread, arguments, usual=MOST)


def history(workspace: Workspace, arguments: Json) -> Json:
    channel = workspace.joined(str(arguments.get("channel", "")))
    top = [message for message in workspace.messages(channel.id) if message.thread_ts in (None, message.ts)]
    return _page(workspace, top[::-1], arguments, usual=100)


def _known(workspace: Workspace, arguments: Json) -> Channel:
    """The channel, which may be any public one."""
    channel = workspace.channel(str(arguments.get("channel", "")))
    return channel if channel.kind == "channel" else workspace.joined(channel.id)


def info(workspace: Workspace, arguments: Json) -> Json:
    channel = _known(workspace, arguments)
    about = {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_member": workspace.team.bot_user in channel.members,
        "context_team_id": workspace.team.id,
    }
    return {"channel": about}


def members(workspace: Workspace, arguments: Json) -> Json:
    channel = _known(workspace, arguments)
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def group_members(workspace: Workspace, arguments: Json) -> Json:
    group = workspace.groups.get(str(arguments.get("usergroup", "")))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": sorted(group)}


def user_info(workspace: Workspace, arguments: Json) -> Json:
    user = workspace.users.get(str(arguments.get("user", "")))
    if user is None:
        raise Refusal("user_not_found")
    about: Json = {
        "id": user.id,
        "team_id": workspace.team.id,
        "name": user.name,
        "real_name": user.real_name,
        "tz": user.tz,
        "is_bot": user.is_bot,
        "deleted": False,
        "profile": {"real_name": user.real_name, "display_name": user.name},
    }
    if arguments.get("include_locale") in (True, 1, "1", "true", "True"):
        about["locale"] = user.locale
    return {"user": about}
