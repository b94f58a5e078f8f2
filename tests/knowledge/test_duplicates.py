import pytest

from knowledge.base import KnowledgeBase
from knowledge.config import Config, SourceConfig
from knowledge.corpus import read_corpus
from knowledge.duplicates import passage_id
from knowledge.model import Corpus, Part, Passage
from tests.knowledge.landing import land
from tests.knowledge.shared import content
from tests.knowledge.writing import Posts

PARAGRAPH = "Contract tests cost us a week and saved us a year."


def _id(text: str) -> str:
    return passage_id([Part("paragraph", text)])


def test_a_paragraph_of_two_posts_is_one_passage_with_both_places(posts: Posts) -> None:
    corpus = posts.corpus({"a.md": f"# A\n\n{PARAGRAPH}", "b.md": f"# B\n\nBefore it.\n\n## Part\n\n{PARAGRAPH}"})
    first, second = corpus.passages
    assert (first.text, second.text) == (PARAGRAPH, "Before it.")
    assert [(place.post.title, place.headings, place.position, place.last) for place in first.places] == [
        ("A", (), 0, True),
        ("B", ("Part",), 1, True),
    ]
    assert corpus.paragraphs == 3


def test_a_paragraph_twice_in_one_post_has_two_places_with_links_of_their_own(posts: Posts) -> None:
    body = f"# A\n\n{PARAGRAPH}\n\n## Again\n\nWe say it twice.\n\n{PARAGRAPH}"
    corpus = posts.corpus({"a.md": body}, base_url="https://x.example")
    first, second = corpus.passages[0].places
    assert [place.position for place in (first, second)] == [0, 2]
    assert first.url != second.url
    assert "say%20it%20twice.-,Contract" in str(second.url)


def test_case_white_space_and_typography_make_no_other_passage() -> None:
    assert _id("We don't — “ever” — wait.") == _id('we  DON’T - "ever" - wait.')


def test_other_words_make_another_passage() -> None:
    assert _id("We wait.") != _id("We waited.")
    assert _id("We wait.") != _id("We, wait.")


def test_the_parts_of_a_passage_count() -> None:
    assert passage_id([Part("item", "a"), Part("item", "b")]) != passage_id([Part("item", "a b")])


def test_a_passage_id_is_16_hexadecimal_digits() -> None:
    assert len(_id("")) == 16
    assert int(_id("日本語"), 16) > 0


def test_the_text_shown_is_that_of_the_newest_post_to_the_letter(posts: Posts) -> None:
    corpus = posts.corpus({"a.md": "# A\n\nWe don’t wait.", "b.md": _dated("B", "2024-01-01", "WE DON'T WAIT.")})
    (passage,) = corpus.passages
    assert passage.text == "WE DON'T WAIT."
    assert [place.wording for place in passage.places] == [(), ()]


def test_the_text_shown_is_that_of_the_first_place(posts: Posts) -> None:
    corpus = posts.corpus({"a.md": "# A\n\nWe don’t wait.", "b.md": "# B\n\nWE DON'T WAIT."})
    assert [passage.text for passage in corpus.passages] == ["We don’t wait."]


# Nearly the same

OLD = (
    "We give every call to the payment service a timeout of half a second, and do not try again when it runs out: the "
    "customer is told at once, and the order waits in a queue until somebody has looked at it."
)
NEW = OLD.replace("when it", "if it")
PHRASE = "again when it runs out"


def _dated(title: str, day: str, *paragraphs: str) -> str:
    return f"---\ntitle: {title}\ndate: {day}\n---\n" + "\n\n".join(paragraphs)


NEARLY = {"old.md": _dated("Old", "2020-01-01", OLD), "new.md": _dated("New", "2024-01-01", "Before it.", NEW)}


def _shared(corpus: Corpus) -> Passage:
    """The passage that stands in two places."""
    (passage,) = (each for each in corpus.passages if len(each.places) == 2)
    return passage


def test_nearly_the_same_paragraph_is_one_passage_in_the_words_of_the_newest_post(posts: Posts) -> None:
    passage = _shared(posts.corpus(NEARLY))
    assert passage.text == NEW
    assert passage.id == _id(NEW)
    assert [place.post.title for place in passage.places] == ["New", "Old"]
    assert [[part.text for part in place.wording] for place in passage.places] == [[], [OLD]]


def test_every_place_links_to_its_own_words(posts: Posts) -> None:
    other = "So we give every guest a key to the house, and do not ask for it again, nobody is locked out."
    documents = {
        "old.md": _dated("Old", "2020-01-01", other, OLD.replace("We give", "So then we give")),
        "new.md": _dated("New", "2024-01-01", NEW, "Another paragraph."),
    }
    texts = {"Old": ["Old", other, OLD.replace("We give", "So then we give")], "New": ["New", NEW]}
    ending = {"Old": 2, "New": 1}
    passage = _shared(posts.corpus(documents, base_url="https://x.example"))
    for place in passage.places:
        landing = land(str(place.url).partition(":~:")[2], texts[place.post.title])
        assert landing is not None
        assert (landing.first, landing.last, landing.ends_its_line) == (*[ending[place.post.title]] * 2, True)


