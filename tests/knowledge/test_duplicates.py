from knowledge.duplicates import passage_id
from knowledge.model import Part
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


def test_the_text_shown_is_that_of_the_first_place(posts: Posts) -> None:
    corpus = posts.corpus({"a.md": "# A\n\nWe don’t wait.", "b.md": "# B\n\nWE DON'T WAIT."})
    assert [passage.text for passage in corpus.passages] == ["We don’t wait."]
