"""A link to a post, posted or being typed, gets a preview below it; any other link gets nothing."""

from pathlib import Path

import pytest

from bot.play.messages import Message
from bot.play.web_api import GRANTED
from bot.store import ChannelSettings, StoreUnavailableError
from bot.store.channels import Channels
from knowledge import Config, KnowledgeBase, SourceConfig
from tests.bot.conftest import Play
from tests.bot.judged import links, words_of
from tests.bot.posts import CONTRACTS, NASTY_TEXT, ROLLBACK
from tests.bot.scenario import Scenario

BLOG = "https://blog.example.com"
RULES = {"unfurl_domains": ("blog.example.com", "wiki.example.com")}


async def shared(slack: Scenario, text: str, channel: str = "engineering", thread_ts: str = "") -> Message:
    """The message with links, once the bot is done."""
    ack = await slack.side.share_link(text, channel=channel, thread_ts=thread_ts or None)
    assert ack.message is not None
    assert ack.status in (0, 200)
    await slack.side.settle()
    return ack.message


async def previews(slack: Scenario, text: str, channel: str = "engineering") -> dict[str, str]:
    """The URL of each link that has a preview, with all words of that."""
    shown = slack.side.unfurls(await shared(slack, text, channel))
    return {url: words_of(preview) for url, preview in shown.items()}


async def test_a_link_to_a_post_shows_its_title_its_date_and_its_opening(play: Play) -> None:
    async with play(**RULES) as slack:
        shown = await previews(slack, f"as we wrote in {BLOG}/rolling-back/ once")
        assert shown == {f"{BLOG}/rolling-back/": f"Rolling back\n1 June 2024\n{ROLLBACK}"}


async def test_a_link_to_a_paragraph_shows_that_and_what_is_newer_on_it(play: Play) -> None:
    url = f"{BLOG}/our-second-monolith/#contracts"
    async with play(**RULES) as slack:
        message = await shared(slack, url)
        preview = slack.side.unfurls(message)[url]
    words = words_of(preview)
    assert words.startswith(f"Our Second Monolith\n5 March 2021 · Contracts\n{CONTRACTS}\n")
    assert words.endswith("2 newer posts on this: Mobile Backends, A Year of Trains")
    assert list(links(preview).values())[1:] == [f"{BLOG}/mobile-backends/", f"{BLOG}/a-year-of-trains/"]


async def test_the_preview_stands_under_the_url_as_it_was_written(play: Play) -> None:
    written = "https://BLOG.example.com/rolling-back/?utm_source=x&p=&utm_medium=y"
    async with play(**RULES) as slack:
        message = await shared(slack, written)
        (call,) = [each for each in slack.side.calls if each.method == "chat.unfurl"]
        assert list(call.arguments["unfurls"]) == [written.replace("&", "&amp;")]
        assert len(slack.side.unfurls(message)) == 1


async def test_a_link_that_is_being_typed_has_its_preview_too(play: Play) -> None:
    async with play(**RULES) as slack:
        ack = await slack.side.compose_link(f"see {BLOG}/rolling-back/")
        assert ack.status == 200
        call = await slack.side.wait_for_call("chat.unfurl")
        assert call.arguments["source"] == "composer"
        assert list(slack.side.unfurls(call.arguments["unfurl_id"])) == [f"{BLOG}/rolling-back/"]


async def test_several_links_have_a_preview_each_up_to_five(play: Play) -> None:
    async with play(**RULES) as slack:
        names = ("rolling-back", "zeppelins", "nowhere")
        assert len(await previews(slack, " ".join(f"{BLOG}/{name}/" for name in names))) == 2
        many = " ".join(f"{BLOG}/rolling-back/?utm_source={number}" for number in range(9))
        assert len(await previews(slack, many)) == 5


@pytest.mark.parametrize("url", [f"{BLOG}/unknown/", f"{BLOG}/", "https://wiki.example.com/rolling-back/"])
async def test_an_unknown_address_is_left_alone(play: Play, url: str) -> None:
    async with play(**RULES) as slack:
        assert await previews(slack, url) == {}
        assert "chat.unfurl" not in [call.method for call in slack.side.calls]


