from datetime import date
from pathlib import Path

import pytest

from knowledge.config import SourceConfig
from knowledge.corpus import read_corpus
from knowledge.errors import SourceError
from tests.knowledge.writing import Posts, place_of


def test_a_corpus_holds_the_posts_of_all_its_sources(posts: Posts) -> None:
    folder = posts.write(
        {"one/a.md": "# A\n\nText of a.", "two/b.md": "# B\n\nText of b.", "two/c.md": "# C\n\nText of c."}
    )
    corpus = read_corpus(SourceConfig(folder=folder / name) for name in ("one", "two"))
    assert [post.title for post in corpus.posts] == ["A", "B", "C"]
    assert corpus.posts_by_source() == {"one": 1, "two": 2}


def test_a_bad_document_is_a_problem_and_the_rest_goes_on(posts: Posts) -> None:
    corpus = posts.corpus({"a.md": b"\0", "b.md": "# B\n\nText.", "c.md": "", "d.md": "---\ntitle: a: b\n---\nMore."})
    assert [post.title for post in corpus.posts] == ["B", "a: b"]
    assert [(problem.path, problem.kept) for problem in corpus.problems] == [
        ("a.md", False),
        ("c.md", False),
        ("d.md", True),
    ]


def test_a_document_that_cannot_be_had_is_a_problem(posts: Posts, monkeypatch: pytest.MonkeyPatch) -> None:
    def _refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", _refuse)
    (problem,) = posts.corpus({"a.md": "# A\n\nText."}).problems
    assert str(problem).startswith("a.md:1: cannot be read: Permission denied (left out). ")


def test_drafts_are_counted(posts: Posts) -> None:
    corpus = posts.corpus({
        "a.md": "---\ndraft: true\n---\nSoon.", "b.md": "# B\n\nText.", "_drafts/c.md": "# C\n\nLater."
    })  # fmt: skip
    assert (corpus.drafts, len(corpus.posts), corpus.problems) == (2, 1, ())


def test_a_source_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        read_corpus([SourceConfig(folder=tmp_path / "nowhere")])


def test_an_empty_folder_is_an_empty_corpus(posts: Posts) -> None:
    corpus = posts.corpus({})
    assert (corpus.posts, corpus.passages, corpus.paragraphs) == ((), (), 0)


def test_a_place_says_where_in_its_post_a_passage_stands(posts: Posts) -> None:
    corpus = posts.corpus({"a.md": "# A\n\nOne.\n\n## Data\n\nTwo.\n\nThree."}, base_url="https://x.example")
    places = [place_of(passage) for passage in corpus.passages]
    assert [(place.position, place.last, place.headings) for place in places] == [
        (0, False, ()),
        (1, False, ("Data",)),
        (2, True, ("Data",)),
    ]
    assert [place.url for place in places] == [
        "https://x.example/a/#:~:text=One.",
        "https://x.example/a/#data:~:text=Two.",
        "https://x.example/a/#data:~:text=Three.",
    ]


def test_a_post_read_by_rule_has_its_url_and_date(posts: Posts) -> None:
    documents = {"2024-12-05-blue-green.md": "# Any title\n\nText."}
    (post,) = posts.corpus(documents, base_url="https://x.example", permalink="/:year/:slug/").posts
    assert (post.url, post.date) == ("https://x.example/2024/blue-green/", date(2024, 12, 5))


CONTENT = "# A\n\nText of a.\n\n## Data\n\nMore."


def _fingerprint(posts: Posts, content: str = CONTENT, **settings: str) -> str:
    return posts.corpus({"a.md": content}, **settings).fingerprint


def test_the_same_posts_have_the_same_fingerprint(posts: Posts) -> None:
    first = _fingerprint(posts)
    assert first == _fingerprint(posts)
    assert len(first) == 16
    assert int(first, 16) >= 0


@pytest.mark.parametrize(
    "content",
    [
        CONTENT.replace("More", "Less"),
        CONTENT.replace("More", "more"),
        CONTENT.replace("# A", "# B"),
        CONTENT.replace("Data", "Loss"),
        CONTENT + "\n\nAnother.",
        "---\ndate: 2024-12-05\n---\n" + CONTENT,
    ],
)
def test_every_change_of_a_post_changes_the_fingerprint(posts: Posts, content: str) -> None:
    assert _fingerprint(posts) != _fingerprint(posts, content)


def test_a_change_of_links_changes_the_fingerprint(posts: Posts) -> None:
    assert _fingerprint(posts) != _fingerprint(posts, base_url="https://x.example")
