"""The interactive elements of blocks: where they are, and what Slack reports when somebody uses one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.play.messages import Json

_CHOICES = {
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "datetimepicker": "selected_date_time",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "multi_users_select": "selected_users",
    "timepicker": "selected_time",
    "users_select": "selected_user",
}
_ONE_OPTION = {"external_select", "overflow", "radio_buttons", "static_select"}
_BUTTONS = {"button", "feedback_buttons", "icon_button", "overflow", "workflow_button"}
_MANY_OPTIONS = {"checkboxes", "multi_external_select", "multi_static_select"}


def elements(blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Json, Json]]:
    """Each element that has an action_id, with the block it stands in, in reading order."""
    for block in blocks:
        for element in _inside(block):
            yield dict(block), element


def _inside(part: object) -> Iterator[Json]:
    if isinstance(part, Mapping):
        if "action_id" in part:
            yield dict(part)
        for value in part.values():
            yield from _inside(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _inside(value)


def state_of(element: Mapping[str, Any], value: object) -> Json:
    """What Slack reports an element to hold once a person has put `value` in it.

    Raises:
        LookupError: The element offers no such option.
    """
    kind = str(element["type"])
    if kind in _CHOICES:
        return {"type": kind, _CHOICES[kind]: value}
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": None if value is None else _option(element, value)}
    if kind in _MANY_OPTIONS:
        chosen = value if isinstance(value, list | tuple) else [] if value is None else [value]
        return {"type": kind, "selected_options": [_option(element, one) for one in chosen]}
    return {"type": kind, "value": value}


def initial_value(element: Mapping[str, Any]) -> object:
    """What an element holds before anybody touched it, in the form `state_of` takes."""
    for name, value in element.items():
        if name == "initial_option":
            return value["value"]
        if name == "initial_options":
            return [option["value"] for option in value]
        if name.startswith("initial_"):
            return value
    return None


def action_of(element: Mapping[str, Any], value: object) -> Json:
    """The entry in `actions` when a person uses the element, without block_id and action_ts.

    Args:
        element: The element as the app sent it.
        value: Which option or button of several; None presses a button, or the positive one of two.
    """
    action: Json = {"type": element["type"], "action_id": element["action_id"]}
    if element["type"] == "feedback_buttons":
        return action | _feedback(element, value)
    if element["type"] in ("button", "icon_button"):
        return action | {name: element[name] for name in ("text", "value", "style") if name in element}
    return action | state_of(element, value)


def _feedback(element: Mapping[str, Any], value: object) -> Json:
    pair = [element["positive_button"], element["negative_button"]]
    chosen = [button for button in pair if value in (None, button.get("value"))]
    if not chosen:
        raise LookupError(f"{element['action_id']}: no feedback button has the value {value!r}")
    return {"text": chosen[0]["text"], "value": chosen[0]["value"]}


def _option(element: Mapping[str, Any], value: object) -> Json:
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    for option in [*element.get("options", ()), *grouped]:
        if option["value"] == value:
            return dict(option)
    raise LookupError(f"{element.get('action_id')}: no option has the value {value!r}")


def filled(blocks: Sequence[Mapping[str, Any]], values: Mapping[str, Any]) -> Json:
    """The `state.values` of a view whose inputs a person filled in.

    Args:
        blocks: The view's blocks, each with its block_id.
        values: What the person put in, by block_id or action_id; everything else keeps its initial value.

    Raises:
        LookupError: No input has that id.
        ValueError: A required input is empty: Slack does not let the person submit.
    """
    state: Json = {}
    known: set[str] = set()
    for block, element in elements(blocks):
        if element["type"] in _BUTTONS:
            continue
        ids = (block["block_id"], element["action_id"])
        known.update(ids)
        value = next((values[name] for name in ids if name in values), initial_value(element))
        if value in (None, "", []) and block["type"] == "input" and not block.get("optional"):
            raise ValueError(f"the input {element['action_id']} is required")
        state.setdefault(ids[0], {})[ids[1]] = state_of(element, value)
    if unknown := set(values) - known:
        raise LookupError(f"the view has no input {', '.join(sorted(unknown))}")
    return state
