"""README names every variable, command, option, key and ending that there is, and none that there is not."""

import argparse
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bot.cli import _parser, cache_folder, store_file
from bot.doctoring.findings import Finding, as_json
from bot.settings import SettingsError, read_settings
from knowledge import KnowledgeBase, ShuffleBag, json_format
from knowledge.config import Config
from knowledge.formats import FORMATS
from knowledge.generators import GENERATORS
from knowledge.links import Link
from knowledge.links_check import SourceLinks
from knowledge.model import Problem
from knowledge.source_config import SourceConfig

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
HOME = {"HOME", "USERPROFILE"}  # the system's own, for what is in README `~`
MADE_BY = {"PATH"}  # handed on to git


class Watched(dict[str, str]):
    """An environment that remembers which of its variables were looked at."""

    def __init__(self, values: dict[str, str]) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def get(self, key: str, default: str | None = None) -> str:  # type: ignore[override]
        self.read.add(key)
        return super().get(key, default or "")

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)


def table(head: str) -> list[str]:
    """The rows of README's table whose head begins so."""
    found = re.search(rf"^\| {re.escape(head)} \|.*?(?=\n\n)", README, re.DOTALL | re.MULTILINE)
    assert found is not None, head
    return found[0].splitlines()[2:]


def named(head: str) -> list[str]:
    """What stands as code in the first column of such a table."""
    return [name for row in table(head) for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def variables_read() -> set[str]:
    """Whatever is looked at, with one workspace and with many, and whatever else has a name like ours in the code."""
    found: set[str] = set()
    for given in ({}, {"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_CLIENT_ID": "1.2"}):
        watched = Watched(given)
        with pytest.raises(SettingsError):
            read_settings(watched)
        cache_folder(watched)
        store_file(watched)
        _parser(watched)
        found |= watched.read
    ours = re.compile(r'"((?:SLACK|COMMONPLACE|XDG)_[A-Z_]*[A-Z])"')
    code = "".join(path.read_text("utf-8") for room in ("bot", "knowledge") for path in (ROOT / room).glob("**/*.py"))
    return (found | set(ours.findall(code))) - HOME - MADE_BY


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """This and all below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def options() -> set[str]:
    """The long options of all commands."""
    return {
        option
        for parser in parsers(_parser({}))
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--")
    } - {"--help"}


def documented_keys(value: object) -> Iterator[str]:
    """Every key of a JSON value, however deep."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from documented_keys(below)
    elif isinstance(value, list | tuple):
        for below in value:
            yield from documented_keys(below)


def doubled(names: Collection[str]) -> list[str]:
    """What stands more than once."""
    return sorted({name for name in names if list(names).count(name) > 1})


def test_every_variable_that_is_read_stands_in_the_table_and_no_other() -> None:
    names = [name for name in named("environment") if re.fullmatch(r"[A-Z][A-Z_]+", name)]
    assert set(names) == variables_read()
    assert not doubled(names)


def test_every_command_and_option_is_named() -> None:
    commands = [
        name
        for parser in parsers(_parser({}))
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name in action.choices
    ]
    listed = table("command | what it does")
    assert [
        name for name in commands if not any(re.search(rf"`commonplace (key )?{name}\b", row) for row in listed)
    ] == []
    assert sorted(option for option in options() if option not in README) == []


def test_no_option_is_named_that_there_is_not() -> None:
    ours = re.findall(r"commonplace \w+[^\n`|]*?(--[a-z-]+)", README)
    assert ours
    assert sorted(set(ours) - options()) == []


def test_every_key_of_a_source_stands_in_the_table() -> None:
    keys = set(named("key of a source"))
    assert set(SourceConfig.model_fields) - {"branch", "path", "include", "max_pages"} == keys
    for key in ("branch", "path", "include", "max_pages"):
        assert f"`{key}`" in README


def test_every_key_of_the_configuration_stands_in_the_table() -> None:
    assert set(named("key")) == set(Config.model_fields) - {"sources"}


def test_every_generator_is_named() -> None:
    assert [name for name in GENERATORS if f"`{name}`" not in README] == []


def test_every_ending_stands_in_the_table() -> None:
    assert set(named("ending of a document")) == set(FORMATS)


def test_the_keys_of_what_is_printed_for_programs_are_named() -> None:
    posts = KnowledgeBase.open()
    question = "how do we keep one microservice from breaking another?"
    links = SourceLinks("a", 0, 1, (0, 0), (Link("a", "a.md", 1, "b.md"),))
    values = (
        json_format.results_json(posts.search(question)),
        json_format.lesson_json(posts.lesson(ShuffleBag(), Random(1))),
        json_format.related_json(posts.related(question)),
        json_format.check_json([Problem("a.md", 1, "is empty", "Write it.", kept=False)], [links]),
        json_format.stats_json(replace(posts.stats, sources={})),
        as_json([Finding("store", "ok", "is there")]),
    )
    written = {key for value in values for key in documented_keys(value)}
    assert len(written) > 30
    assert {key for key in written if f'"{key}"' not in README} == set()


def test_every_question_that_readme_shows_is_answered_from_the_starter_collection() -> None:
    shown = README.split("## What a question may say\n\n")[1].split("\n\n")[0].splitlines()
    questions = [re.split(r"\s{2,}", line.strip())[0] for line in shown]
    base = KnowledgeBase.open()
    assert len(questions) > 4
    assert {each: base.search(each).outcome for each in questions} == dict.fromkeys(questions, "answer")
