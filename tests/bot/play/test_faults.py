"""Faults on demand, and the limits of a response_url."""

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.play.faults import Fault
from bot.play.messages import Json
from bot.play.slack_side import SlackSide
from tests.bot.play.echo import BUTTONS, client_of


@pytest.fixture
def client(side: SlackSide) -> AsyncWebClient:
    """A client that tries again after nothing at all."""
    return AsyncWebClient(token=side.bot_token, base_url=side.api_url, retry_handlers=[])


async def _post(client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0ENG", text="x")


async def test_a_rate_limit_names_the_seconds_and_has_no_effect(side: SlackSide, client: AsyncWebClient) -> None:
    side.fail_next("chat.postMessage", status=429, retry_after=1)
    with pytest.raises(SlackApiError, match="ratelimited") as caught:
        await _post(client)

    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
    assert not side.messages("C0ENG")
    await _post(client)
    assert len(side.messages("C0ENG")) == 1


async def test_a_client_that_waits_as_told_gets_through(side: SlackSide, client: AsyncWebClient) -> None:
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
    side.fail_next("chat.postMessage", status=429, retry_after=0, times=2)
    await _post(client)

    assert len([call for call in side.calls if call.method == "chat.postMessage"]) == 3
    assert len(side.messages("C0ENG")) == 1


async def test_what_goes_wrong_now_and_then_leaves_other_methods_and_due_faults_alone(
    side: SlackSide, client: AsyncWebClient
) -> None:
    side.fail_sometimes(lambda method: Fault(503) if method == "chat.postMessage" else None)
    side.fail_next("chat.postMessage", error="no_text")
    with pytest.raises(SlackApiError, match="no_text"):
        await _post(client)
    with pytest.raises(SlackApiError, match="503"):
        await _post(client)
    assert (await client.auth_test())["ok"]


async def test_a_server_error_is_an_answer_that_is_no_json(side: SlackSide, client: AsyncWebClient) -> None:
    side.fail_next("chat.postMessage", status=503)
    with pytest.raises(SlackApiError) as caught:
        await _post(client)

    assert caught.value.response.status_code == 503


async def test_a_refusal_of_choice(side: SlackSide, client: AsyncWebClient) -> None:
    side.fail_next("chat.postMessage", error="account_inactive")
    with pytest.raises(SlackApiError, match="account_inactive"):
        await _post(client)


@pytest.mark.parametrize("applied", [False, True])
async def test_a_broken_connection_leaves_open_whether_the_call_took_effect(
    side: SlackSide, client: AsyncWebClient, *, applied: bool
) -> None:
    side.fail_next("chat.postMessage", reset=True, applied=applied)
    with pytest.raises(aiohttp.ClientError):
        await _post(client)

    assert len(side.messages("C0ENG")) == applied


async def test_a_slow_call_keeps_the_side_busy_until_it_is_answered(side: SlackSide, client: AsyncWebClient) -> None:
    side.fail_next("chat.postMessage", delay=0.3)
    call = asyncio.create_task(_post(client))
    await side.wait_for_call("chat.postMessage")

    assert not side.messages("C0ENG")
    await side.settle()
    assert len(side.messages("C0ENG")) == 1
    await call


async def test_a_held_call_is_answered_when_it_is_released(side: SlackSide, client: AsyncWebClient) -> None:
    released = side.hold_next("chat.postMessage")
    call = asyncio.create_task(_post(client))
    await side.wait_for_call("chat.postMessage")

    with pytest.raises(TimeoutError, match="1 requests in progress"):
        await side.settle(timeout=0.01)
    released.set()
    message = await side.wait_for_message("engineering")
    assert message.text == "x"
    await call


@pytest.fixture
async def hook(echo_side: SlackSide) -> AsyncWebhookClient:
    """The response_url of a command of ann's."""
    await echo_side.slash_command("/echo", "original")
    return AsyncWebhookClient(echo_side.deliveries[-1].payload["response_url"])


async def test_a_response_url_works_five_times(echo_side: SlackSide, hook: AsyncWebhookClient) -> None:
    answers = [await hook.send(text=str(number)) for number in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert (answers[0].body, answers[5].body) == ("ok", "used_url")
    assert len(echo_side.seen_by("ann", "C0ENG")) == 6


async def test_a_response_url_works_for_thirty_minutes() -> None:
    now = time.time()
    async with SlackSide(clock=lambda: now, ack_timeout=0.01) as side:
        await side.slash_command("/echo")
        hook = AsyncWebhookClient(side.deliveries[-1].payload["response_url"])
        now += 29 * 60
        assert (await hook.send(text="in time")).status_code == 200
        now += 2 * 60
        late = await hook.send(text="too late")

    assert (late.status_code, late.body) == (404, "expired_url")


@pytest.mark.parametrize(
    ("body", "seen_by_ann", "seen_by_all"),
    [
        ({"text": "b"}, ["you said original", "b"], []),
        ({"text": "b", "response_type": "ephemeral"}, ["you said original", "b"], []),
        ({"text": "b", "response_type": "in_channel"}, ["you said original", "b"], ["b"]),
        ({"text": "b", "replace_original": True}, ["b"], []),
        ({"delete_original": True}, [], []),
    ],
)
async def test_a_response_url_answers_replaces_or_deletes(
    echo_side: SlackSide, hook: AsyncWebhookClient, body: Json, seen_by_ann: list[str], seen_by_all: list[str]
) -> None:
    answer = await hook.send_dict(body)

    assert answer.status_code == 200
    assert [message.text for message in echo_side.seen_by("ann", "C0ENG")] == seen_by_ann
    assert [message.text for message in echo_side.messages("C0ENG")] == seen_by_all


async def test_a_response_url_of_a_click_answers_in_the_thread_it_names(echo_side: SlackSide) -> None:
    ts = (await client_of(echo_side).chat_postMessage(channel="C0ENG", text="x", blocks=BUTTONS))["ts"]
    await echo_side.press(echo_side.messages("C0ENG")[0], "again")
    await echo_side.settle()
    hook = AsyncWebhookClient(echo_side.deliveries[-1].payload["response_url"])
    await hook.send_dict({"text": "b", "response_type": "in_channel", "thread_ts": ts, "replace_original": False})

    assert [message.text for message in echo_side.workspace.thread("C0ENG", ts)] == ["pressed 1", "b"]


async def test_a_response_url_refuses_what_is_no_message(echo_side: SlackSide, hook: AsyncWebhookClient) -> None:
    answers = [await hook.send(text=""), await hook.send_dict({"blocks": [{"type": "nonsense"}]})]
    async with aiohttp.ClientSession() as session:
        headers = {"Content-Type": "application/json"}
        junk = await session.post(hook.url, data="{", headers=headers)
        assert (junk.status, await junk.text()) == (400, "invalid_payload")

    assert [(answer.status_code, answer.body) for answer in answers] == [(400, "no_text"), (400, "invalid_blocks")]
    echo_side.fail_next("response_url", status=500)
    assert (await hook.send(text="x")).status_code == 500
