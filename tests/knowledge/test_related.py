from pathlib import Path

from knowledge import Config, KnowledgeBase, SourceConfig
from knowledge.results import RelatedPost
from tests.knowledge.writing import Posts

DOCUMENTS = {
    "caches.md": "---\ntitle: On caches\ndate: 2024-01-01\n---\nA cache stampede takes the database down.",
    "pools.md": "---\ntitle: On pools\ndate: 2024-02-01\n---\nA connection pool keeps the database alive under load.",
    "retros.md": "---\ntitle: On retros\ndate: 2024-03-01\n---\nA retrospective ends with owners and dates.",
}


def _titles(found: tuple[RelatedPost, ...]) -> list[str]:
    return [each.place.post.title for each in found]


def test_a_post_that_shares_words_with_a_text_is_related_and_says_which(posts: Posts) -> None:
    found = posts.base(DOCUMENTS).related("The cache had a stampede last night")
    assert _titles(found) == ["On caches"]
    assert found[0].words == ("cache", "stampede")
    assert found[0].passage.text.startswith("A cache stampede")


def test_the_post_that_shares_most_is_first(posts: Posts) -> None:
    found = posts.base(DOCUMENTS).related("connection pool of the database, after the stampede")
    assert _titles(found) == ["On pools", "On caches"]


def test_one_shared_word_is_chance(posts: Posts) -> None:
    assert posts.base(DOCUMENTS).related("the database and the owners of unicorns") == ()


def test_one_shared_word_is_enough_where_there_is_no_other(posts: Posts) -> None:
    assert _titles(posts.base(DOCUMENTS).related("retrospective")) == ["On retros"]


def test_nothing_is_related_to_unknown_words_or_none(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    assert base.related("unicorns and zebras") == ()
    assert base.related("") == ()


def test_a_post_is_named_once_and_the_limit_is_kept(posts: Posts) -> None:
    documents = {
        "a.md": "# A\n\nThe cache stampede again.\n\nAnother cache stampede.",
        "b.md": "# B\n\nA stampede of the cache.",
        "c.md": "# C\n\nNo cache, no stampede.",
    }
    base = posts.base(documents)
    assert sorted(_titles(base.related("cache stampede"))) == ["A", "B", "C"]
    assert len(base.related("cache stampede", limit=2)) == 2


def test_the_newest_post_speaks_for_a_shared_paragraph(posts: Posts) -> None:
    text = "A cache stampede takes the database down."
    documents = {
        "a.md": f"---\ntitle: Old\ndate: 2020-01-01\n---\n{text}",
        "b.md": f"---\ntitle: New\ndate: 2024-01-01\n---\n{text}",
        "c.md": f"# Undated\n\n{text}",
    }
    assert _titles(posts.base(documents).related("cache stampede")) == ["New"]


def test_of_a_long_text_the_words_that_say_most_count(posts: Posts) -> None:
    words = [f"word{number}x" for number in range(40)]
    documents = {
        "common.md": "# Common\n\n" + "\n\n".join(f"{' '.join(words)} again {number}." for number in range(3)),
        "rare.md": "# Rare\n\nThe stampede of caches.",
    }
    assert "Rare" in _titles(posts.base(documents).related(" ".join([*words, "stampede", "caches"])))


def test_posts_of_one_name_in_two_sources_are_two_posts(tmp_path: Path) -> None:
    for source, text in (
        ("one", "Canary releases limit the blast radius."),
        ("two", "Canary releases need good metrics."),
    ):
        (tmp_path / source).mkdir()
        (tmp_path / source / "a.md").write_text(f"# Releases\n\n{text}\n")
    base = KnowledgeBase.open(Config(sources=tuple(SourceConfig(folder=tmp_path / name) for name in ("one", "two"))))
    assert [each.place.post.source for each in base.related("canary releases")] == ["one", "two"]
