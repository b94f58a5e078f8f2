from datetime import date

from knowledge.model import Place, Post
from knowledge.syndication import copies_of, voices
from tests.knowledge.writing import Posts

OWN = tuple(
    f"Thing {each} is what this paragraph speaks of from its first to its last word, and no other paragraph does so, since "
    f"the thing that is called {each} is of no interest to whoever does not have it in the house."
    for each in "ABCDEFGH"
)


def _post(title: str, *paragraphs: str, day: str = "") -> str:
    head = f"date: {day}\n" if day else ""
    return f"---\ntitle: {title}\n{head}---\n" + "\n\n".join(paragraphs)


def _copies(posts: Posts, **documents: str) -> dict[str, str]:
    corpus = posts.corpus({f"{name}.md": text for name, text in documents.items()})
    return {copy[1].removesuffix(".md"): original[1].removesuffix(".md") for copy, original in corpus.copies.items()}


def test_a_post_that_holds_most_of_another_is_a_copy_of_the_older(posts: Posts) -> None:
    new = _post("Copied", *OWN[:4], "And a word of our own, which the original has not.", day="2024-02-01")
    old = _post("Original", *OWN[:5], day="2023-02-01")
    assert _copies(posts, a=new, b=old) == {"a": "b"}


def test_half_of_a_post_makes_no_copy(posts: Posts) -> None:
    assert _copies(posts, a=_post("A", *OWN[:6]), b=_post("B", *OWN[3:])) == {}


def test_without_dates_the_first_is_the_original_and_a_dated_post_before_one_without(posts: Posts) -> None:
    assert _copies(posts, a=_post("A", *OWN), b=_post("B", *OWN)) == {"b": "a"}
    assert _copies(posts, a=_post("A", *OWN), b=_post("B", *OWN, day="2024-01-01")) == {"a": "b"}


def test_copies_of_copies_have_one_original(posts: Posts) -> None:
    documents = {name: _post(name, *OWN[:end], day=f"202{end}-01-01") for name, end in (("a", 4), ("b", 5), ("c", 6))}
    assert _copies(posts, **documents) == {"b": "a", "c": "a"}


def test_two_short_posts_with_a_paragraph_in_common_are_copies_only_under_one_title(posts: Posts) -> None:
    assert _copies(posts, a=_post("One", *OWN[:2]), b=_post("Other", *OWN[:2])) == {}
    assert _copies(posts, a=_post("One", *OWN[:2]), b=_post("ONE", *OWN[:1])) == {"b": "a"}


def test_the_posts_of_two_years_are_no_copies(posts: Posts) -> None:
    assert _copies(posts, a=_post("Survey 2025", *OWN), b=_post("Survey 2026", *OWN)) == {}


def test_what_very_many_posts_hold_makes_no_copies(posts: Posts) -> None:
    documents = {f"p{each}": _post(f"Post {'x' * each}", *OWN[:4]) for each in range(21)}
    assert _copies(posts, **documents) == {}


def test_a_copy_stands_last_and_gives_no_words_though_it_is_newer(posts: Posts) -> None:
    corpus = posts.corpus({
        "a.md": _post("Copied", *OWN[:4], day="2025-01-01"),
        "b.md": _post("Original", OWN[0].replace("is what", "is now what"), *OWN[1:4], day="2021-01-01"),
        "c.md": _post("Independent", OWN[0], OWN[7], "And nothing more is said here.", day="2022-01-01"),
    })  # fmt: skip
    first = corpus.passages[0]
    assert [place.post.title for place in first.places] == ["Independent", "Original", "Copied"]
    assert [place.copy_of and place.copy_of[2] for place in first.places] == [None, None, "Original"]
    assert first.text == OWN[0]


def test_a_copy_speaks_for_itself_where_its_original_is_silent(posts: Posts) -> None:
    corpus = posts.corpus({"a.md": _post("A", *OWN[:4]), "b.md": _post("B", *OWN[:5]), "c.md": _post("C", OWN[4])})
    assert list(corpus.copies) == [("posts", "b.md", "B")]
    assert [place.copy_of for place in corpus.passages[4].places] == [None, None]


def _place(name: str, position: int = 0, copy_of: str = "") -> Place:
    return Place(Post("s", name, name), (), position, last=False, copy_of=("s", copy_of, copy_of) if copy_of else None)


def test_a_post_that_repeats_itself_and_its_copies_are_one_voice() -> None:
    places = [_place("a"), _place("b"), _place("a", 3), _place("copy", copy_of="a")]
    assert voices(places) == (places[0], places[1])
    assert voices(reversed(places)) == (places[3], places[1])


def test_places_alone_tell_copies() -> None:
    one, other = (Post("s", name, "Title", date=date(2024, 1, day)) for name, day in (("b", 2), ("a", 1)))
    said = [[Place(post, (), number, last=False) for post in (one, other)] for number in range(3)]
    assert copies_of(said) == {one.key: other.key}
