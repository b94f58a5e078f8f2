"""From settings to a bot that answers, until it is stopped."""

import logging
from random import Random

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.app import Identity, build_app, identify, slack_client
from bot.background import Background
from bot.replies import Replies
from bot.settings import Settings, SettingsError
from bot.signals import stop_event
from bot.transport.http import build_http_app, serve_http
from bot.transport.socket import serve_socket
from knowledge import KnowledgeBase, load_config

logger = logging.getLogger(__name__)


async def run(settings: Settings) -> None:
    """Read the posts, connect to Slack and answer until SIGTERM.

    Raises SettingsError where Slack does not take a token, KnowledgeError where the posts cannot be read.
    """
    knowledge_base = KnowledgeBase.open(load_config(settings.config))
    async with aiohttp.ClientSession() as session:
        client = slack_client(session, settings.api_url)
        try:
            identity = await identify(client, settings.bot_token)
        except SlackApiError as error:
            said = error.response.get("error")
            raise SettingsError(
                (f"Slack does not take SLACK_BOT_TOKEN ({said}): install the app again and copy it",)
            ) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SettingsError((f"{settings.api_url} cannot be reached: {type(error).__name__}",)) from error
        background = Background()
        replies = Replies(knowledge_base, settings.names, Random())  # noqa: S311 - the order of lessons is no secret
        app = build_app(replies, client, identity, background)
        _announce(settings, knowledge_base, identity)
        stopped = stop_event()
        if settings.transport == "http":
            web = build_http_app(app, settings.signing_secret, background)
            await serve_http(web, settings.host, settings.port, stopped)
        else:
            await serve_socket(app, settings.app_token, background, stopped)


def _announce(settings: Settings, knowledge_base: KnowledgeBase, identity: Identity) -> None:
    stats = knowledge_base.stats
    by = f"HTTP on {settings.host}:{settings.port}" if settings.transport == "http" else "Socket Mode"
    counted = f"{stats.posts} posts, {stats.passages} passages, {stats.problems} problems"
    logger.info("workspace %s over %s: %s", identity.team_id, by, counted)
