"""What repeats and teaches nothing, and what repeats because it is worth repeating."""

from collections.abc import Mapping

import pytest

from knowledge.config import STARTER, SourceConfig
from knowledge.corpus import Corpus, read_corpus
from tests.knowledge.shared import content
from tests.knowledge.writing import Posts

FOOTER = "The opinions in these posts are those of their authors, and the photographs were taken in our own garden."
PRACTICE = "We write a contract test for every service that another one calls, and run it before either is deployed."
POSTS = 8


def _own(post: int, paragraph: int) -> str:
    return f"Paragraph {paragraph} of post {post} speaks of thing {post}-{paragraph} and of nothing that any other has."


def _post(number: int, *, at: int, shared: str = FOOTER, length: int = 5) -> str:
    paragraphs = [_own(number, each) for each in range(length)]
    paragraphs.insert(at, shared)
    return f"# Post {number}\n\n" + "\n\n".join(paragraphs)


def _boilerplate(corpus: Corpus) -> list[str]:
    return [corpus.passages[number].text for number in sorted(corpus.boilerplate)]


def _documents(places: list[int], shared: str = FOOTER, length: int = 5) -> Mapping[str, str]:
    return {f"{number}.md": _post(number, at=at, shared=shared, length=length) for number, at in enumerate(places)}


@pytest.mark.parametrize("places", [[5] * POSTS, [4] * POSTS, [0] * POSTS, [1] * POSTS, [5, 5, 4, 4, 5, 5, 5, 2]])
def test_what_stands_at_the_same_end_of_five_posts_is_boilerplate(posts: Posts, places: list[int]) -> None:
    assert _boilerplate(posts.corpus(_documents(places))) == [FOOTER]


@pytest.mark.parametrize(
    "places", [[0, 1, 2, 3, 4, 5, 2, 3], [2] * POSTS, [0, 5, 0, 5, 0, 5, 0, 5], [5, 5, 5, 5, 5, 5, 2, 2]]
)
def test_what_stands_now_here_now_there_is_none(posts: Posts, places: list[int]) -> None:
    assert _boilerplate(posts.corpus(_documents(places, PRACTICE))) == []


def test_fewer_than_five_posts_make_no_boilerplate(posts: Posts) -> None:
    documents = {**_documents([5] * 4), **{f"x{each}.md": _post(90 + each, at=0, shared="") for each in range(9)}}
    assert _boilerplate(posts.corpus(documents)) == []


def test_neither_do_one_in_fifty_posts(posts: Posts) -> None:
    others = {f"x{each}.md": f"# X {each}\n\n{_own(1000 + each, 0)}" for each in range(245)}
    documents = {**_documents([5] * 5), **others}
    assert _boilerplate(posts.corpus(documents)) == []
    (posts.folder / "x0.md").unlink()
    del documents["x0.md"]
    assert _boilerplate(posts.corpus(documents)) == [FOOTER]


def test_a_paragraph_five_times_in_one_post_is_none(posts: Posts) -> None:
    body = "\n\n".join((_own(0, 0), _own(0, 1), *[f"{FOOTER}\n\n## More"] * 5))
    assert _boilerplate(posts.corpus({"a.md": f"# A\n\n{body}"})) == []


def test_in_posts_of_two_passages_either_end_says_nothing(posts: Posts) -> None:
    assert _boilerplate(posts.corpus(_documents([1] * POSTS, PRACTICE, length=1))) == []
    assert _boilerplate(posts.corpus(_documents([2] * POSTS, PRACTICE, length=2))) == [PRACTICE]


def test_a_call_to_the_reader_is_boilerplate_wherever_it_stands(posts: Posts) -> None:
    call = "Subscribe to our newsletter, and you will have every new post on the day on which it comes out."
    assert _boilerplate(posts.corpus(_documents([0, 1, 2, 3, 4, 5, 2, 3], call))) == [call]


def test_it_is_no_lesson_and_ranks_behind_what_says_nearly_as_much(posts: Posts) -> None:
    garden = (
        "Photographs of the garden were taken by the authors, who keep the originals on a disk in the cellar below."
    )
    base = posts.base({**_documents([5] * POSTS), "garden.md": f"# Garden\n\n{garden}"})
    assert base.stats.lessons == POSTS * 5 + 1
    hits = base.search("photographs of the garden by the authors", limit=2).hits
    assert [hit.passage.text for hit in hits] == [garden, FOOTER]


def test_it_is_found_where_nothing_else_is(posts: Posts) -> None:
    base = posts.base(_documents([5] * POSTS))
    assert base.search("photographs garden").hits[0].passage.text == FOOTER


@pytest.mark.parametrize("name", ["category-page.txt", None])
def test_practices_that_many_posts_repeat_stay_lessons(name: str | None) -> None:
    assert _boilerplate(read_corpus([SourceConfig(folder=content(name) if name else STARTER)])) == []


@pytest.mark.no_cover
def test_on_a_blog_of_ten_years_only_notes_of_the_editors_are_boilerplate() -> None:
    found = _boilerplate(read_corpus([SourceConfig(folder=content("artsy") / "_posts")]))
    assert [text.split()[:3] for text in found] == [["Editor's", "Note:", "This"], ["Jump", "to", "YouTube"]]
