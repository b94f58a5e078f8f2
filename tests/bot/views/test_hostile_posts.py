"""Whatever posts and questions hold, every message is one that Slack takes, and the quote in it is verbatim."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.names import Names
from bot.schedules import Schedule
from bot.store import ChannelSettings
from bot.texts import LANGUAGES, Texts, texts_in
from bot.views import answer, lesson, related, search_modal
from bot.views.home import ForAdmins, Health, Missed, Own, Saved, Shown, home
from bot.views.message import Message
from bot.views.settings import form, saved
from bot.views.subscription import Subscribed, due_lesson
from bot.views.unfurl import unfurl
from bot.views.why import why
from knowledge.model import Part, Passage, Place, Post, Problem, Stats
from knowledge.results import Excerpt, ExcerptLine, Fragment, Hit, Lesson, Linked, RelatedPost, Results
from tests.bot.judged import quoted
from tests.bot.views.made import ENGLISH
from tests.slack_types.judge import check_blocks, check_message, check_view

pytestmark = pytest.mark.no_cover

MARKS = ["<!channel>", "<@U0ANN>", "<https://evil.example|x>", "|", ">", "<", "&", "&amp;", "*", "_", "~", "`", "```"]
ODD = ["\u202e", "مرحبا", "👩‍💻", "\x00", "\x1b[31m", "\u2028", "\ufeff", "﷽", "\r\n", "\t", "  ", "́" * 5, "…"]
pieces = st.sampled_from([*MARKS, *ODD, "word", " ", "\n", "x" * 400]) | st.text(max_size=20)
words = st.lists(pieces, max_size=8).map("".join)
huge = st.tuples(words, st.integers(1, 60)).map(lambda made: made[0] * made[1])
addresses = st.none() | st.builds(
    lambda rest, times: "https://blog.example.com/" + rest * times,
    st.sampled_from(["a", "ü", "<>|", "a b", "?q=1&r=2", "%20", "#:~:text=a-,b"]) | st.text(max_size=9),
    st.sampled_from([1, 30, 3000]),
)
posts = st.builds(
    Post,
    source=st.just("s"),
    path=st.just("p.md"),
    title=huge,
    url=addresses,
    date=st.none() | st.dates(min_value=dt.date(1, 1, 1)),
    updated=st.none() | st.dates(),
    tags=st.lists(words, max_size=2).map(tuple),
)
places = st.builds(
    Place,
    post=posts,
    headings=st.lists(huge, max_size=4).map(tuple),
    position=st.integers(0, 9),
    last=st.booleans(),
    url=addresses,
    copy_of=st.none() | st.tuples(st.just("s"), st.just("p.md"), words),
)
stands = st.lists(places, min_size=1, max_size=4).flatmap(
    lambda few: st.integers(1, 20).map(lambda times: tuple((few * times)[:60]))
)
kinds = st.sampled_from(["heading", "paragraph", "item", "quote", "row", "code"])
fragments = st.lists(st.builds(Fragment, huge, st.booleans()), max_size=4).map(tuple)
excerpts = st.lists(st.builds(ExcerptLine, kinds, fragments), max_size=5).map(lambda lines: Excerpt(tuple(lines)))


def _hit(excerpt: Excerpt, stood: tuple[Place, ...], newer: Place | None, *, stale: bool) -> Hit:
    return Hit(Passage("p", (Part("paragraph", excerpt.text),), stood), excerpt, stood, 1.0, newer=newer, stale=stale)


hits = st.builds(_hit, excerpts, stands, st.none() | places, stale=st.booleans())
questions = huge.map(lambda text: " ".join(text.split())[:500])
results = st.builds(
    lambda question, found, close, posts: Results(
        question, ("closest" if close else "answer") if found else "nothing", found, tuple(question.split()), posts
    ),
    questions,
    st.lists(hits, max_size=3).map(tuple),
    st.booleans(),
    st.integers(0, 10**6),
)
parts = st.lists(st.builds(Part, kinds, huge, st.sampled_from(["", "•", "12."])), min_size=1, max_size=4).map(tuple)
lessons = st.builds(
    lambda parts, stood, topic: Lesson(Passage("p", parts, stood), stood, topic), parts, stands, questions
)
languages = st.sampled_from([texts_in(language) for language in LANGUAGES])
NOON = dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)
often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(message: Message) -> None:
    check_message(message.payload)
    assert len(message.text) <= 4000


@often
@given(results, languages)
def test_every_answer_is_a_message_that_slack_takes(found: Results, texts: Texts) -> None:
    message = answer.answer(found, texts)
    check(message)
    headed = answer.headed(message, texts("answer-asked", question=found.question))
    numbered = answer.with_buttons(headed, "7Q4KX", found.outcome, Names(), texts, own=True)
    check(numbered)
    check_view(search_modal.found(found.question, numbered, texts))


@often
@given(results, results, languages)
def test_every_account_of_an_answer_is_a_window_that_slack_takes(found: Results, others: Results, texts: Texts) -> None:
    check_view(why(found.question, found.hits, others.hits, texts))


@often
@given(hits)
def test_the_quote_is_verbatim_up_to_where_it_is_cut(hit: Hit) -> None:
    shown = quoted(answer.answer(Results("q", "answer", (hit,)), ENGLISH).payload)
    whole = "\n".join(line.text for line in hit.excerpt.lines if line.text)
    if shown != (whole or "…"):
        assert len(hit.excerpt.text) > 1100
        assert shown.endswith("…")
        assert whole.startswith(shown.removesuffix("…").rstrip())


@often
@given(lessons, languages, questions)
def test_every_lesson_is_a_message_that_slack_takes(found: Lesson, texts: Texts, name: str) -> None:
    for view in (lesson.lesson, lesson.own_lesson, lesson.shared_lesson):
        check(view(found, texts))
    check(lesson.no_lesson(found.topic, Names(), texts))
    weekly = Subscribed("7Q4K", Schedule("0", "09:00", "Europe/London"), found.topic)
    check(due_lesson(found, weekly, name[:80], Names(), texts))


@often
@given(st.lists(st.tuples(places, st.lists(words, max_size=24)), max_size=3), languages)
def test_every_list_of_related_posts_is_a_message_that_slack_takes(
    found: list[tuple[Place, list[str]]], texts: Texts
) -> None:
    made = [RelatedPost(place, Passage("p", (), (place,)), tuple(words)) for place, words in found]
    check(related.related(made, texts))


@often
@given(places, st.none() | parts, st.lists(posts, max_size=2), languages)
def test_every_preview_below_a_link_is_one_that_slack_takes(
    place: Place, held: tuple[Part, ...] | None, newer: list[Post], texts: Texts
) -> None:
    passage = Passage("p", held, (place,)) if held else None
    preview: Any = unfurl(Linked(place, passage, tuple(newer)), texts)
    check_blocks(preview["blocks"], "unfurl")


@often
@given(st.lists(lessons, max_size=5), st.lists(questions, max_size=10), st.lists(words, max_size=9), languages)
def test_every_home_tab_is_one_that_slack_takes(
    saved: list[Lesson], asked: list[str], problems: list[str], texts: Texts
) -> None:
    problem = Problem(problems[0], 1, problems[0], problems[0]) if problems else None
    health = Health(Stats(9, 40, 30, 20, len(problems)), NOON, "UTC", problem, "".join(problems))
    own = Own(tuple(Saved(f"p{number}", each) for number, each in enumerate(saved)), 3)
    missed = tuple(Missed(each, NOON.date()) for each in asked)
    gaps = tuple(Missed(each, NOON.date(), 3, f"{number:032x}") for number, each in enumerate(asked))
    shown = Shown(tuple(asked[:4]), health, 30, own, for_admins=ForAdmins(None, 7, missed, gaps))
    check_view(home(shown, Names(), texts))


@often
@given(st.lists(words.filter(str.strip), max_size=120, unique=True), languages)
def test_every_form_of_settings_is_one_that_slack_takes(sources: list[str], texts: Texts) -> None:
    settings = ChannelSettings(sources=tuple(sources[::2]), auto_link=True)
    check_view(form(settings, "C0ENG", sources, {"links:read"}, Names(), texts))
    check_view(saved(settings, "C0ENG", Names(), texts))
