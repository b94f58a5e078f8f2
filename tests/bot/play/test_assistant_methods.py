"""Suggested prompts and statuses through the Web API."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.play.slack_side import SlackSide
from bot.play.web_api import GRANTED
from tests.bot.play.echo import client_of, refusal

PROMPTS = [{"title": "Rolling back", "message": "How do we roll back?"}]


@pytest.fixture
async def helped() -> AsyncIterator[SlackSide]:
    async with SlackSide(scopes=GRANTED | {"assistant:write"}) as side:
        yield side


@pytest.fixture
def client(helped: SlackSide) -> AsyncWebClient:
    return client_of(helped)


async def test_prompts_are_suggested_to_one_person(helped: SlackSide, client: AsyncWebClient) -> None:
    await client.api_call("assistant.threads.setSuggestedPrompts", json={"channel_id": "D0ANN", "prompts": PROMPTS})

    assert helped.prompts("ann") == PROMPTS
    assert helped.prompts("ben") == []


async def test_prompts_with_a_thread_do_silently_nothing(helped: SlackSide, client: AsyncWebClient) -> None:
    answer = await client.assistant_threads_setSuggestedPrompts(channel_id="D0ANN", thread_ts="1.1", prompts=PROMPTS)

    assert answer["ok"]
    assert helped.prompts("ann") == []


@pytest.mark.parametrize("prompts", [[], PROMPTS * 5, [{"title": "x"}], "x", None])
async def test_prompts_that_slack_refuses_are_refused(client: AsyncWebClient, prompts: object) -> None:
    call = client.api_call("assistant.threads.setSuggestedPrompts", json={"channel_id": "D0ANN", "prompts": prompts})

    assert (await refusal(call))["error"] == "invalid_arguments"


async def test_prompts_need_their_scope_and_a_channel(side: SlackSide, client: AsyncWebClient) -> None:
    method = "assistant.threads.setSuggestedPrompts"
    bare = client_of(side).api_call(method, json={"channel_id": "D0ANN", "prompts": PROMPTS})
    assert (await refusal(bare))["needed"] == "assistant:write"
    nowhere = client.api_call(method, json={"channel_id": "D0NONE", "prompts": PROMPTS})
    assert (await refusal(nowhere))["error"] == "channel_not_found"


async def test_a_status_stands_until_the_bot_has_answered(side: SlackSide) -> None:
    client = client_of(side)
    message = (await side.post("hello")).message
    assert message is not None
    await client.assistant_threads_setStatus(channel_id="C0ENG", thread_ts=message.ts, status="is looking …")
    assert side.status(message) == "is looking …"
    await client.chat_postMessage(channel="C0ENG", thread_ts=message.ts, text="found")
    assert side.status(message) == ""

    many = client.assistant_threads_setStatus(
        channel_id="C0ENG", thread_ts=message.ts, status="x", loading_messages=["x"] * 11
    )
    nowhere = client.api_call("assistant.threads.setStatus", json={"channel_id": "C0ENG", "status": "x"})
    for call in (many, nowhere):
        assert (await refusal(call))["error"] == "invalid_arguments"
