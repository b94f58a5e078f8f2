"""One server for the benchmark of slash commands, in a process of its own: `echo`, or the bot with N passages.

Prints its address when it is ready, and ends with its standard input.
"""

import asyncio
import sys
from random import Random

import aiohttp
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import Identity, build_app, slack_client
from bot.background import Background
from bot.replies import Replies
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.views.notices import Names
from knowledge.base import KnowledgeBase
from tests.benchmarks.made_up_posts import CONFIG, corpus_of

SECRET = "benchmark"
_IDENTITY = Identity("xoxb-benchmark", "T0BENCH", "B0BENCH", "U0BENCH")


def echo_app() -> Starlette:
    """A bare Bolt app behind its own Starlette adapter, which answers with the text it was sent."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0BENCH", bot_token="xoxb-benchmark", bot_user_id="U0BENCH")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)

    @app.command("/ask")
    async def echo(ack: AsyncAck, command: dict[str, str]) -> None:
        await ack(command["text"])

    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        response: Response = await handler.handle(request)
        return response

    return Starlette(routes=[Route(PATH, events, methods=["POST"])])


async def main(what: str) -> None:
    """Serve until standard input ends."""
    async with aiohttp.ClientSession() as session:
        if what == "echo":
            web = echo_app()
        else:
            background = Background()
            replies = Replies(KnowledgeBase(CONFIG, corpus_of(int(what))), Names(), Random(1))
            app = build_app(replies, slack_client(session, "http://127.0.0.1:9/api/"), _IDENTITY, background)
            web = build_http_app(app, SECRET, background)
        async with serving(web, bound("127.0.0.1", 0)) as address:
            print(address, flush=True)
            await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
