"""The judge of everything the tests send to Slack or in its name: refuses what Slack would refuse, spoil or ring with.

Each `check_…` raises AssertionError naming every faulty path with its rule, one a line; each takes a few milliseconds.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.slack_types import limits, manifests, nodes, safety, schemas

Inbound = Literal[
    "event", "slash_command", "block_action", "message_shortcut", "global_shortcut", "view_submission", "view_closed"
]
Surface = Literal["message", "modal", "home", "unfurl"]

INBOUND_SCHEMAS: Mapping[Inbound, str] = {
    "event": "events",
    "slash_command": "slash_command",
    "block_action": "block_action",
    "message_shortcut": "message_shortcut",
    "global_shortcut": "global_shortcut",
    "view_submission": "view_submission",
    "view_closed": "view_closed",
}

# What chat.postMessage, postEphemeral, update, an ack and a response_url take. `attachments` are not judged here and
# `markdown_text` conflicts with `text`: neither is allowed.
MESSAGE_KEYS = frozenset(
    {
        *("text", "blocks", "channel", "user", "ts", "thread_ts", "reply_broadcast", "metadata"),
        *("unfurl_links", "unfurl_media", "mrkdwn", "parse", "link_names", "username", "icon_emoji", "icon_url"),
        *("response_type", "replace_original", "delete_original"),
    },
)

MESSAGE_ONLY = ("container", "context_actions", "data_table", "markdown", "plan", "table", "task_card")
NOT_ON: Mapping[Surface, frozenset[str]] = {
    "message": frozenset({"alert", "file"}),
    "modal": frozenset({"carousel", "file", *MESSAGE_ONLY}),
    "home": frozenset({"alert", "file", *MESSAGE_ONLY}),
    "unfurl": frozenset({"alert", "file", "rich_text"}),
}


def check_message(message: Mapping[str, object]) -> None:
    """Refuse a message (chat.postMessage, ack or response_url arguments) that Slack would not show as it is meant."""
    plain = _plain_json(message)
    _refuse(_message_faults(plain), "message", plain)


def check_blocks(blocks: Iterable[Mapping[str, object]], surface: Surface = "message") -> None:
    """The same for blocks that travel without a message's `text`, as those of an unfurl do."""
    plain = _plain_json({"blocks": list(blocks)})
    sums = limits.sum_faults(plain) if surface in ("message", "unfurl") else ()
    _refuse([*_block_faults(plain, surface), *sums], "blocks", plain)


def check_view(view: Mapping[str, object]) -> None:
    """Refuse a modal or Home view that views.open, views.update or views.publish would refuse."""
    plain = _plain_json(view)
    _refuse(_view_faults(plain), "view", plain)


def check_manifest(manifest: Mapping[str, object]) -> None:
    """Refuse an app manifest that Slack would refuse, over HTTP or for Socket Mode."""
    plain = _plain_json(manifest)
    _refuse(manifests.faults(plain), "manifest", plain)


def check_inbound(kind: Inbound, payload: Mapping[str, object]) -> None:
    """Refuse a payload that Slack would not send; an event comes in its envelope (`event_callback`) or bare."""
    plain = _plain_json(payload)
    if kind == "block_action" and "view" in plain:
        plain.setdefault("response_url", "")  # the type asks for it, but Slack sends none for a click in a view
    if kind == "event":
        plain = _with_whole_messages(plain)
    _refuse(schemas.faults(INBOUND_SCHEMAS[kind], plain), kind, plain)


def _with_whole_messages(payload: dict[str, object]) -> dict[str, object]:
    """An event about a message, with what the type asks for inside it and Slack says outside only, or calls otherwise."""
    event = payload.get("event", payload)
    assert isinstance(event, dict), "event: not a JSON object"
    outside = {key: event[key] for key in ("channel", "channel_type", "event_ts") if key in event}
    for name in ("message", "previous_message"):
        if isinstance(inside := event.get(name), dict):
            own = {key: value for key, value in inside.items() if (key, value) != ("subtype", "tombstone")}
            event[name] = {**outside, **own}
    return payload


def _plain_json(payload: Mapping[str, object]) -> dict[str, object]:
    """A copy as it goes over the wire; block objects of the SDK hidden in it are a mistake, as they are in the SDK."""
    try:
        copy = json.loads(json.dumps(payload, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise AssertionError(f"not JSON: {error}; call to_dict() on objects of the SDK") from error
    assert isinstance(copy, dict), "not a JSON object"
    return copy


def _refuse(faults: Iterable[str], what: str, payload: Mapping[str, object]) -> None:
    found = list(dict.fromkeys(faults))
    if found:
        shown = json.dumps(payload, ensure_ascii=False)[:1000]
        raise AssertionError("\n".join([f"Slack would not take this {what} as it is:", *found, shown]))


def _message_faults(message: Mapping[str, object]) -> Iterator[str]:
    for key in sorted(message.keys() - MESSAGE_KEYS):
        yield f"{key}: not an argument of a message of ours"
    text = message.get("text")
    if not isinstance(text, str):
        yield "text: missing; notifications and screen readers read nothing else"
    else:
        yield from safety.mrkdwn_faults(text, "text")
    yield from limits.size_faults(message, limits.MESSAGE, "")
    if message.get("response_type", "ephemeral") not in {"ephemeral", "in_channel"}:
        yield f"response_type: {message['response_type']!r} is neither ephemeral nor in_channel"
    if "blocks" in message:
        yield from _block_faults(message, "message")
        yield from limits.sum_faults(message)


def _view_faults(view: Mapping[str, object]) -> Iterator[str]:
    # The type lets any block pass, at some cost; each is judged by its own type below.
    yield from schemas.faults("views", {**view, "blocks": []} if isinstance(view.get("blocks"), list) else view)
    yield from limits.size_faults(view, limits.VIEW, "")
    size = len(json.dumps(view))
    if size > limits.VIEW_BYTES:
        yield f"view: {size} bytes, allowed {limits.VIEW_BYTES}"
    yield from _block_faults(view, "home" if view.get("type") == "home" else "modal")
    if view.get("type") == "modal" and "submit" not in view and _has_input(view):
        yield "submit: missing, and there is an input block"


def _has_input(view: Mapping[str, object]) -> bool:
    return any(block.get("type") == "input" for _, block in limits.blocks_of(view))


def _block_faults(payload: Mapping[str, object], surface: Surface) -> Iterator[str]:
    """Everything to be said of the blocks of a payload, one by one and together."""
    blocks = payload.get("blocks")
    if not isinstance(blocks, list):
        yield "blocks: not a list"
        return
    for index, block in enumerate(blocks):
        path = f"blocks[{index}]"
        mistyped = list(schemas.block_faults(block, path))
        yield from mistyped or _sdk_faults(block, path)
        for way, node in nodes.objects(block, path):
            yield from limits.node_faults(node, way)
            yield from safety.node_faults(node, way)
    for path, block in limits.blocks_of(payload):
        if block.get("type") in NOT_ON[surface]:
            yield f"{path}: no {block['type']} block on a {surface}"
    yield from limits.duplicate_faults(payload)


def _sdk_faults(block: dict[str, object], path: str) -> Iterator[str]:
    """What the SDK's own models say; they validate themselves and everything inside on to_dict()."""
    try:
        parsed = Block.parse(block)
        if parsed is not None:  # as it is for data_table, which the SDK does not model
            parsed.to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        yield f"{path}: {error}"
