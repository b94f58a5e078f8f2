from dataclasses import fields, replace
from datetime import date

import pytest

from knowledge.config import Config
from knowledge.corpus import read_corpus
from knowledge.model import Block, Corpus, Part, Passage, Place, Post, Problem
from knowledge.packed import Records
from knowledge.saved.corpus import Lazy, pack_corpus, unpack_corpus

POST = Post(
    source="blog",
    path="2024/größe.md",
    title="Größe – “quoted”",
    blocks=(Block("heading", "Cache\ud800", 3, level=2, anchor="cache"), Block("item", "one", 5, 0, "", "1.", 7)),
    url="https://posts.example/a#b",
    slug="groesse",
    date=date(2024, 2, 29),
    updated=date(2025, 1, 1),
    authors=("Ann", "Bo"),
    tags=("tag",),
    aliases=("/old/",),
)
OTHER = Post("blog", "b.md", "Bare")
PLACE = Place(
    POST,
    ("Cache", "Warm"),
    3,
    last=True,
    url="https://posts.example/a#:~:text=x",
    wording=(Part("item", "One", "1."),),
    copy_of=OTHER.key,
    anchor="p-1",
)
NEWER = Place(OTHER, (), 0, last=False)
PASSAGE = Passage("0123456789abcdef", (Part("item", "one", "1."), Part("code", "a\n b")), (PLACE, NEWER), NEWER)
PROBLEM = Problem("a.md", 7, "what", "mend", kept=False)
CORPUS = Corpus(
    (POST, OTHER),
    (PASSAGE, Passage("2", (), (NEWER,))),
    (PROBLEM,),
    drafts=2,
    copies={POST.key: OTHER.key},
    boilerplate=frozenset({1}),
)


def _again(corpus: Corpus) -> Corpus:
    return unpack_corpus(*pack_corpus(corpus))


@pytest.mark.parametrize("value", [POST, *POST.blocks[1:], PLACE, *PASSAGE.parts[:1], PASSAGE, PROBLEM, CORPUS])
def test_these_tests_set_every_field_of_the_model(value: object) -> None:
    unset = [each.name for each in fields(value) if getattr(value, each.name) in ("", None, ())]  # type: ignore[arg-type]
    assert unset == (["anchor"] if isinstance(value, Block) else [])


def test_posts_passages_and_problems_come_back_as_they_were() -> None:
    again = _again(CORPUS)
    assert tuple(again.posts) == CORPUS.posts
    assert tuple(again.passages) == CORPUS.passages
    assert tuple(again.problems) == CORPUS.problems
    assert (again.drafts, again.copies, again.boilerplate) == (2, CORPUS.copies, CORPUS.boilerplate)


def test_values_come_back_with_their_types() -> None:
    again = _again(CORPUS)
    assert repr(tuple(again.posts)) == repr(CORPUS.posts)
    assert repr(tuple(again.passages)) == repr(CORPUS.passages)
    assert len({*again.posts, *again.passages, *again.problems}) == 5


def test_counts_and_fingerprint_come_back_as_they_were() -> None:
    again = _again(CORPUS)
    assert again.fingerprint == CORPUS.fingerprint
    assert again.paragraphs == CORPUS.paragraphs
    assert again.posts_by_source() == CORPUS.posts_by_source()


def test_the_starter_collection_comes_back_as_it_was() -> None:
    corpus = read_corpus(Config().sources)
    again = _again(corpus)
    assert (tuple(again.posts), tuple(again.passages)) == (corpus.posts, corpus.passages)


def test_a_place_holds_the_same_post_as_the_corpus() -> None:
    again = _again(CORPUS)
    assert again.passages[0].places[0].post is again.posts[0]


def test_equal_posts_of_two_documents_stay_two() -> None:
    twin = replace(POST)
    corpus = Corpus((POST, twin), (Passage("1", PASSAGE.parts, (replace(PLACE, post=twin),)),))
    again = _again(corpus)
    assert again.passages[0].places[0].post is again.posts[1]


def test_a_lazy_sequence_is_read_like_any_other() -> None:
    made: list[int] = []

    def make(row: int) -> int:
        made.append(row)
        return row

    lazy = Lazy(Records.of([b"0", b"1", b"2"]), make)
    assert (lazy[1], lazy[-1], lazy[1], len(lazy)) == (1, 2, 1, 3)
    assert made == [1, 2]
    assert lazy[1:] == (1, 2)
    assert list(lazy) == [0, 1, 2]
    with pytest.raises(IndexError):
        lazy[3]
