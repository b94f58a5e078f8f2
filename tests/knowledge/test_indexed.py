"""What is indexed of a passage, and what echoes around it."""

from datetime import date

from knowledge.analysis.analyzer import Analyzer
from knowledge.duplicates import merge
from knowledge.indexed import indexed, neighbours
from knowledge.model import Part, Passage, Place, Post
from knowledge.query import echo_of


def _passages(*posts: tuple[str, ...]) -> tuple[Passage, ...]:
    made = [Post("s", f"{number}.md", "Title", date=date(2024, 1, 1 + number)) for number in range(len(posts))]
    return merge(
        ((Part("paragraph", text),), Place(post, ("Heading",), position, last=False))
        for post, texts in zip(made, posts, strict=True)
        for position, text in enumerate(texts)
    ).passages


def test_a_heading_counts_twice_and_a_title_as_often_as_its_source_says() -> None:
    (found,) = indexed(_passages(("A cache.",)), Analyzer(), {"s": 3})
    assert found.terms == ["cach", *["head"] * 2, *["titl"] * 3]


def test_a_word_echoes_once_for_each_paragraph_beside_that_says_it() -> None:
    passages = _passages(("A slow cache.", "The cache is slow.", "No cache."), ("Another cache.",))
    echoes = [each.beside[-3:] for each in indexed(passages, Analyzer(), {})]
    cache, slow = echo_of("cach"), echo_of("slow")
    assert [[term for term in found if term in (cache, slow)] for found in echoes] == [
        [cache, slow],
        [cache, slow, cache],
        [cache],
        [],
    ]


def test_headings_and_titles_do_not_echo() -> None:
    found = indexed(_passages(("One cache.", "Two queues.")), Analyzer(), {})
    assert not [term for each in found for term in each.all if term.startswith(echo_of(""))]


def test_a_repeated_paragraph_has_the_neighbours_of_its_best_place_and_is_one_at_all() -> None:
    passages = _passages(("First.", "Shared by both."), ("Second.", "Shared by both.", "Third."))
    texts = [passage.text for passage in passages]
    around = {texts[number]: [texts[each] for each in found] for number, found in enumerate(neighbours(passages))}
    assert around["Shared by both."] == ["Second.", "Third."]
    assert around["First."] == ["Shared by both."]
