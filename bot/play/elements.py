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
_OF_BUTTONS = ("text", "value", "style", "url", "icon", "confirm")
_MOST_TYPED = 3000
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


def holds(element: Mapping[str, Any]) -> bool:
    """Whether the element holds what a person put into it, as buttons do not."""
    return element["type"] not in _BUTTONS


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


def initial_value(element: Mapping[str, Any], here: str | None = None) -> object:
    """What an element holds before anybody touched it, in the form `state_of` takes; `here` is the channel around."""
    for name, value in element.items():
        if name == "initial_option":
            return value["value"]
        if name == "initial_options":
            return [option["value"] for option in value]
        if name.startswith("initial_"):
            return value
    if here and element.get("default_to_current_conversation"):
        return [here] if str(element["type"]).startswith("multi_") else here
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
        return action | {name: element[name] for name in _OF_BUTTONS if name in element}
    return action | state_of(element, value)


def _feedback(element: Mapping[str, Any], value: object) -> Json:
    pair = [element["positive_button"], element["negative_button"]]
    chosen = [button for button in pair if value in (None, button.get("value"))]
    if not chosen:
        raise LookupError(f"{element['action_id']}: no feedback button has the value {value!r}")
    return {"text": chosen[0]["text"], "value": chosen[0]["value"]}


def options_of(element: Mapping[str, Any]) -> Sequence[Json]:
    """What the element offers, in groups or not."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [dict(option) for option in [*element.get("options", ()), *grouped]]


def _option(element: Mapping[str, Any], value: object) -> Json:
    for option in options_of(element):
        if option["value"] == value:
            return option
    raise LookupError(f"{element.get('action_id')}: no option has the value {value!r}")


def chosen(blocks: Sequence[Mapping[str, Any]], action_id: str, value: object) -> tuple[Json, Json]:
    """The element to use, with its block: the first of that action_id which offers the value.

    Raises:
        LookupError: There is none.
    """
    for block, element in elements(blocks):
        if element["action_id"] == action_id and _offers(element, value):
            return block, element
    raise LookupError(f"nothing with the action_id {action_id!r} and the value {value!r} stands there")


def _offers(element: Mapping[str, Any], value: object) -> bool:
    """Whether using the element can mean that value; None is any button, but no entry of an overflow menu."""
    if value is None:
        return bool(element["type"] != "overflow")
    if element["type"] in ("button", "icon_button", "workflow_button"):
        return bool(element.get("value") == value)
    try:
        action_of(element, value)
    except LookupError:
        return False
    return True


def state_values(
    blocks: Sequence[Mapping[str, Any]], before: Mapping[str, Any] | None = None, here: str | None = None
) -> Json:
    """The `state.values` of a message or view.

    Args:
        blocks: Its blocks, each with its block_id.
        before: What people put in so far; everything else holds its initial value.
        here: The channel it stands in or was opened in.
    """
    state: Json = {}
    for block, element in _inputs(blocks):
        held = (before or {}).get(block["block_id"], {}).get(element["action_id"])
        now = held or state_of(element, initial_value(element, here))
        state.setdefault(block["block_id"], {})[element["action_id"]] = now
    return state


def filled(blocks: Sequence[Mapping[str, Any]], values: Mapping[str, Any], state: Mapping[str, Any]) -> Json:
    """The `state.values` of a view whose inputs a person filled in.

    Args:
        blocks: The view's blocks, each with its block_id.
        values: What the person put in, by block_id or action_id.
        state: What the inputs held before, as `state_values` has it.

    Raises:
        LookupError: No input has that id, or offers that option.
        ValueError: Slack does not let the person submit: a required input is empty, or a text too short or long.
    """
    new: Json = {block_id: dict(inputs) for block_id, inputs in state.items()}
    known: set[str] = set()
    for block, element in _inputs(blocks):
        block_id, action_id = block["block_id"], element["action_id"]
        known.update((block_id, action_id))
        given = next((name for name in (block_id, action_id) if name in values), None)
        if given is not None:
            new[block_id][action_id] = state_of(element, values[given])
        if block["type"] == "input":
            _check_entry(element, new[block_id][action_id], optional=bool(block.get("optional")))
    if unknown := set(values) - known:
        raise LookupError(f"the view has no input {', '.join(sorted(unknown))}")
    return new


def _check_entry(element: Mapping[str, Any], entry: Mapping[str, Any], *, optional: bool) -> None:
    empty = all(value in (None, "", []) for name, value in entry.items() if name != "type")
    if empty and not optional:
        raise ValueError(f"the input {element['action_id']} is required")
    length = len(str(entry.get("value") or ""))
    least, most = element.get("min_length", 0), element.get("max_length", _MOST_TYPED)
    if not empty and "value" in entry and not least <= length <= most:
        raise ValueError(f"the input {element['action_id']} takes {least} to {most} characters")
    if len(entry.get("selected_options", ())) > element.get("max_selected_items", _MOST_TYPED):
        raise ValueError(f"the input {element['action_id']} takes {element['max_selected_items']} choices at most")


def _inputs(blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Json, Json]]:
    return ((block, element) for block, element in elements(blocks) if holds(element))
