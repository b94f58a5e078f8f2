"""The settings of a channel ⇄ the modal in which they are changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypedDict

from bot import mrkdwn
from bot.names import Names
from bot.texts import LANGUAGES, Texts
from bot.views import blocks
from bot.views.blocks import Block, View

SAVE, SHOWN = "save_settings", "settings"
AUTO_LINK_SCOPES = ("channels:history", "chat:write")
UNFURL_SCOPES = ("links:read", "links:write")
MOST_A_DAY = 10
_ANSWERS, _SOURCES, _AUTO, _A_DAY, _UNFURLS = "answers", "sources", "auto", "a_day", "unfurls"
LANGUAGE = "language"  # the input that is always there
_PRIVATE, _PUBLIC, _ON, _OWN = "private", "public", "on", "own"
_OPTION, _OPTION_VALUE = 75, 150
_MOST_SOURCES = 100
_FEWEST_SOURCES = 2  # of one there is nothing to choose


class Settings(Protocol):
    """How the bot behaves in a channel."""

    @property
    def public(self) -> bool: ...
    @property
    def sources(self) -> tuple[str, ...]: ...
    @property
    def auto_link(self) -> bool: ...
    @property
    def auto_links_a_day(self) -> int: ...
    @property
    def unfurls(self) -> bool: ...
    @property
    def language(self) -> str: ...


class Changes(TypedDict, total=False):
    """What somebody chose in the modal; what it did not offer is not there."""

    public: bool
    sources: tuple[str, ...]
    auto_link: bool
    auto_links_a_day: int
    unfurls: bool
    language: str


def form(  # noqa: PLR0913 - what the modal shows, by name
    settings: Settings, channel: str, sources: Sequence[str], lacking: Collection[str], names: Names, texts: Texts
) -> View:
    """The modal that changes them; alone with the bot there is only a language to choose. `lacking` are scopes."""
    alone = is_alone(channel)
    parts = [blocks.context(texts("settings-intro-alone" if alone else "settings-intro"))]
    if not alone:
        parts += [_answers(settings, names, texts), *_sources(settings, sources, texts)]
        parts += _auto_link(settings, lacking, texts)
        parts += [_switch(_UNFURLS, "unfurls", texts, on=settings.unfurls), *_lacking(UNFURL_SCOPES, lacking, texts)]
    parts.append(_language(settings, texts))
    title, cancel = texts("settings-title"), texts("settings-cancel")
    return blocks.modal(SAVE, title, parts, close=cancel, submit=texts("settings-save"), carried=channel)


def reserved(settings: Settings, channel: str, names: Names, texts: Texts) -> View:
    """The same for somebody who may not change them: what holds."""
    return _summary(texts("settings-reserved"), settings, channel, names, texts)


def saved(settings: Settings, channel: str, names: Names, texts: Texts) -> View:
    """What holds after a change."""
    return _summary(texts("settings-saved"), settings, channel, names, texts)


def read(values: Mapping[str, Mapping[str, Any]], sources: Sequence[str]) -> Changes:
    """What was chosen, from the `state.values` of the modal; `sources` are those that there are now."""
    changes = Changes()
    if answers := _chosen(values, _ANSWERS):
        changes["public"] = answers == [_PUBLIC]
    if _SOURCES in values:
        chosen = _chosen(values, _SOURCES)
        changes["sources"] = tuple(source for source in sources if source[:_OPTION_VALUE] in chosen)
    if _AUTO in values:
        changes["auto_link"] = _ON in _chosen(values, _AUTO)
    if (number := "".join(_chosen(values, _A_DAY))).isdecimal():
        changes["auto_links_a_day"] = min(max(int(number), 1), MOST_A_DAY)
    if _UNFURLS in values:
        changes["unfurls"] = _ON in _chosen(values, _UNFURLS)
    if language := "".join(_chosen(values, LANGUAGE)):
        changes["language"] = language if language in LANGUAGES else ""
    return changes


def is_alone(channel: str) -> bool:
    """Whether a channel is that of somebody's direct messages with the bot."""
    return channel.startswith("D")


def _chosen(values: Mapping[str, Mapping[str, Any]], name: str) -> list[str]:
    """The values of what was chosen in an input."""
    held = values.get(name, {}).get(name, {})
    options = held.get("selected_options") or [held.get("selected_option")]
    return [str(option["value"]) for option in options if option]


