"""That a process which starts from a saved snapshot goes on exactly as the one that saved it would have."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import indexing
from knowledge import readings as readings_module
from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from knowledge.errors import EmptyCorpusError
from knowledge.model import Document, Reading
from knowledge.packed import Records
from knowledge.readings import read_document
from knowledge.saved import watching
from knowledge.saved.corpus import Lazy
from knowledge.snapshot import Snapshot
from tests.knowledge.test_updating import DOCUMENT, always_updated, assert_the_same, written

EXAMPLES = 300 if "COMMONPLACE_FUZZ" in os.environ else 10
BROKEN = (
    "",
    "---\ntitle: [never closed\ndate: 2017-02-29\n---\n\nWe roll back with one command.",
    "---\ndraft: true\n---\nNo.",
)
LONG_AFTER = datetime(2126, 1, 1, tzinfo=UTC)  # so that all stamps are trusted

CONTENT = DOCUMENT.map(written) | st.sampled_from(BROKEN)
CONTENTS = st.dictionaries(st.integers(0, 9), CONTENT, min_size=1, max_size=8)
# What is done in turn: documents change (None is one that goes), and perhaps a new process starts before that, or after it.
STEPS = st.lists(
    st.tuples(
        st.dictionaries(st.integers(0, 9), st.none() | CONTENT, max_size=3), st.sampled_from(("", "before", "after"))
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def _always_updated() -> Iterator[None]:
    with always_updated() as patched:
        patched.setattr("knowledge.saved.watching.library", lambda: iter(()))
        yield


def _change(folder: Path, changed: Mapping[int, str | None]) -> None:
    for name, content in changed.items():
        path = folder / f"{name:02}.md"
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(content)


def _opened(config: Config, cache: Path | None = None) -> KnowledgeBase:
    return KnowledgeBase.open(config, "https://bot.example", cache, clock=lambda: LONG_AFTER)


def _anew(config: Config) -> Snapshot | None:
    try:
        return _opened(config)._snapshot
    except EmptyCorpusError:
        return None


@pytest.mark.usefixtures("_always_updated")
@pytest.mark.parametrize("engine", ["rank_bm25", "bm25s"])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=CONTENTS, steps=STEPS)
def test_through_any_changes_and_starts_posts_answer_as_if_read_anew(
    engine: str, first: dict[int, str], steps: list[tuple[dict[int, str | None], str]]
) -> None:
    with TemporaryDirectory() as temporary:
        folder, cache = Path(temporary) / "posts", Path(temporary) / "cache"
        folder.mkdir()
        config = Config.model_validate({"engine": engine, "sources": [{"folder": str(folder)}]})
        _change(folder, first)
        if _anew(config) is None:
            return
        base = _opened(config, cache)
        for changed, starts in steps:
            if starts == "before":
                base = _opened(config, cache)
            _change(folder, changed)
            fresh = _anew(config)
            if fresh is None:
                return
            if starts == "after":
                base = _opened(config, cache)
            else:
                base.reload("https://bot.example")
            assert_the_same(base._snapshot, fresh)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were parsed, by their paths."""
    paths: list[str] = []

    def read(document: Document) -> Reading:
        paths.append(document.path)
        return read_document(document)

    monkeypatch.setattr(readings_module, "read_document", read)
    return paths


def _write(folder: Path, **texts: str) -> Config:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(f"# {name.title()}\n\n{text}")
    return Config(sources=(SourceConfig(folder=folder),))


def _titles(base: KnowledgeBase) -> list[str]:
    return [post.title for post in base.posts]


def test_the_first_change_after_a_start_parses_only_what_changed(tmp_path: Path, parsed: list[str]) -> None:
    config = _write(tmp_path / "posts", cats="All about cats.", dogs="All about dogs.", owls="All about owls.")
    _opened(config, tmp_path / "cache")
    parsed.clear()
    base = _opened(config, tmp_path / "cache")
    _write(tmp_path / "posts", dogs="All about hounds.")
    base.reload("https://bot.example")
    assert parsed == ["dogs.md"]
    assert base.search("hounds").hits[0].excerpt.text == "All about hounds."


def test_a_start_after_a_change_parses_only_what_changed(tmp_path: Path, parsed: list[str]) -> None:
    config = _write(tmp_path / "posts", cats="All about cats.", dogs="All about dogs.", owls="All about owls.")
    _opened(config, tmp_path / "cache")
    parsed.clear()
    _write(tmp_path / "posts", dogs="All about hounds.")
    (tmp_path / "posts" / "owls.md").unlink()
    assert _titles(_opened(config, tmp_path / "cache")) == ["Cats", "Dogs"]
    assert parsed == ["dogs.md"]


