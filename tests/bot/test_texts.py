"""The catalogue: complete in every language, used by the code, and the only place where words for people stand."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

import bot
from bot.texts import ENGLISH, LANGUAGES, texts_in

BOT = Path(bot.__file__).parent
FOR_PEOPLE = ("views", "listeners", "replies")
WORDS = re.compile(r"[^\W\d_][^\W\d_]*\s|\s[^\W\d_]")
# What has a letter and a space and is no text for people.
NO_WORDS: frozenset[str] = frozenset()
TEMPLATES = sorted(BOT.glob("web/templates/*"))
SAID_IN_TEMPLATES = re.compile(r"""texts\(["']([\w-]+)["'](?:, ([^()]*(?:\([^()]*\)[^()]*)*))?\)""")


class Variables(Visitor):
    """The variables that a text has."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the visitor's own naming
        self.found.add(node.id.name)


@cache
def catalogue(language: str) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Each name → the file that it stands in, and its variables."""
    return dict(entries(language))


@cache
def entries(language: str) -> list[tuple[str, tuple[str, frozenset[str]]]]:
    """The same with names that stand twice, of which Fluent would take the last."""
    found: list[tuple[str, tuple[str, frozenset[str]]]] = []
    for path in sorted((BOT / "texts" / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, Message):
                variables = Variables()
                variables.visit(entry)
                found.append((entry.id.name, (path.name, frozenset(variables.found))))
            else:
                assert type(entry).__name__ in ("Comment", "GroupComment", "ResourceComment"), (path, entry)
    return found


@cache
def code() -> Mapping[str, ast.Module]:
    """Every module of the bot by its path, save for the stand-in for Slack, which speaks to whoever sits at a terminal."""
    paths = (path for path in BOT.glob("**/*.py") if path.relative_to(BOT).parts[0] != "play")
    return {str(path.relative_to(BOT)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of `texts(…)`, `caller.texts(…)` and the like, with its place."""
    for path, module in code().items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and node.args and _name(node.func) == "texts":
                yield f"{path}:{node.lineno}", node


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _families(node: ast.expr) -> Iterator[str]:
    """The names that an argument can be, as patterns: of an f-string whatever fits it, of a choice both sides."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)
    elif isinstance(node, ast.BinOp):
        yield from (f"{family}.+" for family in _families(node.left))
    elif isinstance(node, ast.IfExp):
        yield from _families(node.body)
        yield from _families(node.orelse)


def _constants(module: ast.Module) -> Iterator[ast.Constant]:
    """The strings of a module that are no docstrings."""
    docstrings = {
        node.body[0].value
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    docstrings |= {node.value for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield node


def _for_operators(module: ast.Module) -> set[ast.AST]:
    """What stands in errors and in the log: those are for whoever runs the bot, in English. And lists of names."""
    spoken: set[ast.AST] = set()
    for node in ast.walk(module):
        logged = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "logger"
        )
        listed = isinstance(node, ast.Attribute) and node.attr == "split"  # names in a row
        if logged or listed or isinstance(node, ast.Raise):
            spoken.update(ast.walk(node))
    return spoken


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_the_names_of_english_with_the_same_variables(language: str) -> None:
    english, other = catalogue(ENGLISH), catalogue(language)
    assert english.keys() == other.keys(), sorted(english.keys() ^ other.keys())
    assert {name: found for name, found in other.items() if found != english[name]} == {}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_name_stands_twice(language: str) -> None:
    times = Counter(name for name, _ in entries(language))
    assert not [name for name, count in times.items() if count > 1]


def test_every_name_that_the_code_asks_for_is_in_the_catalogue() -> None:
    known = catalogue(ENGLISH)
    for place, call in calls():
        for family in _families(call.args[0]):
            assert any(re.fullmatch(family, name) for name in known), f"{place}: no text {family!r}"


def test_the_code_gives_each_text_the_variables_it_has() -> None:
    known = catalogue(ENGLISH)
    for place, call in calls():
        name = call.args[0]
        if isinstance(name, ast.Constant) and all(keyword.arg for keyword in call.keywords):
            given = {str(keyword.arg) for keyword in call.keywords}
            lacking = known[str(name.value)][1] - given
            assert not lacking, f"{place}: {name.value!r} lacks {lacking}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_text_that_a_template_says_is_in_the_catalogue_and_has_its_variables(path: Path) -> None:
    known = catalogue(ENGLISH)
    for name, given in SAID_IN_TEMPLATES.findall(path.read_text("utf-8")):
        assert known[name][1] == set(re.findall(r"(\w+)=", given)), f"{path.name}: {name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_words_for_people_stand_in_a_template(path: Path) -> None:
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"[^\W\d_]{2}", bare), bare


def test_every_text_is_used() -> None:
    named = {node.value for module in code().values() for node in _constants(module)}
    built = [node for module in code().values() for node in ast.walk(module) if isinstance(node, ast.JoinedStr)]
    families = {family for node in built for family in _families(node) if re.match(r"[a-z]+\\?-", family)}
    named |= {
        name for page in TEMPLATES for name in re.findall(r"""["']([a-z]+(?:-[a-z]+)+)["']""", page.read_text("utf-8"))
    }
    used = {
        name for name in catalogue(ENGLISH) if name in named or any(re.fullmatch(family, name) for family in families)
    }
    assert not catalogue(ENGLISH).keys() - used


@pytest.mark.parametrize("path", sorted(code()))
def test_no_words_for_people_stand_in_the_code(path: str) -> None:
    if not (path.startswith(FOR_PEOPLE) or path == "threads.py"):
        return
    module = code()[path]
    operators = _for_operators(module)
    found = [
        f"{path}:{node.lineno}: {node.value!r}"
        for node in _constants(module)
        if node not in operators and WORDS.search(str(node.value)) and str(node.value) not in NO_WORDS
    ]
    assert not found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_a_button_holds_what_stands_on_it(language: str) -> None:
    """Whoever speaks to a computer says what they read (WCAG 2.5.3)."""
    texts = texts_in(language)
    buttons = {name: name.removesuffix("-spoken") for name in catalogue(language) if name.endswith("-spoken")}
    buttons |= {"button-share-lesson-spoken": "button-share"}
    assert len(buttons) > 10
    wrong = [name for name, label in buttons.items() if not _holds(texts(name, title="t", question="q"), texts(label))]
    assert wrong == []


def _holds(spoken: str, label: str) -> bool:
    return label.casefold() in spoken.casefold()
