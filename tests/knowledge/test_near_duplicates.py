import pytest

from knowledge.near_duplicates import Text, likeness
from knowledge.wordings import FEWEST_WORDS, Words, wording_of

TEXT = (
    "We give every request to the payment service a timeout of 500 ms, and we do not try again when it runs out, "
    "since a second attempt would only make a busy service busier than it was."
)


def _stands_for(*texts: str) -> list[int]:
    """What stands for each text, all of different posts."""
    return likeness([Text(text, frozenset({number})) for number, text in enumerate(texts)]).stands_for


def _differing(*texts: str) -> dict[int, int]:
    return likeness([Text(text, frozenset({number})) for number, text in enumerate(texts)]).differing


def _changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a second attempt", "the second attempt"),
        ("We give every request", "So we give every request"),
        ("would only make", "would surely only make"),
        ("a busy service busier", "a very busy service busier"),
        ("do not", "don’t"),
        ("since", "because"),
        ("We give", "However, we give"),
    ],
)
def test_a_text_with_a_few_other_words_is_the_same(old: str, new: str) -> None:
    lower = "It was however busy, and it said so."  # a corpus writes such words in lower case somewhere
    assert _stands_for(TEXT, lower, _changed(old, new)) == [0, 1, 0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("500 ms", "200 ms"),
        ("500 ms", "500 s"),
        ("500 ms", "v2.1.0"),
        ("do not try", "do try"),
        ("do not try", "never try"),
        ("a second attempt", "two attempts"),
        ("we do not", "we must not"),
        ("runs out", "runs out before"),
    ],
)
def test_a_text_with_other_figures_is_another_that_says_it_differently(old: str, new: str) -> None:
    texts = (TEXT, _changed(old, new).replace("two attempts", "a two attempt"))
    assert _stands_for(*texts) == [0, 1]
    assert _differing(*texts) == {1: 0}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("payment", "search"),  # a word of weight for another
        ("busy service", "idle service"),
        ("runs out", "runs in"),
        ("to the payment service", "to the Stripe payment service"),  # a name more
        ("to the payment service", "to the pay_now payment service"),
        ("We give", "Kafka: we give"),  # a name, since nothing writes it in lower case
    ],
)
def test_a_text_about_something_else_is_another_and_nothing_newer(old: str, new: str) -> None:
    texts = (TEXT, _changed(old, new))
    assert _stands_for(*texts) == [0, 1]
    assert _differing(*texts) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("on July 9", "on August 20"),
        ("on 3 May 2024", "on 4 June 2025"),
        ("on 2024-05-01", "on 2024-06-01"),
        ("in 2023", "in 2024"),
        ("on Monday", "on Friday"),
        ("in January", "in June"),
        ("in Q1", "in Q2"),
        ("after CVE-2022-46176", "after CVE-2023-38497"),
        ("after #12", "after #34"),
    ],
)
def test_other_dates_and_numbered_names_make_another_text_but_nothing_newer(one: str, other: str) -> None:
    texts = (_changed("when it", f"{one} when it"), _changed("when it", f"{other} when it"))
    assert _stands_for(*texts) == [0, 1]
    assert _differing(*texts) == {}


def test_most_of_the_words_must_be_common() -> None:
    longer = f"{TEXT} And so on, and on and on, and on and on, as it ever was with all of them and with us."
    assert _stands_for(TEXT, longer) == [0, 1]
    turned = " ".join(reversed(TEXT.split()))
    assert _stands_for(TEXT, f"{TEXT[:90]} {turned[:90]}") == [0, 1]


def test_short_texts_are_never_taken_for_each_other() -> None:
    words = "one small change is made in this text".split()
    assert len(words) == FEWEST_WORDS
    assert _stands_for(" ".join(words), " ".join(words)) == [0, 0]
    assert _stands_for(" ".join(words[1:]), " ".join(words[1:])) == [0, 1]
    assert _stands_for("", "") == [0, 1]


def test_texts_of_one_post_are_never_taken_for_each_other() -> None:
    near = _changed("a second", "the second")
    found = likeness(
        [Text(TEXT, frozenset("a")), Text(near, frozenset("b")), Text(_changed("We", "So we"), frozenset("b"))]
    )
    assert found.stands_for == [0, 0, 2]
    assert likeness([Text(TEXT, frozenset("a")), Text(_changed("500", "200"), frozenset("a"))]).differing == {}


def test_the_one_most_alike_stands_for_a_text_and_the_first_of_equals() -> None:
    own = _changed("We give", "Now we give")
    apart = [Text(TEXT, frozenset("a")), Text(own, frozenset("a"))]
    assert likeness([*apart, Text(own.upper().lower(), frozenset("b"))]).stands_for == [0, 1, 1]
    assert likeness([*apart, Text(_changed("We", "So we"), frozenset("b"))]).stands_for == [0, 1, 0]


def test_the_first_of_many_that_differ_is_the_one_to_look_at() -> None:
    assert _differing(*(_changed("500", str(number)) for number in (100, 200, 300))) == {1: 0, 2: 0}


def test_one_run_of_words_in_thousands_of_texts_costs_little_and_ties_none() -> None:
    texts = [f"In this post we name the {chr(97 + number % 26) * (number // 26 + 1)} thing" for number in range(400)]
    assert _stands_for(*texts) == list(range(400))


def test_a_memory_full_of_words_is_emptied_and_wordings_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = wording_of(Words(), TEXT)
    monkeypatch.setattr("knowledge.wordings._MOST_RUNS", 5)
    words = Words()
    assert wording_of(words, TEXT) == wording_of(words, TEXT) == expected
    assert len(words) <= 5


def test_a_long_run_without_white_space_is_compared_and_not_kept() -> None:
    words = Words()
    assert wording_of(words, f"{'x' * 99} is not 5 ms").figures == ("not", "5", "ms")
    assert [*words] == ["is", "not", "5", "ms"]