def test_what_stays_is_not_indexed_again_after_a_start(tmp_path: Path) -> None:
    config = _write(tmp_path / "posts", cats="All about cats.", dogs="All about dogs.", owls="All about owls.")
    _opened(config, tmp_path / "cache")
    base = _opened(config, tmp_path / "cache")
    before = base._snapshot
    _write(tmp_path / "posts", pugs="All about pugs.")
    base.reload("https://bot.example")
    stayed = [each for each in base._snapshot.corpus.passages if each.places[0].post.title != "Pugs"]
    assert list(map(id, stayed)) == list(map(id, before.corpus.passages))
    assert base._snapshot.analyzer is before.analyzer


def test_a_file_that_was_only_touched_changes_nothing_after_a_start(tmp_path: Path, parsed: list[str]) -> None:
    config = _write(tmp_path / "posts", cats="All about cats.", dogs="All about dogs.")
    _opened(config, tmp_path / "cache")
    base = _opened(config, tmp_path / "cache")
    before = base._snapshot
    parsed.clear()
    os.utime(tmp_path / "posts" / "cats.md", (9, 9))
    base.reload("https://bot.example")
    assert base._snapshot is before
    assert parsed == []


def test_a_source_that_is_new_leaves_the_others_as_they_were_read(tmp_path: Path, parsed: list[str]) -> None:
    cats = _write(tmp_path / "cats", cats="All about cats.").sources[0]
    dogs = _write(tmp_path / "dogs", dogs="All about dogs.").sources[0]
    owls = _write(tmp_path / "owls", owls="All about owls.").sources[0]
    path = tmp_path / "commonplace.yaml"
    path.write_text(f"sources: [{{folder: {cats.folder}}}, {{folder: {dogs.folder}}}]")
    KnowledgeBase.open_file(path, cache=tmp_path / "cache")
    base = KnowledgeBase.open_file(path, cache=tmp_path / "cache")
    parsed.clear()
    path.write_text(f"sources: [{{folder: {owls.folder}}}, {{folder: {dogs.folder}}}]")
    base.reload()
    assert (_titles(base), parsed) == (["Owls", "Dogs"], ["owls.md"])


def test_what_was_wrong_with_no_document_stays_known_after_a_start(tmp_path: Path, parsed: list[str]) -> None:
    config = _write(tmp_path / "posts", cats="All about cats.", dogs="---\ndate: 2017-02-29\n---\n\nAll about dogs.")
    (tmp_path / "elsewhere.md").write_text("Elsewhere.")
    (tmp_path / "posts" / "link.md").symlink_to(tmp_path / "elsewhere.md")
    problems = _opened(config, tmp_path / "cache").problems
    base = _opened(config, tmp_path / "cache")
    before = base._snapshot
    parsed.clear()
    os.utime(tmp_path / "posts" / "cats.md", (9, 9))
    base.reload("https://bot.example")
    assert (base._snapshot is before, parsed) == (True, [])
    assert base.problems == problems
    assert len(problems) == 1


