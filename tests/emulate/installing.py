"""A bot that is installed by OAuth in the workspace of npm `emulate`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app import build_app, slack_client, slack_session
from bot.background import Background
from bot.installed import Installed
from bot.installing import Installing
from bot.oauth_settings import REDIRECT_PATH, OAuth
from bot.parts import Parts, now
from bot.play.people import Team
from bot.play.slack_side import SlackSide
from bot.play.workspace import Workspace
from bot.store import open_store
from bot.store.sealing import Seal, new_key
from bot.transport.http import PATH, bound, build_http_app, serving
from bot.web.installing import install_routes
from knowledge import KnowledgeBase
from tests.emulate.server import BOT_SCOPES, Emulate, emulate


@dataclass(frozen=True, slots=True)
class Installable:
    """The running service, the bot's own deliveries, and where the bot is."""

    slack: Emulate
    side: SlackSide
    background: Background
    installed: Installed
    origin: str


@asynccontextmanager
async def installable(knowledge_base: KnowledgeBase) -> AsyncIterator[Installable]:
    """The bot over HTTP, not installed yet; its Web API and its consent page are those of emulate."""
    listener = bound("127.0.0.1", 0)
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    redirect_url = origin + REDIRECT_PATH
    async with emulate(redirect_url=redirect_url) as slack, open_store("", now) as store, slack_session() as session:
        oauth = OAuth(slack.client_id, slack.client_secret, redirect_url, (new_key(),))
        client, background = slack_client(session, slack.base_url), Background()
        installed = Installed(store, store.installations(Seal(oauth.token_keys)), client, oauth.install_url)
        installing = Installing(oauth, BOT_SCOPES, installed, store.states, now)
        app = build_app(Parts(knowledge_base, store), client, installed, background)
        side = SlackSide(workspace=Workspace(now_in_seconds, team=Team(id=slack.team, bot_user=slack.bot)))
        routes = install_routes(installing, "commonplace", "en")
        web = build_http_app(app, side.signing_secret, background, routes)
        async with side, serving(web, listener):
            side.connect_http(origin + PATH)
            yield Installable(slack, side, background, installed, origin)


def now_in_seconds() -> float:
    """The moment, as Slack writes it."""
    return now().timestamp()
