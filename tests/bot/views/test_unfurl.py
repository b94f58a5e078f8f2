import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bot.texts import texts_in
from bot.views.unfurl import Unfurl, unfurl
from knowledge.model import Part, Passage, Place, Post
from knowledge.results import Linked
from tests.bot.judged import links, words_of
from tests.bot.views.made import ENGLISH, place
from tests.bot.views.test_hostile_posts import huge, often, parts, places, posts
from tests.slack_types.judge import check_blocks


def passage(*texts: str, at: Place | None = None) -> Passage:
    return Passage("p1", tuple(Part("paragraph", text) for text in texts), (at or place(),))


def newer(title: str, url: str | None = "https://blog.example.com/newer/") -> Post:
    return Post("blog", "newer.md", title, url=url, date=dt.date(2025, 1, 2))


def check(preview: Unfurl) -> None:
    check_blocks(preview["blocks"], "unfurl")  # type: ignore[arg-type]


def test_it_shows_title_date_and_headings_and_the_paragraph() -> None:
    at = place(headings=("Releases", "When it hurts"))
    preview = unfurl(Linked(at, passage("To roll back, press the button.", at=at)), ENGLISH)
    check(preview)
    assert words_of(preview) == (
        "Rolling back\n5 March 2024 · Releases › When it hurts\nTo roll back, press the button."
    )
    assert links(preview) == {"Rolling back": "https://blog.example.com/rolling-back/#:~:text=To%20roll"}


def test_newer_posts_on_the_same_are_linked() -> None:
    preview = unfurl(Linked(place(), passage("A text."), (newer("One"), newer("Two", None))), ENGLISH)
    check(preview)
    assert words_of(preview).endswith("\n2 newer posts on this: One, Two")
    assert links(preview).keys() == {"Rolling back", "One"}
    one = unfurl(Linked(place(), passage("A text."), (newer("One"),)), texts_in("de"))
    assert words_of(one).endswith("\n1 neuerer Beitrag dazu: One")


def test_a_post_without_a_paragraph_or_a_date_is_its_title() -> None:
    preview = unfurl(Linked(place(day=None), None), ENGLISH)
    check(preview)
    assert words_of(preview) == "Rolling back"


def test_a_long_paragraph_is_cut() -> None:
    preview = unfurl(Linked(place(), passage("word " * 500)), ENGLISH)
    check(preview)
    assert words_of(preview).endswith("word…")
    assert len(words_of(preview)) < 700


def test_an_address_that_is_too_long_gives_way_to_the_posts_own() -> None:
    preview = unfurl(Linked(place(landing="#:~:text=" + "x" * 3000), passage("A text.")), ENGLISH)
    check(preview)
    assert links(preview) == {"Rolling back": "https://blog.example.com/rolling-back/"}


def test_hostile_titles_and_texts_ring_nobody_and_are_no_markup() -> None:
    at = place("<!channel> *Bold* | <https://evil.example|x> & <@U0BEN>", headings=("<!here>",))
    text = "An *asterisk*, a `tick`, <!everyone> & :tada: stay as they are.\n> so does this"
    preview = unfurl(Linked(at, passage(text, at=at), (newer("<!channel>"),)), ENGLISH)
    check(preview)
    assert text in words_of(preview)
    assert {url.partition("#")[0] for url in links(preview).values()} == {
        "https://blog.example.com/rolling-back/",
        "https://blog.example.com/newer/",
    }


@often
@given(st.builds(Linked, places, st.builds(Passage, huge, parts, st.just(())), st.lists(posts, max_size=2).map(tuple)))
def test_every_preview_is_one_that_slack_takes(linked: Linked) -> None:
    check(unfurl(linked, ENGLISH))
