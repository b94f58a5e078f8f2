from itertools import pairwise
from random import Random

import pytest

from knowledge.lessons import ShuffleBag, is_lesson
from tests.knowledge.writing import Posts

LESSON = "Write every deploy down in one place, so that whoever is on call can see what changed and when it did."
OTHER = "Keep your caches small and give every entry a time to live, or stale data will haunt you for weeks on end."


def _lessons(posts: Posts, *paragraphs: str) -> list[str]:
    corpus = posts.corpus({"a.md": "# A\n\n" + "\n\n".join(paragraphs)})
    return [passage.text for passage in corpus.passages if is_lesson(passage)]


def test_a_paragraph_of_prose_is_a_lesson(posts: Posts) -> None:
    assert _lessons(posts, LESSON) == [LESSON]


def test_the_last_paragraph_of_a_longer_post_is_none(posts: Posts) -> None:
    assert _lessons(posts, LESSON, "In between.", OTHER) == [LESSON]


def test_the_last_paragraph_of_a_short_post_is_one(posts: Posts) -> None:
    assert _lessons(posts, LESSON, OTHER) == [LESSON, OTHER]


def test_what_closes_one_post_but_not_another_is_a_lesson(posts: Posts) -> None:
    corpus = posts.corpus({"a.md": f"# A\n\nOne.\n\nTwo.\n\n{LESSON}", "b.md": f"# B\n\n{LESSON}\n\nOne."})
    assert [is_lesson(passage) for passage in corpus.passages] == [False, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "Too short to teach anything.",
        "long " * 151,
        LESSON.rstrip(".") + ":",
        LESSON.rstrip(".") + "?",
        "Thanks for reading! " + LESSON,
        "Subscribe to our newsletter for more of this. " + LESSON,
        "If you face the same, feel free to reach out to all of us here. " + LESSON,
        "In today’s rapidly changing landscape nobody can afford to stand still. " + LESSON,
        "In this post we are going to look at how all of it came about. " + LESSON,
        "We’re hiring! " + LESSON,
    ],
)
def test_what_fills_a_post_or_is_no_whole_thought_is_none(posts: Posts, text: str) -> None:
    assert _lessons(posts, text, "Short.") == []


@pytest.mark.parametrize(
    "text", [f"| a |\n|---|\n| {LESSON} |", f"```\n{LESSON}\n```", f"{LESSON} Run this:\n\n```\nmake\n```"]
)
def test_tables_and_code_are_none(posts: Posts, text: str) -> None:
    assert _lessons(posts, text, "Short.") == []


@pytest.mark.parametrize("text", [f"> {LESSON}", f"- {LESSON}"])
def test_quotes_and_items_can_be(posts: Posts, text: str) -> None:
    assert len(_lessons(posts, text, "Short.")) == 1


def test_nothing_comes_twice_until_everything_was_drawn() -> None:
    bag, random = ShuffleBag(), Random(1)
    ids = list("abcde")
    for _ in range(3):
        assert sorted(bag.draw(ids, random)[0] for _ in ids) == ids


def test_nothing_comes_twice_in_a_row() -> None:
    for seed in range(50):
        bag, random = ShuffleBag(), Random(seed)
        drawn = [bag.draw(["a", "b"], random)[0] for _ in range(8)]
        assert all(one != other for one, other in pairwise(drawn))


def test_one_lesson_comes_again_and_again() -> None:
    bag, random = ShuffleBag(), Random(1)
    assert [bag.draw(["a"], random)[0] for _ in range(3)] == ["a", "a", "a"]


def test_a_bag_says_how_many_are_left() -> None:
    bag, random = ShuffleBag(), Random(1)
    assert [bag.draw(["a", "b", "c"], random)[1] for _ in range(3)] == [2, 1, 0]


def test_a_bag_survives_a_change_of_the_corpus() -> None:
    bag, random = ShuffleBag(), Random(1)
    bag.draw(["gone"], random)
    assert bag.draw(["new"], random)[0] == "new"
    assert bag.draw(["new", "newer"], random)[0] == "newer"


def test_the_same_chance_draws_the_same() -> None:
    ids = [str(number) for number in range(20)]
    assert ShuffleBag().draw(ids, Random(7)) == ShuffleBag().draw(ids, Random(7))
