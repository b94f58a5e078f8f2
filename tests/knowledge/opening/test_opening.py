"""That a saved snapshot is used while it is true."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge import made, opening
from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from knowledge.errors import ConfigError, EmptyCorpusError, GlossaryError
from tests.knowledge.opening.asking import QUESTION, ROLLBACK, Reads, answer, saved_file
from tests.knowledge.writing import Posts


def test_posts_are_read_once_and_then_answered_from_what_was_saved(config: Path, cache: Path, reads: Reads) -> None:
    answers = {answer(KnowledgeBase.open_file(config, cache=cache)) for _ in range(3)}
    assert answers == {"We roll back a deploy with one button, and nobody has to ask."}
    assert reads() == 1


def test_a_configuration_in_python_is_saved_too(posts: Posts, cache: Path, reads: Reads) -> None:
    posts.write({"rollback.md": ROLLBACK})
    assert answer(KnowledgeBase.open(posts.config(), cache=cache)) == answer(
        KnowledgeBase.open(posts.config(), cache=cache)
    )
    assert reads() == 1
    KnowledgeBase.open(posts.config(title_weight=2), cache=cache)
    assert reads() == 2


def test_without_a_cache_nothing_is_saved(config: Path, cache: Path, reads: Reads) -> None:
    for _ in range(2):
        KnowledgeBase.open_file(config)
    assert reads() == 2
    assert not cache.exists()


@pytest.mark.parametrize("off", ["off", "'off'", "false", "off # for now"])
def test_the_configuration_can_switch_saving_off(config: Path, cache: Path, reads: Reads, off: str) -> None:
    config.write_text(f"{config.read_text()}cache: {off}\n")
    for _ in range(2):
        KnowledgeBase.open_file(config, cache=cache)
    assert reads() == 2
    assert not cache.exists()


@pytest.mark.parametrize("written", ["cache: kept", 'cache: "kept" # here', '"cache": kept', "cache : kept"])
def test_the_configuration_can_name_the_folder(config: Path, cache: Path, reads: Reads, written: str) -> None:
    config.write_text(f"{config.read_text()}{written}\n")
    for _ in range(2):
        KnowledgeBase.open_file(config, cache=cache)
    assert reads() == 1
    assert not cache.exists()
    assert saved_file(config.parent / "kept").suffix == ".snapshot"


def test_a_saved_snapshot_needs_no_parser(config: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    KnowledgeBase.open_file(config, cache=cache)
    monkeypatch.setattr("knowledge.config.load_config", lambda path: pytest.fail(f"{path} is parsed"))
    assert answer(KnowledgeBase.open_file(config, cache=cache))


def test_the_starter_collection_is_saved_once_for_all_folders(
    tmp_path: Path, cache: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        KnowledgeBase.open_file(cache=cache)
    assert reads() == 1


def _edit(config: Path) -> None:
    (config.parent / "posts" / "rollback.md").write_text(ROLLBACK + " Nobody ever.")


def _add(config: Path) -> None:
    (config.parent / "posts" / "new.md").write_text("# New\n\nSomething new.")


def _add_below(config: Path) -> None:
    (config.parent / "posts" / "2024").mkdir()


def _swap(config: Path) -> None:
    (config.parent / "posts" / "rollback.md").rename(config.parent / "posts" / "other.md")


def _configure(config: Path) -> None:
    config.write_text(config.read_text() + "ranking:\n  b: 0.5\n")


@pytest.mark.parametrize("change", [_edit, _add, _add_below, _swap, _configure])
def test_a_change_makes_the_posts_be_read_again(
    config: Path, cache: Path, reads: Reads, change: Callable[[Path], None]
) -> None:
    os.utime(config.parent / "posts", ns=(1, 1))
    KnowledgeBase.open_file(config, cache=cache)
    change(config)
    KnowledgeBase.open_file(config, cache=cache)
    KnowledgeBase.open_file(config, cache=cache)
    assert reads() == 2


def test_another_version_of_the_library_makes_the_posts_be_read_again(
    config: Path, cache: Path, reads: Reads, library: Path
) -> None:
    KnowledgeBase.open_file(config, cache=cache)
    library.write_text("another version")
    KnowledgeBase.open_file(config, cache=cache)
    assert reads() == 2


def test_another_python_or_package_makes_the_posts_be_read_again(
    config: Path, cache: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    KnowledgeBase.open_file(config, cache=cache)
    monkeypatch.setattr("knowledge.saved.watching.surroundings", lambda: ["another"])
    KnowledgeBase.open_file(config, cache=cache)
    assert reads() == 2


def test_links_to_the_reader_are_saved_apart(config: Path, cache: Path, reads: Reads) -> None:
    for reader_url in ("", "https://reader.example", "", "https://reader.example"):
        hit = KnowledgeBase.open_file(config, reader_url, cache).search(QUESTION).hits[0]
        assert (hit.places[0].url or "").startswith(reader_url)
    assert reads() == 2
    KnowledgeBase.open_file(config, "https://elsewhere.example", cache)
    assert reads() == 3


def test_a_reload_sees_new_posts_and_a_new_configuration(config: Path, cache: Path) -> None:
    knowledge_base = KnowledgeBase.open_file(config, cache=cache)
    (config.parent / "more").mkdir()
    (config.parent / "more" / "cache.md").write_text("# Caches\n\nWe warm the cache first.")
    config.write_text("sources:\n  - folder: posts\n  - folder: more\n")
    knowledge_base.reload()
    assert [post.title for post in knowledge_base.posts] == ["Rollbacks", "Caches"]


def test_a_reload_without_a_change_reads_nothing(config: Path, cache: Path, reads: Reads) -> None:
    knowledge_base = KnowledgeBase.open_file(config, cache=cache)
    assert not knowledge_base.reload()
    assert reads() == 1


def test_the_posts_of_before_answer_when_a_reload_fails(config: Path, cache: Path) -> None:
    knowledge_base = KnowledgeBase.open_file(config, cache=cache)
    (config.parent / "posts" / "rollback.md").write_text("")
    with pytest.raises(EmptyCorpusError):
        knowledge_base.reload()
    assert answer(knowledge_base)


def test_a_post_that_changes_while_it_is_read_is_not_saved(
    config: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = opening.built

    def change_while_building(*given: object) -> object:
        _edit(config)
        return built(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "built", change_while_building)
    KnowledgeBase.open_file(config, cache=cache)
    assert not cache.exists()


def test_a_configuration_that_changes_while_the_posts_are_read_is_not_saved(
    config: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = opening.built

    def change_while_building(*given: object) -> object:
        config.unlink()
        return built(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "built", change_while_building)
    KnowledgeBase.open_file(config, cache=cache)
    assert not cache.exists()


def test_an_engine_that_cannot_be_saved_answers_all_the_same(
    config: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "pack_snapshot", lambda *_: None)
    assert answer(KnowledgeBase.open_file(config, cache=cache))
    assert not cache.exists()


def test_a_reload_after_a_change_is_what_the_next_start_answers_from(config: Path, cache: Path, reads: Reads) -> None:
    knowledge_base = KnowledgeBase.open_file(config, cache=cache)
    _edit(config)
    assert knowledge_base.reload()
    assert "Nobody ever." in answer(knowledge_base)
    assert reads() == 2
    assert "Nobody ever." in answer(KnowledgeBase.open_file(config, cache=cache))
    assert reads() == 2


def test_a_configuration_that_is_not_there_is_said_so_whatever_is_saved(tmp_path: Path, cache: Path) -> None:
    KnowledgeBase.open_file(cache=cache)
    with pytest.raises(ConfigError, match=r"gone\.yaml"):
        KnowledgeBase.open_file(tmp_path / "gone.yaml", cache=cache)


def test_a_corpus_without_passages_says_where_it_looked(posts: Posts) -> None:
    posts.write({"empty.md": ""})
    with pytest.raises(EmptyCorpusError, match=r"empty\.md"):
        KnowledgeBase.open(Config(sources=(SourceConfig(folder=posts.folder),)))


def test_two_processes_may_save_at_once(config: Path, cache: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from knowledge import KnowledgeBase\n"
        "for _ in range(5): KnowledgeBase.open_file(Path(sys.argv[1]), str(_), Path(sys.argv[2]))"
    )
    started = [subprocess.Popen([sys.executable, "-c", script, str(config), str(cache)]) for _ in range(2)]
    assert [each.wait() for each in started] == [0, 0]
    assert len(list(cache.iterdir())) == 1


def test_a_change_of_the_teams_glossary_makes_the_posts_be_read_again(config: Path, cache: Path, reads: Reads) -> None:
    glossary = config.parent / "words.yaml"
    glossary.write_text("two_way:\n  - [falcon, deploy]\n")
    config.write_text(f"{config.read_text()}glossary: words.yaml\n")
    for _ in range(2):
        assert KnowledgeBase.open_file(config, cache=cache).search("falcon").added == ("deploy",)
    assert reads() == 1
    glossary.write_text("two_way:\n  - [eagle, deploy]\n  - [owl, button]\n")
    for _ in range(2):
        base = KnowledgeBase.open_file(config, cache=cache)
        assert (base.search("falcon").added, base.search("owl").added) == ((), ("button",))
    assert reads() == 2


def test_a_glossary_that_is_not_there_is_an_error(config: Path, cache: Path) -> None:
    config.write_text(f"{config.read_text()}glossary: nowhere.yaml\n")
    with pytest.raises(GlossaryError, match=r"nowhere\.yaml: cannot be read"):
        KnowledgeBase.open_file(config, cache=cache)
