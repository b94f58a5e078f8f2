"""That texts which are compared again are what they would be if they were compared for the first time."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.near_duplicates import Likeness, LikenessMemory, Text, likeness
from knowledge.plain_words import PlainWords

BASE = (
    "we give every request to the payment service a timeout of five hundred units and do not try again when it runs out"
)
# What may become of a word: as it is, another figure, another small word, a name, a negation, two of them.
OTHERS = {
    "five": ("six", "seven"),
    "we": ("they", "now we"),
    "payment": ("billing", "Payment", "Billing"),
    "a": ("the",),
    "not": ("", "never"),
    "again": ("once again", "Again"),
}
WORDS = BASE.split()
CHANGED = st.lists(st.tuples(st.sampled_from(sorted(OTHERS)), st.integers(0, 2)), max_size=3)
TEXT = st.tuples(CHANGED, st.integers(0, 2), st.frozensets(st.integers(0, 6), min_size=1, max_size=2))
STEP = st.lists(st.tuples(st.sampled_from(["kept", "gone", "changed", "added"]), TEXT, st.integers(0, 9)), max_size=10)
Step = list[tuple[str, Text, int]]


def _text(made: tuple[list[tuple[str, int]], int, frozenset[int]]) -> Text:
    changed, start, posts = made
    words = dict(enumerate(WORDS))
    for word, which in changed:
        words[WORDS.index(word)] = OTHERS[word][which % len(OTHERS[word])]
    return Text(" ".join(words[number] for number in range(start, len(WORDS))), posts)


def _same(again: Likeness, texts: Sequence[Text]) -> None:
    fresh = likeness([Text(each.text, each.posts) for each in texts])
    assert (again.stands_for, again.differing) == (fresh.stands_for, fresh.differing)


@pytest.mark.no_cover
@settings(max_examples=300)
@given(st.lists(TEXT.map(_text), max_size=10), st.lists(STEP, max_size=5))
def test_after_any_changes_texts_are_alike_as_if_compared_anew(
    texts: list[Text], steps: list[list[tuple[str, tuple[list[tuple[str, int]], int, frozenset[int]], int]]]
) -> None:
    memory = LikenessMemory()
    _same(memory.likeness(texts), texts)
    for step in steps:
        placed = [(5, text) for text in texts[len(step) :]]
        for number, (fate, made, place) in enumerate(step):
            if number < len(texts) and fate in ("kept", "added"):
                placed.append((place, texts[number]))
            if fate in ("changed", "added"):
                placed.append((place, _text(made)))
        texts = [text for _, text in sorted(placed, key=lambda each: each[0])]
        _same(memory.likeness(texts), texts)


def _many(count: int) -> list[Text]:
    """Texts of which dozens share their runs of words, so that buckets are full."""
    random = Random(1)
    made = []
    for number in range(count):
        words = list(WORDS)
        for _ in range(random.randint(0, 3)):
            words[random.randrange(len(words))] = random.choice(["six", "one", "thing", "Payment", "never", "more"])
        made.append(Text(" ".join(words), frozenset({number % 60})))
    return made


def test_with_full_buckets_texts_are_alike_as_if_compared_anew() -> None:
    random = Random(2)
    texts, spare = _many(200)[:150], _many(200)[150:]
    memory = LikenessMemory()
    _same(memory.likeness(texts), texts)
    for new in spare:
        del texts[random.randrange(len(texts))]
        texts.insert(random.choice([0, 0, random.randrange(len(texts)), len(texts)]), new)
        _same(memory.likeness(texts), texts)


def test_what_stays_is_not_looked_at_again() -> None:
    memory = LikenessMemory()
    texts = _many(30)
    memory.likeness(texts)
    before = memory._compared
    memory.likeness([Text("Another thing is said here, by others, and to nobody at all.", frozenset({99})), *texts])
    assert memory._compared is before
    memory.likeness(texts[::-1])
    assert memory._compared is not before


def test_a_word_that_is_a_name_no_more_makes_texts_alike() -> None:
    """“Payment” starts a sentence: whether it names something is told by the other texts."""
    one = "Payment " + " ".join(WORDS)
    texts = [Text(one, frozenset("a")), Text(" ".join(WORDS), frozenset("b"))]
    other = Text("a payment is made and a payment is taken back as often as that", frozenset("c"))
    first = [Text(each.text.replace(" payment", ""), each.posts) for each in texts]
    memory = LikenessMemory()
    assert memory.likeness(first).stands_for == [0, 1]
    assert memory.likeness([*first, other]).stands_for == [0, 0, 2]
    assert memory.likeness(first).stands_for == [0, 1]


def test_plain_words_are_counted_once_for_many_questions() -> None:
    plain = PlainWords()
    assert plain.holds("apple", ["An apple and Pears"])
    assert not plain.holds("pears", ["other words are not looked at"])
