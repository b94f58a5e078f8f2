"""Whatever posts and questions hold, every message is one that Slack takes, and the quote in it is verbatim."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.names import Names
from bot.views import answer, lesson, related
from bot.views.message import Message
from bot.views.why import why
from knowledge.model import (
    Excerpt,
    ExcerptLine,
    Fragment,
    Hit,
    Lesson,
    Part,
    Passage,
    Place,
    Post,
    RelatedPost,
    Results,
)
from tests.bot.judged import quoted
from tests.bot.views.made import ENGLISH
from tests.slack_types.judge import check_message, check_view

MARKS = ["<!channel>", "<@U0ANN>", "<https://evil.example|x>", "|", ">", "<", "&", "&amp;", "*", "_", "~", "`", "```"]
ODD = ["\u202e", "مرحبا", "👩‍💻", "\x00", "\x1b[31m", "\u2028", "\ufeff", "﷽", "\r\n", "\t", "  ", "́" * 5, "…"]
pieces = st.sampled_from([*MARKS, *ODD, "word", " ", "\n", "x" * 400]) | st.text(max_size=20)
texts = st.lists(pieces, max_size=8).map("".join)
huge = st.tuples(texts, st.integers(1, 60)).map(lambda made: made[0] * made[1])
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
    tags=st.lists(texts, max_size=2).map(tuple),
)
places = st.builds(
    Place,
    post=posts,
    headings=st.lists(huge, max_size=4).map(tuple),
    position=st.integers(0, 9),
    last=st.booleans(),
    url=addresses,
)
stands = st.lists(places, min_size=1, max_size=4).flatmap(
    lambda few: st.integers(1, 20).map(lambda times: tuple((few * times)[:60]))
)
kinds = st.sampled_from(["heading", "paragraph", "item", "quote", "row", "code"])
fragments = st.lists(st.builds(Fragment, huge, st.booleans()), max_size=4).map(tuple)
excerpts = st.lists(st.builds(ExcerptLine, kinds, fragments), max_size=5).map(lambda lines: Excerpt(tuple(lines)))


def _hit(excerpt: Excerpt, stood: tuple[Place, ...]) -> Hit:
    return Hit(Passage("p", (Part("paragraph", excerpt.text),), stood), excerpt, stood, 1.0)


hits = st.builds(_hit, excerpts, stands)
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
often = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(message: Message) -> None:
    check_message(message.payload)
    assert len(message.text) <= 4000


@often
@given(results)
def test_every_answer_is_a_message_that_slack_takes(found: Results) -> None:
    message = answer.answer(found, ENGLISH)
    check(message)
    headed = answer.headed(message, ENGLISH("answer-asked", question=found.question))
    check(answer.with_buttons(headed, "7Q4KX", found.outcome, Names(), ENGLISH, own=True))


@often
@given(results, results)
def test_every_account_of_an_answer_is_a_window_that_slack_takes(found: Results, others: Results) -> None:
    check_view(why(found.question, found.hits, others.hits, ENGLISH))


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
@given(
    st.builds(lambda parts, stood, topic: Lesson(Passage("p", parts, stood), stood, topic), parts, stands, questions)
)
def test_every_lesson_is_a_message_that_slack_takes(found: Lesson) -> None:
    for view in (lesson.lesson, lesson.own_lesson, lesson.shared_lesson):
        check(view(found, ENGLISH))
    check(lesson.no_lesson(found.topic, Names(), ENGLISH))


@often
@given(st.lists(st.tuples(places, st.lists(texts, max_size=24)), max_size=3))
def test_every_list_of_related_posts_is_a_message_that_slack_takes(found: list[tuple[Place, list[str]]]) -> None:
    check(
        related.related(
            [RelatedPost(place, Passage("p", (), (place,)), tuple(words)) for place, words in found], ENGLISH
        )
    )
