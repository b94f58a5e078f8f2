"""What went over the wire as HTML: each exchange with what can be looked at and copied; pure."""

import json
from collections.abc import Iterator, Mapping, Sequence

from bot.play.elements import elements
from bot.play.messages import Message
from bot.play.page.templating import render
from bot.play.wire import Exchange, Step
from bot.play.workspace import Workspace

_OF_VIEWS = ("type", "title", "submit", "close", "blocks")


def drawn_step(step: Step, workspace: Workspace, explains: str) -> str:
    """One step; where an answer in it can be explained, with the button that does."""
    return render(
        "step.html", step=step, parts=_parts, explains=explains, explained=list(_explained(step, workspace, explains))
    )


def for_builder(value: object) -> Mapping[str, object] | None:
    """The view or the blocks in it, as Block Kit Builder takes them."""
    if not isinstance(value, Mapping):
        return None
    view = value.get("view")
    if isinstance(view, Mapping) and "blocks" in view:
        return {name: view[name] for name in _OF_VIEWS if view.get(name)}
    return {"blocks": value["blocks"]} if value.get("blocks") else None


def _explained(step: Step, workspace: Workspace, explains: str) -> Iterator[tuple[Message, str]]:
    """Each message that came of the step and has the button, with the button's value."""
    answered = [one.answer for one in step.exchanges if isinstance(one.answer, Mapping)]
    places = [(str(said.get("channel", "")), str(said.get("ts", ""))) for said in answered]
    for channel, ts in dict.fromkeys([*step.answered, *places]):
        message = workspace.find(channel, ts)
        for _, element in elements(message.blocks) if message and explains else ():
            if message and element["action_id"] == explains:
                yield message, str(element.get("value", ""))


def _parts(exchange: Exchange) -> Sequence[tuple[str, str]]:
    """What can be looked at, and copied, of an exchange."""
    is_delivery = exchange.direction == "to the bot"
    shown: list[tuple[str, object]] = [("Request" if is_delivery else "Arguments", exchange.request)]
    if exchange.answer is not None:
        shown.append(("Acknowledgement" if is_delivery else "Answer", exchange.answer))
    blocks = [("For Block Kit Builder", found) for _, value in shown if (found := for_builder(value))]
    return [(name, json.dumps(value, indent=2, ensure_ascii=False)) for name, value in [*shown, *blocks[:1]]]
