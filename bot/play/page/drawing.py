"""Block Kit → HTML: each kind of block and element by the template of its name; pure."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from bot.play.elements import initial_value, options_of, state_of
from bot.play.messages import with_block_ids
from bot.play.page.rich_text import cannot, rich_text
from bot.play.page.templating import kinds_in, render
from bot.play.page.texts import Texts, linked, safe_url

Part = Mapping[str, Any]

_NOT_IN_IDS = re.compile(r"[^\w-]")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws what stands in one place.

    Args:
        texts: What draws its texts.
        place: What ids on the page begin with, such as `C0ENG-1700000000.000100`.
        state: What its inputs hold, as `state.values` has it; the others hold their initial values.
        people: Id → name, to choose from.
        channels: Id → name, likewise.
    """

    texts: Texts
    place: str
    state: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)

    def blocks(self, blocks: Sequence[Part]) -> Markup:
        """Block after block, each with what its block_id gives."""
        return Markup("\n").join(self.block(block) for block in with_block_ids(blocks))

    def block(self, block: Part) -> Markup:
        """One block; an unknown one, or one that makes no sense, is named."""
        kind = str(block.get("type"))
        if kind not in kinds_in("blocks"):
            return cannot(f'block of type "{kind}"')
        try:
            return render(f"blocks/{kind}.html", d=self, block=block)
        except (AttributeError, KeyError, LookupError, TypeError, ValueError):
            return cannot(f'this block of type "{kind}"')

    def element(self, element: Part, block: Part, label: str = "") -> Markup:
        """One interactive element or image; `label` is what an input block calls it."""
        kind = str(element.get("type"))
        found = kind.removeprefix("multi_") if kind.startswith("multi_") else kind
        if found not in kinds_in("elements"):
            return cannot(f'element of type "{kind}"')
        return render(f"elements/{found}.html", d=self, element=element, block=block, label=label, many=found != kind)

    def shown(self, text: object) -> Markup:
        """A text object."""
        return self.texts.shown(text)

    def rich_text(self, block: Part) -> Markup:
        return rich_text(self.texts, block)

    def markdown(self, text: str) -> Markup:
        return self.texts.markdown(text)

    def linked(self, url: str, label: Markup | str) -> Markup:
        return linked(url, label)

    def url(self, url: object) -> str:
        """The address, if it is safe to follow."""
        return safe_url(str(url or ""))

    def dom_id(self, *names: object) -> str:
        """An id that no other thing on the page has."""
        return _NOT_IN_IDS.sub("-", "-".join([self.place, *map(str, names)]))

    def held(self, element: Part, block: Part) -> object:
        """What an input holds, in the form that `state_of` takes: a value, or a list of them."""
        entry = self.state.get(str(block.get("block_id")), {}).get(str(element.get("action_id")))
        return _value(entry or state_of(element, initial_value(element)))

    def options(self, element: Part) -> Sequence[tuple[str, Sequence[tuple[str, Markup, str]]]]:
        """What there is to choose: groups of (value, label, description), the first of them without a name."""
        kind = str(element.get("type"))
        for name, offered in (
            ("users_select", self.people),
            ("conversations_select", self.channels),
            ("channels_select", self.channels),
        ):
            if kind.endswith(name):
                return [("", _named(offered))]
        groups = element.get("option_groups")
        if groups:
            return [(self.words(group.get("label")), self._choices(group)) for group in groups]
        return [("", self._choices(element))]

    def words(self, text: object) -> str:
        """A text object as plain words, for labels and the like."""
        return str(self.shown(text).striptags()) if text else ""

    def confirm(self, element: Part) -> str:
        """What must be confirmed first, as JSON for the page; empty for nothing."""
        asked = element.get("confirm")
        if not isinstance(asked, Mapping):
            return ""
        words = {name: self.words(asked.get(name)) for name in ("title", "text", "confirm", "deny")}
        return json.dumps({**words, "style": asked.get("style", "")})

    def _choices(self, element: Part) -> Sequence[tuple[str, Markup, str]]:
        return [
            (str(option["value"]), self.shown(option["text"]), self.words(option.get("description")))
            for option in options_of({"options": element.get("options", ())})
        ]


def _named(offered: Mapping[str, str]) -> Sequence[tuple[str, Markup, str]]:
    return [(name, Markup.escape(shown), "") for name, shown in offered.items()]


def _value(entry: Mapping[str, Any]) -> object:
    """What an entry of `state.values` holds."""
    for name, value in entry.items():
        if name == "selected_option":
            return (value or {}).get("value")
        if name == "selected_options":
            return [option["value"] for option in value]
        if name != "type":
            return value
    return None
