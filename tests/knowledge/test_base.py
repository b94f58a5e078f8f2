import time
from random import Random

import pytest

from knowledge import snapshot as snapshot_module
from knowledge.base import KnowledgeBase
from knowledge.errors import EmptyCorpusError
from knowledge.lessons import ShuffleBag
from knowledge.results import Results
from tests.knowledge.writing import Posts

DOCUMENTS = {
    "deploys.md": """\
---
title: Deploying
date: 2024-01-01
---
A rollback takes one command, and everybody on call may run it without asking anybody else for permission first.

## Caches

A cache stampede took our database down, so every entry now has a time to live and a refresh in the background.

Bye.
""",
    "people.md": """\
---
title: Working together
date: 2025-01-01
---
Every retrospective ends with an owner and a due date for each action, or we might as well not have met at all.

A cache stampede took our database down, so every entry now has a time to live and a refresh in the background.

Bye.
""",
}


def _first(results: Results) -> str:
    return results.hits[0].passage.text


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("how do we roll back? is rollback one command?", "A rollback takes"),
        ("what happened in the cache stampede", "A cache stampede"),
        ("do retrospectives have an owner", "Every retrospective"),
    ],
)
def test_a_question_is_answered_by_the_paragraph_that_says_it(posts: Posts, question: str, start: str) -> None:
    results = posts.base(DOCUMENTS).search(question)
    assert _first(results).startswith(start)
    assert (results.outcome, results.statement, results.question) == ("answer", "", question)


def test_a_hit_says_why_it_was_found(posts: Posts) -> None:
    hit = posts.base(DOCUMENTS).search("does a rollback need a zebra command").hits[0]
    assert hit.matched == ("rollback", "command")
    assert hit.missing == ("need", "zebra")
    assert hit.score > 0
    assert "rollback" in [fragment.text for fragment in hit.excerpt.lines[0].fragments if fragment.matched]


def test_all_places_of_an_answer_are_named_the_newest_first(posts: Posts) -> None:
    hit = posts.base(DOCUMENTS, base_url="https://x.example").search("cache stampede").hits[0]
    assert [place.post.title for place in hit.places] == ["Working together", "Deploying"]
    assert hit.headings == ()
    assert str(hit.places[1].url).startswith("https://x.example/deploying/#caches:~:text=A%20cache")


def test_a_place_without_a_date_is_the_last(posts: Posts) -> None:
    text = "A cache stampede took our database down."
    documents = {"a.md": f"# Undated\n\n{text}", "b.md": f"---\ntitle: Dated\ndate: 1999-01-01\n---\n{text}"}
    hit = posts.base(documents).search("stampede").hits[0]
    assert [place.post.title for place in hit.places] == ["Dated", "Undated"]


def test_words_that_no_post_contains_are_named(posts: Posts) -> None:
    results = posts.base(DOCUMENTS).search("unicorns and zebras")
    assert (results.outcome, results.hits, results.unknown) == ("nothing", (), ("unicorns", "zebras"))
    assert results.statement == "Nothing found in 2 posts. No post contains “unicorns”, “zebras”."


def test_a_word_that_is_asked_twice_is_named_once(posts: Posts) -> None:
    assert posts.base(DOCUMENTS).search("Unicorn, unicorns, zebra").unknown == ("Unicorn", "zebra")


@pytest.mark.parametrize("question", ["", "  ", "what is it?", "?!", "\0", "🎉"])
def test_a_question_that_says_nothing_finds_nothing(posts: Posts, question: str) -> None:
    results = posts.base({"a.md": DOCUMENTS["deploys.md"]}).search(question)
    assert (results.outcome, results.hits, results.unknown) == ("nothing", (), ())
    assert results.statement == "Nothing found in 1 post."


def test_a_question_with_control_characters_is_answered(posts: Posts) -> None:
    assert _first(posts.base(DOCUMENTS).search("\0rollback\x1b\r\n command\u202e")).startswith("A rollback")


