"""What a person sees: their channels, messages, windows and tab, and what went over the wire; and only what is theirs."""

import pytest

from bot.play.page.offer import Start
from bot.play.people import ANN, BEN, BOT, ENGINEERING, RANDOM
from tests.bot.play.page.served import OFFER, Served, served


def shown(region: dict[str, dict[str, str]]) -> str:
    return "\n".join(region["html"].values())


async def test_a_private_answer_is_shown_to_its_person_alone(page: Served) -> None:
    await page.says("/echo a secret")
    assert "Only visible to you" in shown((await page.sees())["messages"])
    assert "a secret" not in shown((await page.sees(BEN))["messages"])


async def test_a_channel_begins_with_what_can_be_tried(page: Served) -> None:
    page.page.start.examples, page.page.start.link = ("why?", "how?"), "http://127.0.0.1:1/posts/a"
    page.page.start.summary = "The bot has read 2 posts."
    mine = shown((await page.sees())["messages"])
    for said in ("2 posts", "/echo why?", "@commonplace how?", "have you seen http", "/echo settings", "Find related"):
        assert said in mine
    outside = shown((await page.sees(place=RANDOM))["messages"])
    assert "no member here" in outside
    assert "/invite @commonplace" in outside
    assert 'data-try="why?"' in shown((await page.sees(place="D0ANN"))["messages"])


async def test_a_thread_is_shown_where_it_is_opened(page: Served) -> None:
    await page.says("@commonplace hello")
    asked = page.side.messages("engineering")[0]
    regions = await page.sees(thread=asked.ts)
    assert regions["thread"]["order"][0] == asked.ts
    assert len(regions["thread"]["order"]) > 1
    assert "1 reply" in regions["messages"]["html"][asked.ts]
    assert (await page.sees(thread="1.2"))["thread"] is None
    assert (await page.sees())["thread"] is None


async def test_replies_that_only_one_person_sees_count_for_them(page: Served) -> None:
    await page.says("hello")
    asked = page.side.messages("engineering")[0]
    page.side.workspace.add(ENGINEERING, BOT, {"text": "psst"}, thread_ts=asked.ts, only_for=ANN)
    mine = (await page.sees())["messages"]["html"][asked.ts]
    theirs = (await page.sees(BEN))["messages"]["html"][asked.ts]
    assert ">1 reply<" in mine
    assert ">1 reply<" not in theirs


async def test_reactions_count_and_say_who(page: Served) -> None:
    await page.says("hello")
    ts = page.side.messages("engineering")[0].ts
    await page.does(kind="react", name="thumbsup", channel=ENGINEERING, ts=ts)
    mine = (await page.sees())["messages"]["html"][ts]
    assert 'aria-label="thumbsup, 1, Ann Hill"' in mine
    assert "👍 1" in mine
    assert "reaction mine" in mine
    assert "reaction mine" not in (await page.sees(BEN))["messages"]["html"][ts]


async def test_only_ones_own_messages_can_be_edited(page: Served) -> None:
    await page.says("hello")
    ts = page.side.messages("engineering")[0].ts
    assert "Edit message" in (await page.sees())["messages"]["html"][ts]
    assert "Edit message" not in (await page.sees(BEN))["messages"]["html"][ts]


async def test_a_channel_with_news_is_marked_until_it_is_looked_at(page: Served) -> None:
    await page.says("hello", **{"as": BEN})
    assert "(unread)" in (await page.sees(ANN, RANDOM))["sidebar"]
    assert "(unread)" not in (await page.sees(ANN, ENGINEERING))["sidebar"]
    assert "(unread)" not in (await page.sees(ANN, RANDOM))["sidebar"]


async def test_the_home_tab_and_windows_are_shown_to_their_person(page: Served) -> None:
    await page.does(kind="home")
    home = await page.sees(place="home")
    assert "Welcome" in home["home"]
    assert home["messages"] is None
    assert (await page.sees(BEN, "home"))["home"] == ""
    await page.says("our build is slow")
    ts = page.side.messages("engineering")[0].ts
    await page.does(kind="shortcut", callback="find_related", channel=ENGINEERING, ts=ts)
    assert "Note" in (await page.sees())["modal"]
    assert (await page.sees(BEN))["modal"] is None


async def test_what_went_over_the_wire_stands_with_what_was_done(page: Served) -> None:
    await page.says("/buttons")
    steps = (await page.sees())["steps"]
    newest = steps["html"][steps["order"][0]]
    assert "Ann Hill types /buttons" in newest
    assert "slash command /buttons" in newest
    assert "X-Slack-Signature: v0=" in newest
    assert "For Block Kit Builder" in newest
    assert "xoxb" not in shown(steps)


async def test_an_answer_can_be_explained_from_the_wire() -> None:
    offer = type(OFFER)(OFFER.bot, OFFER.commands, OFFER.shortcuts, OFFER.admins, explains="again")
    async with served(offer) as page:
        await page.says("/buttons")
        steps = (await page.sees())["steps"]
        assert steps["html"][steps["order"][0]].count("Why this?") == 2


async def test_only_what_changes_is_sent_again(page: Served) -> None:
    async with page.stream() as news:
        assert set(await anext(news)) >= {"sidebar", "messages", "steps"}
        await page.says("first")
        await page.says("second")
        last = await anext(news)
        while page.side.messages("engineering")[-1].ts not in last.get("messages", {"html": {}})["html"]:
            last = await anext(news)
        assert "intro" not in last["messages"]["html"]
        assert "intro" in last["messages"]["order"]
        assert "modal" not in last


async def test_a_screen_reader_is_told_of_what_others_say(page: Served) -> None:
    await page.says("/echo hello")
    ts = page.side.seen_by(ANN, "engineering")[-1].ts
    assert (await page.sees())["messages"]["said"] == {ts: "Commonplace, only to you: you said hello"}


async def test_the_stream_ends_with_the_page(page: Served) -> None:
    async with page.stream() as news:
        await anext(news)
        await page.page.close()
        assert [each async for each in news] == []


@pytest.mark.parametrize("asked", [{"as": "U0NOBODY"}, {"place": "C0NONE"}])
async def test_nobody_looks_where_there_is_nothing(page: Served, asked: dict[str, str]) -> None:
    async with page.session.get("/play/stream", params=asked) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("start", "line"),
    [
        (Start(), "One moment, starting …"),
        (Start("reading documents", 1200, 5000), "One moment, reading documents: 1,200 of 5,000 …"),
        (Start("reading pages", 3), "One moment, reading pages: 3 …"),
        (Start(trouble="there is no such folder"), "there is no such folder"),
        (Start(is_over=True), ""),
    ],
)
def test_how_far_the_bot_is_stands_in_one_line(start: Start, line: str) -> None:
    assert start.line == line


async def test_nobody_reads_the_direct_messages_of_somebody_else(page: Served) -> None:
    await page.says("for me alone", "D0ANN")
    assert "for me alone" in shown((await page.sees(ANN, "D0ANN"))["messages"])
    assert "for me alone" not in shown((await page.sees(BEN, "D0ANN"))["messages"])
