"""One table says how Slack reaches the bot; the code, README and the Web API's scopes agree with it."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from bot.names import Names
from bot.play.web_api import SCOPES as METHOD_SCOPES
from bot.surfaces import SURFACES, VARIANTS, Surface, missing, readme_table, scopes_of, surfaces_of
from bot.texts import LANGUAGES, texts_in
from tests.bot.registered import registered

ROOT = Path(__file__).parents[2]
CODE = "".join(
    path.read_text("utf-8")
    for path in (ROOT / "bot").glob("**/*.py")
    if path.relative_to(ROOT).parts[1] != "play"  # which answers those calls
)
NAMES = Names("/ask", "/lesson")
# Event → the scope without which Slack does not deliver it.
HEARD_WITH = {
    "app_mention": "app_mentions:read",
    "link_shared": "links:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
}


def named(kind: str) -> set[str]:
    """The names in the table as Bolt knows them: one `message` for all kinds of channels, commands with their slash."""
    found = {each.name for each in SURFACES if each.kind == kind}
    if kind == "command":
        return {{"ask": NAMES.ask, "lesson": NAMES.lesson}[name] for name in found}
    return {name.partition(".")[0] for name in found}


def is_called(method: str) -> bool:
    """Whether the bot calls a method of the Web API."""
    return f"client.{method.replace('.', '_')}(" in CODE


@pytest.mark.parametrize("kind", ["command", "shortcut", "event", "action", "view"])
def test_whatever_the_code_listens_to_stands_in_the_table_and_the_other_way_round(kind: str) -> None:
    assert set(registered(NAMES).get(kind, [])) == named(kind)


def test_nothing_is_listened_to_in_another_way() -> None:
    assert registered(NAMES).keys() <= {"command", "shortcut", "event", "action", "view"}


def test_nothing_is_listened_to_twice_since_bolt_calls_the_first_alone() -> None:
    for kind, names in registered(NAMES).items():
        assert not [name for name, times in Counter(names).items() if times > 1], kind


def test_every_method_that_the_code_calls_has_its_scope_in_the_table() -> None:
    called = {name for name in METHOD_SCOPES if is_called(name)}
    assert "chat.postMessage" in called
    asked = {scope for each in SURFACES for scope in each.scopes}
    assert {METHOD_SCOPES[name] for name in called} <= asked


def test_every_method_in_the_table_is_called() -> None:
    assert [each.name for each in SURFACES if each.kind == "method" and not is_called(each.name)] == []


def test_every_event_has_the_scope_it_is_delivered_for() -> None:
    for each in SURFACES:
        if each.kind == "event" and each.name in HEARD_WITH:
            assert HEARD_WITH[each.name] in each.scopes, each.name


def test_a_manifest_has_all_that_the_smaller_ones_have() -> None:
    for smaller, larger in pairwise(VARIANTS):
        assert set(surfaces_of(smaller)) < set(surfaces_of(larger))
        assert set(scopes_of(smaller)[0]) < set(scopes_of(larger)[0])


def test_an_optional_scope_is_never_a_required_one_too() -> None:
    for variant in VARIANTS:
        required, optional = scopes_of(variant, agent=True, domains=True)
        assert not set(required) & set(optional)


def test_what_a_scope_is_lacking_for_is_known() -> None:
    lacking = missing({"commands", "app_mentions:read", "chat:write"})
    assert lacking["commands"] == lacking["mentions"] == ()
    assert lacking["direct"] == ("im:history",)
    assert lacking["previews"] == ("links:read", "links:write")


def test_what_is_heard_in_channels_takes_the_full_manifest_which_its_scopes_tell() -> None:
    standard = {scope for scopes in scopes_of("standard") for scope in scopes}
    assert missing(standard)["unasked"] == ("reactions:read",)
    assert missing(scopes_of("full")[0])["unasked"] == ()
    assert missing(standard)["threads"] == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_ability_is_said_in_every_language(language: str) -> None:
    texts = texts_in(language)
    assert all(texts(f"can-{ability}") for ability in missing(()))


def test_readme_has_the_table_as_it_is() -> None:
    table = readme_table()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    written = re.search(r"^\| in Slack \|.*?(?=\n\n)", readme, re.DOTALL | re.MULTILINE)
    assert written is not None, table
    assert written[0] == table, f"README should have:\n{table}"


def test_the_table_has_a_row_for_each_surface_and_no_mark_that_would_break_it() -> None:
    rows = readme_table().splitlines()
    assert len(rows) == len(SURFACES) + 2
    assert {row.count("|") for row in rows} == {5}
    assert not [row for row, times in Counter(rows).items() if times > 1]


def test_a_surface_is_shown_and_described() -> None:
    for each in SURFACES:
        assert isinstance(each, Surface)
        assert each.shown
        assert each.does