def _answers(settings: Settings, names: Names, texts: Texts) -> Block:
    options = [_option(_PRIVATE, texts("settings-private")), _option(_PUBLIC, texts("settings-public"))]
    element = {"type": "radio_buttons", "options": options, "initial_option": options[settings.public]}
    return _input(_ANSWERS, texts("settings-answers", ask=names.ask), element)


def _sources(settings: Settings, sources: Sequence[str], texts: Texts) -> Iterator[Block]:
    if len(sources) < _FEWEST_SOURCES:
        return
    options = {source: _option(source, source) for source in sources[:_MOST_SOURCES]}
    element: Block = {"type": "multi_static_select", "options": list(options.values())}
    if initial := [options[source] for source in options if source in settings.sources]:
        element["initial_options"] = initial
    hint = texts("settings-sources-hint")
    yield _input(_SOURCES, texts("settings-sources"), element, hint=hint, optional=True)


def _auto_link(settings: Settings, lacking: Collection[str], texts: Texts) -> Iterator[Block]:
    yield _switch(_AUTO, "auto", texts, on=settings.auto_link, hint=texts("settings-auto-hint"))
    numbers = [_option(str(number), str(number)) for number in range(1, MOST_A_DAY + 1)]
    initial = numbers[min(max(settings.auto_links_a_day, 1), MOST_A_DAY) - 1]
    element = {"type": "static_select", "options": numbers, "initial_option": initial}
    yield _input(_A_DAY, texts("settings-a-day"), element)
    yield from _lacking(AUTO_LINK_SCOPES, lacking, texts)


def _language(settings: Settings, texts: Texts) -> Block:
    own = _option(_OWN, texts("settings-language-own"))
    options = {"": own, **{code: _option(code, name) for code, name in LANGUAGES.items()}}
    initial = options.get(settings.language, own)
    element = {"type": "static_select", "options": list(options.values()), "initial_option": initial}
    return _input(LANGUAGE, texts("settings-language"), element)


def _switch(name: str, said: str, texts: Texts, *, on: bool, hint: str = "") -> Block:
    option = _option(_ON, texts(f"settings-{said}-on"))
    element: Block = {"type": "checkboxes", "options": [option], **({"initial_options": [option]} if on else {})}
    return _input(name, texts(f"settings-{said}"), element, hint=hint, optional=True)


def _lacking(needed: Collection[str], lacking: Collection[str], texts: Texts) -> list[Block]:
    """What the workspace has not granted of what a setting needs."""
    missing = [scope for scope in needed if scope in lacking]
    said = texts("settings-lacking", count=len(missing), scopes=texts.all_of(missing)) if missing else ""
    return [blocks.context(mrkdwn.escape(said))] if said else []


def _input(name: str, label: str, element: Mapping[str, object], *, hint: str = "", optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": blocks.plain(label, 2_000),
        "element": {**element, "action_id": name},
        "optional": optional,
        **({"hint": blocks.plain(hint, 2_000)} if hint else {}),
    }


def _option(value: str, label: str) -> Block:
    return {"text": blocks.plain(label, _OPTION), "value": value[:_OPTION_VALUE]}


def _summary(heading: str, settings: Settings, channel: str, names: Names, texts: Texts) -> View:
    lines = "\n".join(f"• {mrkdwn.escape(line)}" for line in _now(settings, channel, names, texts))
    parts = [blocks.section(mrkdwn.escape(heading)), blocks.section(lines)]
    return blocks.modal(SHOWN, texts("settings-title"), parts, close=texts("settings-close"))


def _now(settings: Settings, channel: str, names: Names, texts: Texts) -> Iterator[str]:
    """What holds, a sentence for each setting."""
    if not is_alone(channel):
        yield texts("now-public" if settings.public else "now-private", ask=names.ask)
        sources = texts.all_of(list(settings.sources))
        yield texts("now-sources", sources=sources) if sources else texts("now-everywhere")
        yield texts("now-auto-on", count=settings.auto_links_a_day) if settings.auto_link else texts("now-auto-off")
        yield texts("now-unfurls-on" if settings.unfurls else "now-unfurls-off")
    language = LANGUAGES.get(settings.language, "")
    yield texts("now-language", language=language) if language else texts("now-language-own")
