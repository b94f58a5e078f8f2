"""In a language whose every text is «its name», whatever a view shows is a name or comes from what it was given."""

import datetime as dt
import html
import importlib
import inspect
import pkgutil
import re
import types
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

import pytest

from bot import views
from bot.names import Names
from bot.schedules import Schedule
from bot.store import ChannelSettings
from bot.texts import LANGUAGES, Texts
from bot.views.answer import answer
from bot.views.message import Message
from bot.views.settings import Settings
from knowledge import Hit, Lesson, Place, RelatedPost, Results
from knowledge.results import Linked, Remark
from tests.bot.views import made

GIVEN = "datum"  # every string that a view is given, where none was made with care
MARK, LINK, MENTION = re.compile("«[^»]*»"), re.compile(r"<(?:https?|mailto):[^|>]*\|"), re.compile(r"<[#!@][^>]*>")
WORD = re.compile(r"[^\W\d_]+")
SHOWN = ("text", "accessibility_label", "alt_text")


class Pseudo:
    """A language in which every text says only what it is called."""

    language = "en"

    def __call__(self, name: str, /, **_: str | int) -> str:
        return f"«{name}»"

    def day(self, _: dt.date) -> str:
        return "«day»"

    def time(self, _: dt.datetime) -> str:
        return "«time»"

    def weekday(self, _: int) -> str:
        return "«weekday»"

    def all_of(self, parts: list[str]) -> str:
        return " ".join(parts)


PSEUDO: Texts = Pseudo()
PLACES = (made.place(), made.place("Backups", headings=("Every night",)))
HIT = made.hit(places=PLACES)
RESULTS = made.results(HIT, outcome="closest", unknown=("wombats",))
MADE: Mapping[object, object] = {
    Texts: PSEUDO,
    Results: RESULTS,
    Hit: HIT,
    Lesson: made.lesson(places=PLACES, topic=GIVEN),
    Place: PLACES[0],
    RelatedPost: made.related(PLACES[0]),
    Linked: Linked(PLACES[0], HIT.passage, (PLACES[1].post,)),
    Remark: Remark("without", "{}", GIVEN),
    Schedule: Schedule("02", "09:00", "UTC"),
    Message: answer(RESULTS, PSEUDO),
    Names: Names(),
    Settings: ChannelSettings(public=True, sources=(GIVEN,), auto_link=True, language="de"),
    dt.datetime: dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC),
    dt.date: made.DAY,
    str: GIVEN,
    int: 200,
    float: 1.0,
    bool: True,
    types.NoneType: None,
    object: GIVEN,
    typing.Any: GIVEN,
}


def modules() -> Iterator[types.ModuleType]:
    for found in pkgutil.iter_modules(views.__path__, "bot.views."):
        yield importlib.import_module(found.name)


def speaking() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function of the views that takes the texts of a language."""
    for module in modules():
        for name, function in vars(module).items():
            public = inspect.isfunction(function) and function.__module__ == module.__name__ and name[0] != "_"
            if public and typing.get_type_hints(function).get("texts") is Texts:
                yield f"{module.__name__.rpartition('.')[2]}.{name}", function


def sample(kind: typing.Any) -> typing.Any:  # noqa: ANN401 - a value of whatever type is asked for
    """A value of a type: one made with care, or of a dataclass one with a sample in each of its fields."""
    if kind in MADE:
        return MADE[kind]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return inner[0]
    if origin in (typing.Union, types.UnionType):
        return sample(inner[0])
    if origin in (dict, Mapping):
        return {sample(inner[0]): sample(inner[1])}
    if origin in (tuple, list, frozenset, Sequence, Iterable, Collection, Iterator):
        of_each = [sample(each) for each in inner if each is not Ellipsis]
        return of_each if origin is list else frozenset(of_each) if origin is frozenset else tuple(of_each)
    assert isinstance(kind, type), f"no sample of {kind}: add one to MADE"
    assert is_dataclass(kind), f"no sample of {kind}: add one to MADE"
    hints = typing.get_type_hints(kind)
    return kind(**{each.name: sample(hints[each.name]) for each in fields(kind) if each.init})


def shown(value: object) -> Iterator[str]:
    """Everything that a person reads or hears of what a view gave."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Message):
        yield value.text
        yield from shown(list(value.blocks))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key in SHOWN or not isinstance(inner, str):
                yield from shown(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from shown(inner)


def given(value: object) -> Iterator[str]:
    """Every string in what a view is given."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from given(getattr(value, each.name))
    elif isinstance(value, Mapping):
        yield from given(list(value.items()))
    elif isinstance(value, Iterable):
        for inner in value:
            yield from given(inner)


DATA = {word for value in (*MADE.values(), *LANGUAGES.values()) for each in given(value) for word in WORD.findall(each)}


def own_words(said: str) -> str:
    """What is left of a text without names of texts, addresses and what was given."""
    left = html.unescape(MENTION.sub(" ", LINK.sub(" ", MARK.sub(" ", said))))
    return " ".join(word for word in WORD.findall(left) if word not in DATA)


@pytest.mark.parametrize(("name", "function"), sorted(speaking()), ids=[name for name, _ in sorted(speaking())])
@pytest.mark.parametrize("switch", [True, False], ids=["on", "off"])
def test_a_view_says_nothing_but_texts_and_what_it_was_given(
    name: str, function: Callable[..., object], *, switch: bool
) -> None:
    hints = typing.get_type_hints(function)
    arguments = inspect.signature(function).parameters
    values = {each: switch if hints[each] is bool else sample(hints[each]) for each in arguments}
    positional = [values.pop(each) for each, kind in arguments.items() if kind.kind is not kind.KEYWORD_ONLY]
    left = {said: own_words(said) for said in shown(function(*positional, **values))}
    assert {said: words for said, words in left.items() if words} == {}, name


def test_the_views_were_found() -> None:
    assert {"home.home", "answer.answer", "lesson.own_lesson", "why.why"} <= {name for name, _ in speaking()}


def test_words_of_its_own_would_be_found() -> None:
    assert own_words("«failure» Try again, datum") == "Try again"
