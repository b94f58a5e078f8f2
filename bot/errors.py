"""What becomes of an exception: a log line with a reference, and a kind notice to the one person who waits."""

import logging
import secrets
import traceback
from collections.abc import Mapping
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.views.message import Message, addressed
from bot.views.notices import OLD_BUTTON, UNKNOWN_COMMAND, failure, notice

logger = logging.getLogger(__name__)


def install(app: AsyncApp) -> None:
    """Handle every exception of listeners and middleware, and every request that no listener takes."""
    app.error(on_error)


async def on_error(
    error: Exception, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> BoltResponse:
    """Answer Slack 200 whatever happened, since it would only deliver the same again; an answer given stays given."""
    if isinstance(error, BoltUnhandledRequestError):
        return await _unhandled(body, context, client)
    reference = report(error)
    if context.ack.response is not None:
        return context.ack.response
    if "command" in body:
        return _as_answer(failure(reference))
    await notify_failure(reference, body, context, client)
    return BoltResponse(status=200)


def report(error: Exception) -> str:
    """Log where an exception came from, without its message, which may quote a question; return the reference."""
    reference = secrets.token_hex(3)
    kind = type(error).__name__
    if isinstance(error, SlackApiError):
        kind += f" ({error.response.get('error')})"
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("reference %s: %s\n%s", reference, kind, where)
    return reference


async def notify_failure(
    reference: str, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> None:
    """Tell the person, by whatever way is open; where none is, the log has to do."""
    try:
        await _tell(failure(reference), body, context, client)
    except Exception as error:  # noqa: BLE001 - this is the last resort, and it must not raise
        logger.warning("reference %s: the person could not be told (%s)", reference, type(error).__name__)


async def _unhandled(body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> BoltResponse:
    """A request that no listener takes: an event we did not ask for, an old button, a command by another name."""
    if "command" in body:
        return _as_answer(notice(UNKNOWN_COMMAND))
    if "actions" in body:
        await _tell(notice(OLD_BUTTON), body, context, client)
    return BoltResponse(status=200)


def _as_answer(message: Message) -> BoltResponse:
    return BoltResponse(status=200, body=addressed(message, response_type="ephemeral"))


async def _tell(message: Message, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
    if context.response_url and context.respond:
        await context.respond(**message.payload, response_type="ephemeral", replace_original=False)
    elif context.channel_id and context.user_id:
        event = body.get("event", {})
        where = {"channel": context.channel_id, "user": context.user_id, "thread_ts": event.get("thread_ts", "")}
        await client.chat_postEphemeral(**addressed(message, **where))