async def test_it_works_where_the_bot_is_no_member(play: Play) -> None:
    async with play(**RULES) as slack:
        assert len(await previews(slack, f"{BLOG}/rolling-back/", "random")) == 1


async def test_hostile_posts_are_shown_as_they_are(play: Play) -> None:
    async with play(**RULES) as slack:
        (post,) = [post for post in slack.parts.knowledge_base.posts if post.title.startswith("<!channel>")]
        (words,) = (await previews(slack, str(post.url))).values()
    assert words.startswith("<!channel> Ring everybody & run\n2 January 2023 · A <!here> heading | of channel\n")
    assert NASTY_TEXT.replace("`", "") in words


async def test_a_channel_can_do_without_previews(play: Play) -> None:
    async with play(**RULES) as slack:
        await slack.parts.store.channels.change("T0COMMON", "C0ENG", ChannelSettings(unfurls=False))
        assert await previews(slack, f"{BLOG}/rolling-back/") == {}
        assert len(await previews(slack, f"{BLOG}/rolling-back/", "random")) == 1


async def test_in_a_german_channel_they_are_german(play: Play) -> None:
    async with play(**RULES) as slack:
        await slack.parts.store.channels.change("T0COMMON", "C0ENG", ChannelSettings(language="de"))
        (words,) = (await previews(slack, f"{BLOG}/rolling-back/")).values()
    assert "1. Juni 2024" in words


@pytest.fixture
def two(tmp_path: Path) -> KnowledgeBase:
    """The same text in a public blog and in a wiki that is not."""
    sources = []
    for name, day in (("blog", "2020-01-01"), ("wiki", "2024-01-01")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(f"---\ntitle: Of the {name}\ndate: {day}\n---\n{ROLLBACK}\n")
        url = f"https://{name}.example.com"
        sources.append(SourceConfig(folder=tmp_path / name, base_url=url, permalink="/a/", public=name == "blog"))
    return KnowledgeBase.open(Config(sources=tuple(sources)))


async def test_what_is_not_public_is_not_shown_and_not_called_newer(play: Play, two: KnowledgeBase) -> None:
    async with play(two, **RULES) as slack:
        assert await previews(slack, "https://wiki.example.com/a/") == {}
        (words,) = (await previews(slack, f"{BLOG}/a/")).values()
    assert words == f"Of the blog\n1 January 2020\n{ROLLBACK}"


async def test_what_the_channel_does_not_look_at_is_not_shown(play: Play, two: KnowledgeBase) -> None:
    async with play(two, **RULES) as slack:
        await slack.parts.store.channels.change("T0COMMON", "C0ENG", ChannelSettings(sources=("wiki",)))
        assert await previews(slack, f"{BLOG}/a/") == {}


@pytest.mark.parametrize("refusal", ["cannot_unfurl_url", "internal_error"])
async def test_a_refusal_is_for_the_log_alone(play: Play, refusal: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "bot")
    async with play(**RULES) as slack:
        slack.side.fail_next("chat.unfurl", error=refusal, times=3)
        assert await previews(slack, f"{BLOG}/rolling-back/") == {}
        assert not [each for each in slack.side.seen_by("ann", "engineering") if each.user == "U0BOT"]
    assert refusal in caplog.text


async def test_where_it_is_not_known_what_the_channel_wants_there_is_no_preview(
    play: Play, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> ChannelSettings:
        raise StoreUnavailableError("the database failed (OperationalError)")

    async with play(**RULES) as slack:
        monkeypatch.setattr(Channels, "settings", fail)
        assert await previews(slack, f"{BLOG}/rolling-back/") == {}
        assert not [each for each in slack.side.seen_by("ann", "engineering") if each.user == "U0BOT"]
    assert "StoreUnavailableError" in caplog.text


async def test_without_the_scope_nobody_is_troubled(play: Play) -> None:
    async with play(**RULES, scopes=GRANTED - {"links:write"}) as slack:
        assert await previews(slack, f"{BLOG}/rolling-back/") == {}
        assert not [each for each in slack.side.seen_by("ann", "engineering") if each.user == "U0BOT"]
