"""The Web API as a client meets it: what it answers, what it refuses, how it fails on demand."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.play.slack_side import SlackSide
from bot.play.web_api import GRANTED
from tests.bot.play.echo import client_of, refusal

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}


@pytest.fixture
def client(side: SlackSide) -> AsyncWebClient:
    return client_of(side)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def test_auth_test_says_who_the_bot_is_and_what_it_may_do(client: AsyncWebClient) -> None:
    answer = await client.auth_test()

    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U0BOT", "B0BOT", "T0COMMON")
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")


async def test_an_unknown_method_is_refused(client: AsyncWebClient) -> None:
    assert (await refusal(client.api_call("files.shred")))["error"] == "unknown_method"


async def test_a_call_without_or_with_a_wrong_token_is_refused_and_recorded(side: SlackSide) -> None:
    nobody, stranger = (AsyncWebClient(token=token, base_url=side.api_url) for token in (None, "xoxb-other"))

    assert (await refusal(nobody.auth_test()))["error"] == "not_authed"
    assert (await refusal(stranger.auth_test()))["error"] == "invalid_auth"
    assert [(call.method, call.token_ok) for call in side.calls] == [("auth.test", False)] * 2


async def test_forms_json_and_queries_are_read_alike(side: SlackSide, session: aiohttp.ClientSession) -> None:
    message = {"channel": "C0ENG", "text": "hi", "blocks": [SECTION]}
    form: dict[str, str] = {"channel": "C0ENG", "text": "hi", "blocks": json.dumps([SECTION]), "token": side.bot_token}
    bearer = {"Authorization": f"Bearer {side.bot_token}"}
    url = side.api_url + "chat.postMessage"
    answers = [
        await (await session.post(url, data=form)).json(),
        await (await session.post(url, json=message, headers=bearer)).json(),
        await (await session.get(url, params=form)).json(),
    ]

    assert [answer["ok"] for answer in answers] == [True] * 3
    assert [call.arguments for call in side.calls] == [message] * 3
    assert [message.blocks for message in side.messages("C0ENG")] == [[SECTION]] * 3


@pytest.mark.parametrize("body", ["{", "[]", "7"])
async def test_broken_json_is_refused(side: SlackSide, session: aiohttp.ClientSession, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await session.post(side.api_url + "auth.test", data=body, headers=headers)

    assert await answer.json() == {"ok": False, "error": "invalid_json"}


async def test_a_call_without_its_scope_names_the_scope_needed_and_those_provided() -> None:
    async with SlackSide(scopes={"commands", "im:history"}) as side:
        client = client_of(side)
        refused = await refusal(client.chat_postMessage(channel="C0ENG", text="x"))
        assert (refused["error"], refused["needed"], refused["provided"]) == (
            "missing_scope",
            "chat:write",
            "commands,im:history",
        )
        assert (await refusal(client.conversations_history(channel="C0ENG")))["needed"] == "channels:history"
        assert (await client.conversations_history(channel="D0ANN"))["messages"] == []


async def test_posting_where_the_bot_is_no_member_is_refused(client: AsyncWebClient) -> None:
    assert (await refusal(client.chat_postMessage(channel="C0RAND", text="x")))["error"] == "not_in_channel"
    assert (await refusal(client.chat_postMessage(channel="C0NONE", text="x")))["error"] == "channel_not_found"


async def test_the_scope_chat_write_public_lets_the_bot_post_anywhere() -> None:
    async with SlackSide(scopes=GRANTED | {"chat:write.public"}) as side:
        await client_of(side).chat_postMessage(channel="#random", text="x")
        assert len(side.messages("random")) == 1


async def test_posting_to_a_person_opens_the_direct_messages(side: SlackSide, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="U0BEN", text="x")

    assert answer["channel"] == "D0BEN"
    assert [message.text for message in side.seen_by("ben", "D0BEN")] == ["x"]


async def test_messages_that_slack_refuses_are_refused(client: AsyncWebClient) -> None:
    async def post(**message: object) -> AsyncSlackResponse:
        return await refusal(client.api_call("chat.postMessage", json={"channel": "C0ENG", **message}))

    assert (await post())["error"] == "no_text"
    refused = await post(text="x", blocks=[{"type": "divider"}] * 51)
    assert refused["error"] == "invalid_blocks"
    assert refused["response_metadata"]["messages"] == ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]
    assert (await post(text="x", blocks=[SECTION], markdown_text="x"))["error"] == "markdown_text_conflict"
    assert (await post(markdown_text="x" * 12_001))["error"] == "msg_too_long"
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_900}}
    assert (await post(text="x", blocks=[long] * 5))["error"] == "msg_blocks_too_long"


async def test_long_text_is_cut_when_posted_and_refused_elsewhere(side: SlackSide, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="C0ENG", text="x" * 40_001)
    (message,) = side.messages("C0ENG")

    assert len(message.text) == 40_000
    long = "x" * 4_001
    update = client.chat_update(channel="C0ENG", ts=answer["ts"], text=long)
    assert (await refusal(update))["error"] == "msg_too_long"
    whisper = client.chat_postEphemeral(channel="C0ENG", user="U0ANN", text=long)
    assert (await refusal(whisper))["error"] == "msg_too_long"


async def test_markdown_text_becomes_a_block(side: SlackSide, client: AsyncWebClient) -> None:
    await client.api_call("chat.postMessage", json={"channel": "C0ENG", "markdown_text": "**x**"})

    assert list(side.messages("C0ENG")[0].blocks) == [{"type": "markdown", "text": "**x**"}]


async def test_an_ephemeral_message_is_for_one_member(side: SlackSide, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel="C0ENG", user="U0BEN", text="psst")
    stranger = client.chat_postEphemeral(channel="C0ENG", user="U0NONE", text="psst")

    assert (await refusal(stranger))["error"] == "user_not_in_channel"
    assert [message.text for message in side.seen_by("ben", "C0ENG")] == ["psst"]
    assert not side.seen_by("ann", "C0ENG")


async def test_a_message_is_changed_and_deleted_by_its_author_only(side: SlackSide, client: AsyncWebClient) -> None:
    event = {"event_type": "e", "event_payload": {}}
    own = await client.chat_postMessage(channel="C0ENG", text="a", blocks=[SECTION], metadata=event)
    await client.chat_update(channel="C0ENG", ts=own["ts"], text="b")
    theirs = await side.post("mine")

    (message, other) = side.messages("C0ENG")
    assert (message.text, list(message.blocks), message.content["metadata"]) == ("b", [], event)
    assert message.edited
    for call, error in ((client.chat_update, "cant_update_message"), (client.chat_delete, "cant_delete_message")):
        assert (await refusal(call(channel="C0ENG", ts=other.ts, text="x")))["error"] == error
        assert (await refusal(call(channel="C0ENG", ts="1.1", text="x")))["error"] == "message_not_found"
    await client.chat_delete(channel="C0ENG", ts=own["ts"])
    assert list(side.messages("C0ENG")) == [theirs.message]


async def test_a_thread_is_read_page_by_page(client: AsyncWebClient) -> None:
    first = (await client.chat_postMessage(channel="C0ENG", text="0"))["ts"]
    for number in range(1, 4):
        reply = await client.chat_postMessage(channel="C0ENG", text=str(number), thread_ts=first)
    page = await client.conversations_replies(channel="C0ENG", ts=first, limit=3)
    rest = await client.conversations_replies(
        channel="C0ENG", ts=first, limit=3, cursor=page["response_metadata"]["next_cursor"]
    )

    assert [message["text"] for message in page["messages"]] == ["0", "1", "2"]
    assert (page["messages"][0]["reply_count"], page["has_more"]) == (3, True)
    assert ([message["text"] for message in rest["messages"]], rest["has_more"]) == (["3"], False)
    missing = client.conversations_replies(channel="C0ENG", ts="1.1")
    assert (await refusal(missing))["error"] == "thread_not_found"
    nested = client.chat_postMessage(channel="C0ENG", text="x", thread_ts=reply["ts"])
    assert (await refusal(nested))["error"] == "cannot_reply_to_message"


async def test_history_shows_the_newest_first_and_no_replies(client: AsyncWebClient) -> None:
    first = await client.chat_postMessage(channel="C0ENG", text="first")
    await client.chat_postMessage(channel="C0ENG", text="reply", thread_ts=first["ts"])
    last = await client.chat_postMessage(channel="C0ENG", text="last")
    history = await client.conversations_history(channel="C0ENG")
    since = await client.conversations_history(channel="C0ENG", oldest=last["ts"])

    assert [message["text"] for message in history["messages"]] == ["last", "first"]
    assert [message["text"] for message in since["messages"]] == ["last"]
    assert (await refusal(client.conversations_history(channel="C0RAND")))["error"] == "not_in_channel"


async def test_channels_and_people_can_be_looked_up() -> None:
    async with SlackSide(scopes=GRANTED | {"channels:read"}) as side:
        client = client_of(side)
        info = await client.conversations_info(channel="C0RAND")
        members = await client.conversations_members(channel="C0ENG")
        ann = await client.users_info(user="U0ANN", include_locale=True)
        ben = await client.users_info(user="U0BEN")

        assert (info["channel"]["name"], info["channel"]["is_member"]) == ("random", False)
        assert members["members"] == ["U0ANN", "U0BEN", "U0BOT"]
        assert (ann["user"]["locale"], ann["user"]["tz"]) == ("en-GB", "Europe/London")
        assert "locale" not in ben["user"]
        assert (await refusal(client.users_info(user="U0NONE")))["error"] == "user_not_found"


async def test_a_permalink_names_channel_message_and_thread(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C0ENG", text="x"))["ts"]
    reply = (await client.chat_postMessage(channel="C0ENG", text="y", thread_ts=ts))["ts"]
    links = [(await client.chat_getPermalink(channel="C0ENG", message_ts=one))["permalink"] for one in (ts, reply)]

    assert links[0] == f"https://play.slack.com/archives/C0ENG/p{ts.replace('.', '')}"
    assert links[1].endswith(f"?thread_ts={ts}&cid=C0ENG")
    missing = client.chat_getPermalink(channel="C0ENG", message_ts="1.1")
    assert (await refusal(missing))["error"] == "message_not_found"
