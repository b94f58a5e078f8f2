"""Links that people share, and the previews a bot puts below them."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.play.slack_side import SlackSide
from tests.bot.play.echo import client_of, events_of, refusal

URL = "https://posts.test/a?b=1&c=2"
SENT = URL.replace("&", "&amp;")
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}


@pytest.fixture
def client(all_ears: SlackSide) -> AsyncWebClient:
    return client_of(all_ears)


async def test_a_link_to_one_of_the_bots_domains_is_told_as_it_stands_in_the_message(all_ears: SlackSide) -> None:
    ack = await all_ears.share_link(f"see {URL} {URL} https://deep.wiki.test/x https://other.test", user="ben")

    assert ack.status == 200
    assert ack.message is not None
    linked, message = events_of(all_ears)
    assert message["type"] == "message"
    assert linked["links"] == [
        {"url": SENT, "domain": "posts.test"},
        {"url": "https://deep.wiki.test/x", "domain": "wiki.test"},
    ]
    assert (linked["type"], linked["channel"], linked["user"]) == ("link_shared", "C0ENG", "U0BEN")
    assert (linked["message_ts"], linked["source"]) == (ack.message.ts, "conversations_history")
    assert linked["unfurl_id"].startswith(f"C0ENG.{ack.message.ts}.")
    assert linked["is_bot_user_member"] is True
    assert "thread_ts" not in linked


async def test_links_are_told_in_threads_and_where_the_bot_is_no_member(all_ears: SlackSide) -> None:
    parent = (await all_ears.share_link(URL, channel="random")).message
    assert parent is not None
    await all_ears.post(f"and {URL}", channel="random", thread_ts=parent.ts)

    first, second = events_of(all_ears)
    assert first["is_bot_user_member"] is False
    assert second["thread_ts"] == parent.ts


@pytest.mark.parametrize("text", ["no link", "https://posts.test.evil.test", "https://notposts.test", "posts.test"])
async def test_other_links_are_not_told(all_ears: SlackSide, text: str) -> None:
    assert (await all_ears.compose_link(text)).status == 0
    await all_ears.share_link(text)

    assert [event["type"] for event in events_of(all_ears)] == ["message"]


async def test_links_are_not_told_without_domains_or_a_subscription(side: SlackSide) -> None:
    assert (await side.share_link(URL)).status == 0
    async with SlackSide(subscribed=(), unfurl_domains=["posts.test"]) as deaf:
        assert (await deaf.share_link(URL)).status == 0
        assert (await deaf.compose_link(URL)).status == 0


async def test_a_preview_is_shown_below_the_message_by_its_place_or_its_unfurl_id(
    all_ears: SlackSide, client: AsyncWebClient
) -> None:
    message = (await all_ears.share_link(f"{URL} https://wiki.test")).message
    assert message is not None
    unfurl_id = events_of(all_ears)[0]["unfurl_id"]
    await client.chat_unfurl(channel="C0ENG", ts=message.ts, unfurls={URL: {"blocks": []}})
    await client.chat_unfurl(unfurl_id=unfurl_id, source="conversations_history", unfurls={SENT: {"blocks": [SECTION]}})

    previews = {URL: {"blocks": []}, SENT: {"blocks": [SECTION]}}
    assert all_ears.unfurls(message) == previews
    (shown,) = all_ears.messages("C0ENG")
    assert shown.content["unfurls"] == previews
    assert shown.edited is None


async def test_a_preview_in_the_composer_is_kept_by_its_unfurl_id(all_ears: SlackSide, client: AsyncWebClient) -> None:
    ack = await all_ears.compose_link(URL)

    assert (ack.status, ack.message) == (200, None)
    (event,) = events_of(all_ears)
    assert (event["channel"], event["source"], event["user"]) == ("COMPOSER", "composer", "U0ANN")
    unfurl_id = event["unfurl_id"]
    assert event["message_ts"] == unfurl_id
    assert not all_ears.unfurls(unfurl_id)
    await client.chat_unfurl(unfurl_id=unfurl_id, source="composer", unfurls={SENT: {"blocks": [SECTION]}})
    assert all_ears.unfurls(unfurl_id) == {SENT: {"blocks": [SECTION]}}
    assert not all_ears.messages("C0ENG")


async def test_previews_that_slack_refuses_are_refused(all_ears: SlackSide, client: AsyncWebClient) -> None:
    message = (await all_ears.share_link(URL)).message
    await all_ears.compose_link(URL)
    assert message is not None
    composed = events_of(all_ears)[-1]["unfurl_id"]
    place, good = {"channel": "C0ENG", "ts": message.ts}, {URL: {"blocks": [SECTION]}}
    elsewhere: dict[str, object] = {"https://other.test": {}}
    for arguments, error in (
        ({**place, "unfurls": elsewhere}, "cannot_unfurl_url"),
        ({**place, "ts": "1.1", "unfurls": good}, "cannot_unfurl_message"),
        ({"channel": "COMPOSER", "ts": composed, "unfurls": good}, "cannot_unfurl_message"),
        ({"ts": message.ts, "unfurls": good}, "missing_channel"),
        ({"channel": "C0ENG", "unfurls": good}, "missing_ts"),
        ({"unfurls": good}, "missing_unfurl_id"),
        ({"unfurl_id": composed, "unfurls": good}, "missing_source"),
        ({"unfurl_id": composed, "source": "elsewhere", "unfurls": good}, "invalid_source"),
        ({"unfurl_id": composed, "source": "conversations_history", "unfurls": good}, "invalid_unfurl_id"),
        ({"unfurl_id": "U1", "source": "composer", "unfurls": good}, "invalid_unfurl_id"),
        ({"unfurl_id": composed, "source": "composer", "unfurls": elsewhere}, "cannot_unfurl_url"),
        ({**place, "unfurls": "x"}, "invalid_unfurls_format"),
        ({**place, "unfurls": {URL: {"blocks": [{"type": "rich_text"}]}}}, "invalid_blocks"),
    ):
        assert (await refusal(client.api_call("chat.unfurl", json=arguments)))["error"] == error
