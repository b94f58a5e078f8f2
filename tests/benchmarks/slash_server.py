"""One server for the benchmark of slash commands, in a process of its own: `echo`, or the bot with N passages.

Prints its address when it is ready, and ends with its standard input.
"""

import asyncio
import sys
import tempfile

import aiohttp
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import build_app, slack_client
from bot.background import Background
from bot.parts import Parts, now
from bot.store import Store, open_store
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.workspaces import Identity, OneWorkspace
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
    with tempfile.TemporaryDirectory() as folder:
        async with aiohttp.ClientSession() as session, open_store(f"{folder}/store.db", now) as store:
            await _serve(what, session, store)


async def _serve(what: str, session: aiohttp.ClientSession, store: Store) -> None:
    if what == "echo":
        web = echo_app()
    else:
        background = Background()
        parts = Parts(KnowledgeBase(CONFIG, corpus_of(int(what))), store)
        app = build_app(parts, slack_client(session, "http://127.0.0.1:9/api/"), OneWorkspace(_IDENTITY), background)
        web = build_http_app(app, SECRET, background)
    async with serving(web, bound("127.0.0.1", 0)) as address:
        print(address, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
