"""The views.* methods: opening, changing, stacking modals, and publishing Home tabs."""

import json
from collections.abc import Mapping
from typing import Any

from bot.play.block_limits import problems
from bot.play.messages import Json, Refusal
from bot.play.views import MAX_BLOCKS, MAX_BYTES, View
from bot.play.workspace import Workspace

MOST_TITLE = 24


def checked(body: object, kinds: tuple[str, ...] = ("modal",)) -> Mapping[str, Any]:
    """The view as sent, or Slack's refusal of it."""
    if not isinstance(body, Mapping):
        raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view"]})
    found = list(problems(body.get("blocks"), MAX_BLOCKS))
    if body.get("type") not in kinds:
        found.append("invalid view type [json-pointer:/view/type]")
    if body.get("type") == "modal":
        found += _modal_problems(body)
    if found:
        raise Refusal("invalid_arguments", response_metadata={"messages": [f"[ERROR] {line}" for line in found]})
    if len(json.dumps(body)) > MAX_BYTES:
        raise Refusal("view_too_large")
    return body


def _modal_problems(body: Mapping[str, Any]) -> list[str]:
    found = []
    if not body.get("title"):
        found.append("missing required field: title [json-pointer:/view]")
    for name in ("title", "submit", "close"):
        label = body.get(name)
        if isinstance(label, Mapping) and len(str(label.get("text", ""))) > MOST_TITLE:
            found.append(f"must be less than {MOST_TITLE + 1} characters [json-pointer:/view/{name}]")
    if not body.get("submit") and any(block.get("type") == "input" for block in body.get("blocks") or ()):
        found.append("missing required field: submit [json-pointer:/view]")
    return found


def _answer(workspace: Workspace, view: View) -> Json:
    return {"view": view.as_json(workspace.team)}


def open_view(workspace: Workspace, arguments: Json) -> Json:
    body = checked(arguments.get("view"))
    trigger = workspace.views.spend_trigger(str(arguments.get("trigger_id", "")))
    return _answer(workspace, workspace.views.open(trigger.user, body, channel=trigger.channel))


def push(workspace: Workspace, arguments: Json) -> Json:
    body = checked(arguments.get("view"))
    trigger = workspace.views.spend_trigger(str(arguments.get("trigger_id", "")))
    below = [view for view in workspace.views.modals.values() if view.user == trigger.user]
    over = below[-1] if below else None
    return _answer(workspace, workspace.views.open(trigger.user, body, over=over, channel=trigger.channel))


def update(workspace: Workspace, arguments: Json) -> Json:
    body = checked(arguments.get("view"), ("modal", "home"))
    view = workspace.views.find(str(arguments.get("view_id", "")))
    if view is None:
        raise Refusal("not_found")
    _check_hash(view, arguments)
    return _answer(workspace, workspace.views.change(view, body))


def publish(workspace: Workspace, arguments: Json) -> Json:
    body = checked(arguments.get("view"), ("home",))
    user = workspace.users.get(str(arguments.get("user_id", "")))
    if user is None:
        raise Refusal("user_not_found")
    if (before := workspace.views.homes.get(user.id)) is not None:
        _check_hash(before, arguments)
    return _answer(workspace, workspace.views.publish(user.id, body))


def _check_hash(view: View, arguments: Json) -> None:
    if arguments.get("hash") not in (None, "", view.hash):
        raise Refusal("hash_conflict")
