"""The built-in glossary, the team's own on top of it, and how phrases are found in a question."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from knowledge.analysis.analyzer import Analyzer
from knowledge.analysis.glossary import BUILT_IN, Entries, Glossary, read_glossary
from knowledge.base import KnowledgeBase
from knowledge.errors import GlossaryError
from knowledge.plain_yaml import load
from tests.knowledge.writing import Posts

ANALYZER = Analyzer()
SMALL: Entries = (
    ("site", ("place",)),
    ("site reliability", ("uptime",)),
    ("site reliability engineering", ("sre",)),
    ("on call", ("pager",)),
    ("terraform", ("infrastructure as code",)),
)


@pytest.fixture(scope="module")
def written() -> Any:  # noqa: ANN401 - what YAML holds
    return load(BUILT_IN.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built_in() -> Glossary:
    return read_glossary(ANALYZER)


def _added(glossary: Glossary, question: str) -> list[tuple[str, str]]:
    """The words of a question that a glossary knows, each with what it adds."""
    return [(each.typed, each.added) for each in glossary.expand(question, list(ANALYZER.words(question)))]


def _own(folder: Path, text: str | bytes) -> Glossary:
    path = folder / "words.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_glossary(ANALYZER, path)


# The built-in glossary


def test_the_built_in_one_has_hundreds_of_entries(written: Any, built_in: Glossary) -> None:  # noqa: ANN401 - YAML
    assert set(written) == {"two_way", "one_way"}
    assert len(written["two_way"]) + len(written["one_way"]) >= 400
    assert len(built_in.added) >= 400


def test_the_built_in_one_is_in_lower_case(written: Any) -> None:  # noqa: ANN401 - YAML
    phrases = [phrase for group in written["two_way"] for phrase in group]
    phrases += [phrase for key, added in written["one_way"].items() for phrase in (key, *added)]
    assert [phrase for phrase in phrases if phrase != phrase.lower().strip()] == []


def test_no_pair_stands_twice_in_the_built_in_one(built_in: Glossary) -> None:
    pairs = Counter((keys, added) for keys, others in built_in.added.items() for added, _ in others)
    assert [pair for pair, times in pairs.items() if times > 1] == []


def test_no_entry_of_the_built_in_one_adds_itself(written: Any) -> None:  # noqa: ANN401 - YAML
    entries = [(key, added) for key, others in written["one_way"].items() for added in others]
    entries += [(one, other) for group in written["two_way"] for one in group for other in group if one != other]
    assert [(key, added) for key, added in entries if key == added] == []
    assert [len(set(group)) for group in written["two_way"]] == [len(group) for group in written["two_way"]]


def test_every_entry_of_the_built_in_one_can_be_found_in_a_question(built_in: Glossary) -> None:
    assert max(map(len, built_in.added)) <= 5


@pytest.mark.parametrize(("one", "other"), [("k8s", "kubernetes"), ("o11y", "observability"), ("db", "database")])
def test_interchangeable_words_add_each_other(built_in: Glossary, one: str, other: str) -> None:
    assert (one, other) in _added(built_in, one)
    assert (other, one) in _added(built_in, other)


def test_a_word_that_only_leads_one_way_does_not_lead_back(built_in: Glossary) -> None:
    assert ("prod", "production") in _added(built_in, "prod")
    assert _added(built_in, "production") == []


# Finding phrases


def test_the_longest_phrase_wins() -> None:
    glossary = Glossary(SMALL, ANALYZER)
    assert _added(glossary, "our site") == [("site", "place")]
    assert _added(glossary, "our site reliability") == [("site reliability", "uptime")]
    assert _added(glossary, "Site Reliability Engineering, again") == [("Site Reliability Engineering", "sre")]
    assert _added(glossary, "site site reliability") == [("site", "place"), ("site reliability", "uptime")]


@pytest.mark.parametrize("typed", ["on call", "on-call", "oncall", "On Call"])
def test_stop_words_within_a_phrase_count(typed: str) -> None:
    glossary = Glossary((("on call", ("pager",)), ("on-call", ("pager",))), ANALYZER)
    assert _added(glossary, f"who is {typed} tonight?") == [(typed, "pager")]


def test_a_phrase_needs_all_of_its_words() -> None:
    assert _added(Glossary(SMALL, ANALYZER), "who can I call") == []
    assert _added(Glossary(SMALL, ANALYZER), "reliability engineering on") == []


@pytest.mark.parametrize("typed", ["retrospective", "retrospectives", "Retrospective's"])
def test_a_word_is_found_in_any_of_its_forms(typed: str) -> None:
    assert _added(Glossary((("retrospective", ("retro",)),), ANALYZER), typed) == [(typed, "retro")]


@pytest.mark.parametrize("question", ["", "?!", "what is it", "a question without any of them"])
def test_a_question_without_known_words_gets_nothing(question: str) -> None:
    assert _added(Glossary(SMALL, ANALYZER), question) == []


def test_an_entry_that_says_nothing_or_adds_itself_is_left_out() -> None:
    entries: Entries = (("!!", ("mark",)), ("it", ("the",)), ("deploys", ("deploy",)), ("deploy", ("release",)))
    assert _added(Glossary(entries, ANALYZER), "!! it deploys") == [("deploys", "release")]


# The team's own


def test_the_teams_own_stands_on_top_of_the_built_in_one(tmp_path: Path) -> None:
    glossary = _own(tmp_path, "two_way:\n  - [falcon, billing service]\none_way:\n  k8s: [mothership]\n")
    assert _added(glossary, "falcon") == [("falcon", "billing service")]
    assert _added(glossary, "the billing service")[-1] == ("billing service", "falcon")
    assert {("k8s", "kubernetes"), ("k8s", "mothership")} <= set(_added(glossary, "k8s"))
    assert _added(glossary, "mothership") == []


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "two_way:\n", "one_way: {}\n", "two_way: []\none_way:\n"])
def test_an_empty_one_changes_nothing(tmp_path: Path, built_in: Glossary, text: str) -> None:
    assert _own(tmp_path, text).added == built_in.added


@pytest.mark.parametrize("value", ["no", "on", "1", "2024-01-01"])
def test_a_word_that_other_parsers_read_as_a_value_is_a_word(tmp_path: Path, value: str) -> None:
    glossary = _own(tmp_path, f"two_way: [[falcon, {value}]]\none_way: {{{value}: [bird]}}")
    assert _added(glossary, value)[-1] == (value, "bird")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"two_way: [[caf\xe9, bar]]", "is not UTF-8: "),
        ("two_way: [[a, b]", "is not YAML: "),
        ("one_way:\n  ? [a, b]\n  : [c]", "is not YAML: has a key that is no text"),
        ("one_way:\n  a: [b]\n  a: [c]", "is not YAML: a is written twice"),
        ("[a, b]", "must have the keys `two_way` and `one_way`, and no other"),
        ("falcon", "must have the keys `two_way` and `one_way`, and no other"),
        ("falcon: [billing]", "must have the keys `two_way` and `one_way`, and no other"),
        ("both_ways: []", "must have the keys `two_way` and `one_way`, and no other"),
        ("two_way: falcon", "two_way: must be a list of groups"),
        ("two_way: {falcon: billing}", "two_way: must be a list of groups"),
        ("two_way: [falcon, billing]", "two_way: must be a list of groups"),
        ("two_way: [[falcon, [billing]]]", "two_way: must be a list of groups"),
        ("one_way: [falcon]", "one_way: must be lines written like"),
        ("one_way: {falcon: billing}", "one_way: must be lines written like"),
        ("one_way: {falcon: [{a: b}]}", "one_way: must be lines written like"),
    ],
)
def test_a_mistake_names_the_file_and_the_key(tmp_path: Path, text: str | bytes, what: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        _own(tmp_path, text)
    path = tmp_path / "words.yaml"
    assert caught.value.path == path
    assert str(caught.value).startswith(f"{path}: {what}")
    assert "\n" not in str(caught.value)


def test_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.yaml"
    with pytest.raises(GlossaryError) as caught:
        read_glossary(ANALYZER, path)
    assert str(caught.value) == f"{path}: cannot be read: No such file or directory"


def test_a_group_in_the_configured_file_helps_to_find_a_passage(posts: Posts) -> None:
    posts.write({"a.md": "# Money\n\nThe billing service has an owner.", "b.md": "# Other\n\nOwls sleep all day."})
    path = posts.folder.parent / "words.yaml"
    path.write_text("two_way:\n  - [falcon, billing service]\n")
    assert KnowledgeBase.open(posts.config()).search("falcon").outcome == "nothing"
    config = posts.config().model_copy(update={"glossary": path})
    hit = KnowledgeBase.open(config).search("falcon").hits[0]
    assert (hit.passage.text, hit.expanded) == ("The billing service has an owner.", ("billing service",))