def test_a_passage_can_be_had_in_the_words_of_each_place(posts: Posts) -> None:
    passage = _shared(posts.corpus(NEARLY))
    new, old = passage.places
    assert passage.worded_at(new) is passage
    worded = passage.worded_at(old)
    assert (worded.text, worded.id) == (OLD, passage.id)
    assert [[part.text for part in place.wording] for place in worded.places] == [[NEW], []]


@pytest.mark.parametrize(
    "question", ["payment timeout before:2021", f'"{PHRASE}"', "old payment timeout", "timeout -if"]
)
def test_a_hit_quotes_its_best_place_word_for_word(posts: Posts, question: str) -> None:
    hit = posts.base(NEARLY).search(question).hits[0]
    assert hit.places[0].post.title == "Old"
    assert (hit.passage.text, hit.excerpt.text, hit.places[0].wording) == (OLD, OLD, ())


def test_a_word_that_only_an_older_wording_has_is_known(posts: Posts) -> None:
    documents = {**NEARLY, "old.md": _dated("Old", "2020-01-01", OLD.replace("every call", "simply every call"))}
    assert posts.base(documents).search("simply payment timeout").unknown == ()


def test_a_change_of_an_older_wording_changes_the_fingerprint(posts: Posts) -> None:
    before = posts.corpus(NEARLY).fingerprint
    other = OLD.replace("when it", "as it")
    assert posts.corpus({**NEARLY, "old.md": _dated("Old", "2020-01-01", other)}).fingerprint != before


def test_passages_come_in_the_order_in_which_their_first_wording_does(posts: Posts) -> None:
    corpus = posts.corpus(
        {"a.md": _dated("A", "2020-01-01", OLD, "In between."), "b.md": _dated("B", "2024-01-01", NEW)}
    )
    assert [passage.text for passage in corpus.passages] == [NEW, "In between."]


@pytest.mark.parametrize("fence", ["```\n{}\n```", "| a |\n|---|\n| {} |"])
def test_code_and_tables_are_the_same_or_not(posts: Posts, fence: str) -> None:
    corpus = posts.corpus({"a.md": f"# A\n\n{fence.format(OLD)}", "b.md": f"# B\n\n{fence.format(NEW)}"})
    assert len(corpus.passages) == 2


# The same with other figures

CHANGED = OLD.replace("half a second", "two and a half seconds")


def test_an_older_paragraph_knows_the_newer_post_that_gives_other_figures(posts: Posts) -> None:
    corpus = posts.corpus({"old.md": _dated("Old", "2020-01-01", OLD), "new.md": _dated("New", "2024-01-01", CHANGED)})
    older, newer = sorted(corpus.passages, key=lambda passage: passage.text == CHANGED)
    assert (older.newer, newer.newer) == (newer.places[0], None)


def test_a_hit_knows_it_too(posts: Posts) -> None:
    base = posts.base({
        "old.md": _dated("Old", "2020-01-01", OLD),
        "mid.md": _dated("Mid", "2022-01-01", OLD.replace("half a second", "half a minute")),
        "new.md": _dated("New", "2024-01-01", CHANGED),
    })  # fmt: skip
    found = {hit.places[0].post.title: hit.newer for hit in base.search("payment timeout").hits}
    assert {title: place and place.post.title for title, place in found.items()} == {
        "Old": "New",
        "Mid": "New",
        "New": None,
    }


def test_nothing_newer_is_told_to_whom_it_is_not_shown(posts: Posts) -> None:
    folder = posts.write(
        {"one/a.md": _dated("Old", "2020-01-01", OLD), "two/b.md": _dated("New", "2024-01-01", CHANGED)}
    )
    base = KnowledgeBase.open(Config(sources=tuple(SourceConfig(folder=folder / name) for name in ("one", "two"))))
    (hit,) = base.search("payment timeout", sources=["one"]).hits
    assert (hit.places[0].post.title, hit.newer) == ("Old", None)


def test_a_post_is_linked_with_its_own_words(posts: Posts) -> None:
    folder = posts.write({"one/a.md": _dated("Old", "2020-01-01", OLD), "two/b.md": _dated("New", "2024-01-01", NEW)})
    sources = tuple(SourceConfig(folder=folder / name, base_url=f"https://{name}.example") for name in ("one", "two"))
    base = KnowledgeBase.open(Config(sources=sources))
    (related,) = base.related("payment service timeout", sources=["one"])
    assert (related.place.post.title, related.passage.text) == ("Old", OLD)
    linked = base.linked(str(related.place.url))
    assert linked is not None
    assert linked.passage is not None
    assert linked.passage.text == OLD


@pytest.mark.parametrize(("old", "new"), [("2024-01-01", "2024-01-01"), ("", "2024-01-01"), ("", "")])
def test_without_dates_that_differ_nothing_is_newer(posts: Posts, old: str, new: str) -> None:
    corpus = posts.corpus({"old.md": _dated("Old", old, OLD), "new.md": _dated("New", new, CHANGED)})
    assert [passage.newer for passage in corpus.passages] == [None, None]


@pytest.mark.no_cover
def test_a_blog_of_ten_years_has_few_paragraphs_that_are_nearly_the_same() -> None:
    corpus = read_corpus([SourceConfig(folder=content("artsy") / "_posts")])
    nearly = [passage for passage in corpus.passages if any(place.wording for place in passage.places)]
    assert 1 <= len(nearly) <= 5
    assert corpus.copies == {}
