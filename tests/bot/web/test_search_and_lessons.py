"""The reader's search says what Slack says; lessons and their feed."""

from datetime import date
from random import Random

import feedparser
import pytest

from bot.texts import texts_in
from bot.views.answer import statement
from bot.views.notices import LONGEST_QUESTION
from bot.views.reading import reading as understood
from knowledge import KnowledgeBase
from tests.bot.posts import CONTRACTS, ROLLBACK
from tests.bot.web.reading import TODAY, reading
from tests.bot.web.test_reader import read, words


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "question",
    [
        "how do we keep one microservice from breaking another?",
        "contract zeppelins quuxification",
        "quuxification",
        "rollbcak of a release",
        '"press the button" -zeppelin',
        "tag: rollback after:2024-99",
        "after:2030",
        "and the of",
        "",
    ],
)
async def test_the_answer_is_that_of_slack(knowledge_base: KnowledgeBase, question: str, language: str) -> None:
    texts = texts_in(language)
    async with reading(knowledge_base) as session:
        url = session._build_url("/search").with_query(q=question)
        async with session.get(url, headers={"accept-language": language}) as page:
            assert page.status == 200
            said = words(await page.text())
    results = knowledge_base.search(question)
    told = [statement(results, texts), understood(results, texts)] if question else []
    assert [each for each in told if " ".join(each.split()) not in said] == []
    quoted = [" ".join(hit.excerpt.text.split()) for hit in (results.leading if question else ())]
    assert [each for each in quoted if each not in said] == []


async def test_matched_words_are_marked_and_links_lead_to_the_paragraph(knowledge_base: KnowledgeBase) -> None:
    hit = knowledge_base.search("press the button to roll back").hits[0]
    async with reading(knowledge_base) as session:
        page = await read(session, "/search?q=press+the+button+to+roll+back")
    assert f'<a href="/posts/rolling-back#{hit.places[0].anchor}">Rolling back</a>' in page
    assert "<mark>button</mark>" in page
    assert ROLLBACK in words(page)


async def test_more_paragraphs_come_below_and_none_twice(knowledge_base: KnowledgeBase) -> None:
    async with reading(knowledge_base) as session:
        first = await read(session, "/search?q=contract+tests")
        assert 'href="/search?q=contract+tests&amp;more=1#more"' in first
        more = await read(session, "/search?q=contract+tests&more=1")
        nothing = await read(session, "/search?q=%22press+the+button%22&more=1")
    assert words(more).count(CONTRACTS) == 1
    assert words(more).index("More paragraphs") > words(more).index(CONTRACTS)
    assert "Nothing more answers this." in nothing


@pytest.mark.parametrize(
    "question",
    [
        "x" * (LONGEST_QUESTION + 1),
        "\x00\x00",
        "\ud83d".encode("utf-16", "surrogatepass").decode("latin-1"),
        "%",
        "a" * 200 + " \t\n b",
        "<script>alert(1)</script>",
        "{{ 7 * 7 }}",
        "' OR 1=1 --",
    ],
)
async def test_any_question_is_answered_with_a_page(knowledge_base: KnowledgeBase, question: str) -> None:
    async with reading(knowledge_base) as session:
        page = await session.get(session._build_url("/search").with_query(q=question, more="1"))
        text = await page.text()
        assert page.status == 200
    assert "<script>alert" not in text
    if len(question) > LONGEST_QUESTION:
        assert "That is 501 characters, and 500 are the most." in text


async def test_a_question_of_a_hundred_kilobytes_is_refused_or_answered(knowledge_base: KnowledgeBase) -> None:
    async with reading(knowledge_base) as session, session.get("/search?q=" + "x" * 50_000) as page:
        assert page.status in (200, 400, 414, 431)


async def test_a_lesson_is_another_one_each_time_and_never_kept_by_the_browser(knowledge_base: KnowledgeBase) -> None:
    async with reading(knowledge_base, random=Random(7)) as session:
        shown = {await read(session, "/lesson") for _ in range(12)}
        async with session.get("/lesson") as page:
            assert page.headers["cache-control"] == "no-store"
            assert "etag" not in page.headers
    assert len(shown) > 3


async def test_a_lesson_is_about_a_topic_or_says_that_none_is(knowledge_base: KnowledgeBase) -> None:
    async with reading(knowledge_base) as session:
        page = await read(session, "/lesson?topic=contract+tests")
        assert "A lesson on contract tests" in page
        assert CONTRACTS in words(page)
        assert "No lesson is about “wombats”. Try another word." in await read(session, "/lesson?topic=wombats")


async def test_the_feed_has_a_lesson_for_each_of_the_last_days_the_newest_first(knowledge_base: KnowledgeBase) -> None:
    async with reading(knowledge_base, "https://bot.example.com/team") as session:
        async with session.get("/lessons.atom") as page:
            assert page.content_type == "application/atom+xml"
            written = await page.text()
        again = await read(session, "/lessons.atom")
    assert written == again
    found = feedparser.parse(written)
    assert not found.bozo
    assert found.feed.title == "Commonplace: Lessons"
    assert found.feed.links[0].href == "https://bot.example.com/team/lessons.atom"
    days = [entry.updated[:10] for entry in found.entries]
    assert days == [f"2024-12-{day:02}" for day in range(5, 0, -1)] + [f"2024-11-{day}" for day in range(30, 21, -1)]
    assert len({entry.id for entry in found.entries}) == 14
    for (_, lesson), entry in zip(reversed(knowledge_base.daily_lessons(_day(), 14)), found.entries, strict=True):
        place = lesson.places[0]
        assert entry.link == f"https://bot.example.com/team/posts/{place.post.slug}#{place.anchor}"
        assert words(entry.content[0].value) == " ".join(lesson.passage.text.split())


async def test_the_first_page_has_the_same_lesson_as_the_feed(knowledge_base: KnowledgeBase) -> None:
    async with reading(knowledge_base) as session:
        page = await read(session, "/")
    lesson = knowledge_base.daily_lessons(_day(), 1)[0][1]
    assert " ".join(lesson.passage.text.split()) in words(page)
    assert "Newest posts Rolling back" in words(page)


def _day() -> date:
    return TODAY.date()
