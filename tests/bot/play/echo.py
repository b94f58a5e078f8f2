"""A small Bolt app that answers everything with what it was told, and the two ways to connect an app to the side."""

import asyncio
import contextlib
import re
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import pytest
import uvicorn
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest, AsyncRespond, AsyncSay
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.play.slack_side import SlackSide
from tests.bot.judged import check_delivery

BUTTONS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Pick one"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "again", "text": {"type": "plain_text", "text": "Again"}, "value": "1"},
            {"type": "button", "action_id": "again", "text": {"type": "plain_text", "text": "Twice"}, "value": "2"},
        ],
    },
]
MODAL = {
    "type": "modal",
    "callback_id": "note",
    "title": {"type": "plain_text", "text": "Note"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "text",
            "label": {"type": "plain_text", "text": "Text"},
            "element": {"type": "plain_text_input", "action_id": "typed"},
        }
    ],
}
HOME = {"type": "home", "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "Welcome"}}]}


FEEDBACK: dict[str, Any] = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": {"text": {"type": "plain_text", "text": "Helpful"}, "value": "up:7f"},
            "negative_button": {"text": {"type": "plain_text", "text": "Not helpful"}, "value": "down:7f"},
        }
    ],
}


def client_of(side: SlackSide) -> AsyncWebClient:
    return AsyncWebClient(token=side.bot_token, base_url=side.api_url)


def events_of(side: SlackSide) -> list[dict[str, Any]]:
    """Every event delivered, each just as Slack would send it."""
    for delivery in side.deliveries:
        check_delivery(delivery)
    return [delivery.payload["event"] for delivery in side.deliveries]


async def refusal(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """Slack's answer to a call it refuses."""
    with pytest.raises(SlackApiError) as caught:
        await call
    answer = caught.value.response
    assert isinstance(answer, AsyncSlackResponse)
    return answer


class UnderWay(AsyncListenerStartHandler, AsyncListenerCompletionHandler):
    """Counts the listeners under way: Bolt calls one of these when a listener begins, and another when it has ended."""

    def __init__(self, listeners: Counter[str], one: int) -> None:
        self.listeners, self.one = listeners, one

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002 - Bolt's
        self.listeners["under way"] += self.one


def build_echo(side: SlackSide) -> AsyncApp:
    """The app. Whoever waits for the side to settle waits for its listeners, however busy the computer is."""
    app = AsyncApp(client=client_of(side), signing_secret=side.signing_secret, name="echo")
    listeners: Counter[str] = Counter()
    app.listener_runner.listener_start_handler = UnderWay(listeners, 1)
    app.listener_runner.listener_completion_handler = UnderWay(listeners, -1)
    side.watch(lambda: listeners["under way"] > 0)
    app.command("/echo")(echo)
    app.command("/public")(public)
    app.command("/buttons")(with_buttons)
    app.command("/later")(later)
    app.command("/huge")(huge)
    app.event("app_mention")(mentioned)
    app.event("message")(told)
    app.event("app_home_opened")(opened)
    app.event(re.compile("reaction_added|link_shared|channel_archive"))(heard)
    app.action("again")(again)
    app.action(re.compile(".*"))(other)
    app.shortcut("find_related")(related)
    app.shortcut("anywhere")(related)
    app.view("note")(noted)
    app.view_closed("note")(other)
    app.view("form")(other)
    return app


async def echo(ack: AsyncAck, command: dict[str, Any]) -> None:
    await ack(f"you said {command['text']}")


async def public(ack: AsyncAck) -> None:
    await ack("for everybody", response_type="in_channel")


async def with_buttons(ack: AsyncAck) -> None:
    await ack(text="Pick one", blocks=BUTTONS)


async def later(ack: AsyncAck, respond: AsyncRespond, command: dict[str, Any]) -> None:
    await ack()
    await respond(f"later: {command['text']}")


async def huge(ack: AsyncAck) -> None:
    await ack(text="too much", blocks=[{"type": "divider"}] * 51)


async def mentioned(event: dict[str, Any], say: AsyncSay) -> None:
    await say(text=f"heard {event['text']}", thread_ts=event.get("thread_ts") or event["ts"])


async def told(event: dict[str, Any], say: AsyncSay) -> None:
    if event["channel_type"] == "im" and "subtype" not in event:
        await say(f"told {event['text']}")


async def heard() -> None:
    pass


async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
    await client.views_publish(user_id=event["user"], view=HOME)


async def again(ack: AsyncAck, respond: AsyncRespond, action: dict[str, Any]) -> None:
    await ack()
    await respond(f"pressed {action['value']}", replace_original=True)


async def other(ack: AsyncAck) -> None:
    await ack()


async def related(ack: AsyncAck, client: AsyncWebClient, shortcut: dict[str, Any]) -> None:
    await ack()
    told = shortcut.get("message", {}).get("text", "nothing")
    await client.views_open(trigger_id=shortcut["trigger_id"], view={**MODAL, "private_metadata": told})


async def noted(ack: AsyncAck, view: dict[str, Any]) -> None:
    typed = view["state"]["values"]["text"]["typed"]["value"]
    answers: dict[str, dict[str, Any]] = {
        "bad": {"response_action": "errors", "errors": {"text": "not that"}},
        "more": {"response_action": "push", "view": {**MODAL, "callback_id": "second"}},
        "other": {"response_action": "update", "view": {**MODAL, "callback_id": "changed"}},
        "all": {"response_action": "clear"},
    }
    await ack(**answers.get(typed, {}))


@contextlib.asynccontextmanager
async def connected(side: SlackSide, app: AsyncApp, transport: str) -> AsyncIterator[None]:
    """The app, reachable for the side over `http` or over a `socket`, until the end of the block."""
    async with over_http(side, app) if transport == "http" else over_socket(side, app):
        yield


@contextlib.asynccontextmanager
async def over_http(side: SlackSide, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    web = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(web, lifespan="off", log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        side.connect_http(f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events")
        try:
            yield
        finally:
            server.should_exit = True
            await serving


@contextlib.asynccontextmanager
async def over_socket(side: SlackSide, app: AsyncApp, count: int = 1) -> AsyncIterator[AsyncSocketModeHandler]:
    # Where a ping is not answered within half of this, the connection is taken for broken and made anew.
    handler = AsyncSocketModeHandler(app, app_token=side.app_token, ping_interval=1.0)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await side.socket_connected(count)
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