@pytest.mark.no_cover
def test_a_question_of_100_kilobytes_is_answered_at_once(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    start = time.process_time()  # what others do at the time does not count
    results = base.search("rollback command " + " ".join(f"word{number}" for number in range(15_000)))
    assert time.process_time() - start < 5
    assert len(results.unknown) == 15_000


def test_the_limit_is_a_limit_and_no_demand(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    question = "rollback, stampede, retrospective"
    assert len(base.search(question, limit=2).hits) == 2
    assert len(base.search(question, limit=1000).hits) == 3


def test_the_same_question_gives_the_same_results(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    assert base.search("cache command owner") == base.search("cache command owner")


def test_a_question_finds_what_its_heading_or_title_says(posts: Posts) -> None:
    documents = {
        "a.md": "# Pools\n\nThey help.\n\n## Timeouts\n\nKeep them short.",
        "b.md": "# Other\n\nThey help us all.",
    }
    base = posts.base(documents)
    assert _first(base.search("timeouts")) == "Keep them short."
    assert {hit.passage.text for hit in base.search("pools").hits} == {"They help.", "Keep them short."}


def test_a_title_may_count_for_nothing(posts: Posts) -> None:
    base = posts.base({"a.md": "# Pools\n\nThey help."}, title_weight=0)
    assert base.search("pools").outcome == "nothing"


def test_text_of_any_script_is_found(posts: Posts) -> None:
    base = posts.base({"a.md": "# A\n\nשלום עולם\n\nПривет мир\n\nΚαλημέρα κόσμε"})
    for question in ("עולם", "привет", "κόσμε"):
        assert len(base.search(question).hits) == 1


def test_a_lesson_comes_with_its_places_and_how_many_are_left(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    bag, random = ShuffleBag(), Random(1)
    drawn = [base.lesson(bag, random) for _ in range(3)]
    lessons = [lesson for lesson in drawn if lesson]
    assert len({lesson.passage.text for lesson in lessons}) == base.stats.lessons == 3
    assert [lesson.remaining for lesson in lessons] == [2, 1, 0]
    shared = next(lesson for lesson in lessons if "stampede" in lesson.passage.text)
    assert [place.post.title for place in shared.places] == ["Working together", "Deploying"]


def test_a_lesson_may_be_about_a_topic(posts: Posts) -> None:
    lesson = posts.base(DOCUMENTS).lesson(ShuffleBag(), Random(1), " cache stampede ")
    assert lesson is not None
    assert "stampede" in lesson.passage.text
    assert lesson.topic == "cache stampede"


@pytest.mark.parametrize("topic", ["unicorns", "what is it", "bye"])
def test_no_lesson_is_about_what_no_lesson_says(posts: Posts, topic: str) -> None:
    assert posts.base(DOCUMENTS).lesson(ShuffleBag(), Random(1), topic) is None


def test_posts_without_a_lesson_give_none(posts: Posts) -> None:
    assert posts.base({"a.md": "# A\n\nShort."}).lesson(ShuffleBag(), Random(1)) is None


def test_a_lesson_can_be_shown_again_while_a_post_holds_it(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    lesson = base.lesson(ShuffleBag(), Random(1))
    assert lesson is not None
    again = base.lesson_by_id(lesson.passage.id, "a topic")
    assert again is not None
    assert (again.passage, again.places, again.topic) == (lesson.passage, lesson.places, "a topic")
    assert base.lesson_by_id("gone") is None


def test_stats_count_what_there_is(posts: Posts) -> None:
    documents = {**DOCUMENTS, "draft.md": "---\ndraft: true\n---\nSoon.", "empty.md": ""}
    stats = posts.base(documents).stats
    assert (stats.posts, stats.paragraphs, stats.passages) == (2, 6, 4)
    assert (stats.lessons, stats.problems, stats.drafts, stats.sources) == (3, 1, 1, {"posts": 2})


def test_a_post_is_found_by_its_slug(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    assert [post.title for post in base.posts] == ["Deploying", "Working together"]
    found = base.post("working-together")
    assert found is not None
    assert found.title == "Working together"
    assert base.post("gone") is None


def test_a_reload_reads_the_posts_again(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    before = base.fingerprint
    posts.write({"new.md": "# New\n\nZebras are welcome."})
    assert base.search("zebras").outcome == "nothing"
    base.reload()
    assert _first(base.search("zebras")) == "Zebras are welcome."
    assert base.fingerprint != before


def test_a_reload_that_fails_leaves_the_posts_of_before(posts: Posts) -> None:
    base = posts.base(DOCUMENTS)
    posts.write(dict.fromkeys(DOCUMENTS, ""))
    with pytest.raises(EmptyCorpusError):
        base.reload()
    assert _first(base.search("rollback command")).startswith("A rollback")
    assert base.stats.posts == 2


def test_no_posts_at_all_are_an_error_that_names_the_folder_and_its_problems(posts: Posts) -> None:
    with pytest.raises(EmptyCorpusError) as caught:
        posts.base({"empty.md": ""})
    assert str(posts.folder) in str(caught.value)
    assert "empty.md:1: holds no text" in str(caught.value)


def test_problems_are_told(posts: Posts) -> None:
    (problem,) = posts.base({**DOCUMENTS, "empty.md": ""}).problems
    assert str(problem).startswith("empty.md:1: holds no text (left out). ")


def test_the_starter_collection_is_read_by_default() -> None:
    assert KnowledgeBase.open().stats.sources == {"starter": 9}


def test_the_terms_of_some_passages_are_kept_and_of_many_forgotten(
    posts: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_module, "_MOST_KEPT", 1)
    base = posts.base({"a.md": "# A\n\nOwls sleep all day.", "b.md": "# B\n\nOwls hunt at night."})
    terms, (one, other) = base._snapshot.terms, base._snapshot.corpus.passages
    assert terms.of(one) is terms.of(one)
    assert terms.of(other) == (frozenset({"owl", "hunt", "night"}), frozenset({"b"}))
    assert [*terms._kept] == [other.id]