def test_another_library_makes_all_be_read_again(
    tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = _write(tmp_path / "posts", cats="All about cats.", dogs="All about dogs.")
    _opened(config, tmp_path / "cache")
    parsed.clear()
    (tmp_path / "new.py").write_text("pass")
    files = [*watching.library(), str(tmp_path / "new.py")]
    monkeypatch.setattr("knowledge.saved.watching.library", lambda: iter(files))
    _write(tmp_path / "posts", dogs="All about hounds.")
    _opened(config, tmp_path / "cache")
    assert parsed == ["cats.md", "dogs.md"]


def test_everything_gone_is_taken_for_an_unmounted_share_after_a_start_too(tmp_path: Path) -> None:
    config = _write(tmp_path / "posts", cats="All about cats.")
    more = _write(tmp_path / "more", dogs="All about dogs.")
    both = Config(sources=(*config.sources, *more.sources))
    _opened(both, tmp_path / "cache")
    base = _opened(both, tmp_path / "cache")
    (tmp_path / "posts" / "cats.md").unlink()
    base.reload("https://bot.example")
    assert _titles(base) == ["Cats", "Dogs"]
    assert "nothing is left" in base.problems[0].what
    assert _titles(_opened(both, tmp_path / "cache")) == ["Dogs"]


def test_how_much_has_changed_since_the_cut_was_made_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_LARGE", 1)
    monkeypatch.setattr(indexing, "_MOST_CHANGED", 1.0)
    config = _write(tmp_path / "posts", cats="All about cats.", dogs="All about dogs.", owls="All about owls.")
    base = _opened(config, tmp_path / "cache")
    _write(tmp_path / "posts", dogs="All about hounds.")
    base.reload("https://bot.example")
    assert base._snapshot.changed > 0
    assert _opened(config, tmp_path / "cache")._snapshot.changed == base._snapshot.changed


def test_two_threads_that_ask_for_a_record_at_once_get_the_same_value() -> None:
    made: list[object] = []

    def make(_row: object) -> object:
        made.append(object())
        if len(made) == 1:  # as another thread might, meanwhile
            assert lazy[0] is made[1]
            return made[0]
        return made[1]

    lazy = Lazy(Records.of([b"[]"]), make)
    assert lazy[0] is made[1]


LONG = "We give every request to the payment service a timeout of {} ms, and do not try again when it runs out."
OWN = "Contract tests flag a breaking change in one of the microservices before it is deployed to {} at all."


def _dated(folder: Path, name: str, date: str, *texts: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: {date}\n---\n\n" + "\n\n".join(texts))


@pytest.fixture
def alike(tmp_path: Path) -> Path:
    """Posts that say the same: with other figures, in capitals, nearly so, with a name for a word, and as copies."""
    folder = tmp_path / "alike"
    _dated(folder, "old", "2020-01-01", LONG.format(500), OWN.format("production"), "Only the old post says so.")
    _dated(folder, "new", "2024-01-01", LONG.format(200), OWN.format("Production").upper())
    _dated(folder, "nearly", "2022-01-01", f"So {OWN.format('production')}", "Only this post says so.")
    _dated(folder, "named", "2023-01-01", f"Yes, {OWN.format('production by Falcon')}")
    _dated(folder, "one", "2021-01-01", "One copy has this.", "It has that, too.", "And a third paragraph.")
    _dated(folder, "two", "2021-02-02", "One copy has this.", "It has that, too.", "And a third paragraph.", "More.")
    return folder


@pytest.mark.usefixtures("_always_updated")
def test_what_was_merged_stays_merged_and_the_very_same_after_a_start(alike: Path, tmp_path: Path) -> None:
    config = Config(sources=(SourceConfig(folder=alike),))
    _opened(config, tmp_path / "cache")
    base = _opened(config, tmp_path / "cache")
    before = [*base._snapshot.corpus.passages]
    assert any(each.newer for each in before)
    assert base._snapshot.corpus.copies
    assert any(place.wording for each in before for place in each.places)
    _dated(alike, "zebras", "2020-01-01", "Zebras have nothing to do with any of that.")
    base.reload("https://bot.example")
    after = base._snapshot
    assert list(map(id, after.corpus.passages[:-1])) == list(map(id, before))
    assert_the_same(after, _opened(config)._snapshot)


@pytest.mark.usefixtures("_always_updated")
@pytest.mark.parametrize("name", ["old", "new", "nearly", "named", "one", "two"])
def test_what_stood_for_others_may_go_after_a_start(alike: Path, tmp_path: Path, name: str) -> None:
    config = Config(sources=(SourceConfig(folder=alike),))
    _opened(config, tmp_path / "cache")
    base = _opened(config, tmp_path / "cache")
    (alike / f"{name}.md").unlink()
    base.reload("https://bot.example")
    assert_the_same(base._snapshot, _opened(config)._snapshot)


@pytest.mark.usefixtures("_always_updated")
@pytest.mark.parametrize("text", ["A falcon is a bird.", "Nothing to do with birds."])
def test_a_name_that_becomes_a_word_after_a_start_tells_nothing_apart_any_more(
    alike: Path, tmp_path: Path, text: str
) -> None:
    """Which words told texts apart is saved, so a text far from these may merge them."""
    config = Config(sources=(SourceConfig(folder=alike),))
    _dated(alike, "named", "2023-01-01", f"Falcon {OWN.format('production')}")
    _opened(config, tmp_path / "cache")
    base = _opened(config, tmp_path / "cache")
    before = len(base._snapshot.corpus.passages)
    _dated(alike, "birds", "2020-01-01", text)
    base.reload("https://bot.example")
    assert_the_same(base._snapshot, _opened(config)._snapshot)
    assert len(base._snapshot.corpus.passages) == before + (0 if "falcon" in text else 1)
