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
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.texts import Texts, texts_in
from bot.views.message import Message, addressed
from bot.views.notices import failure, not_installed, notice
from bot.workspaces import NotInstalledError

logger = logging.getLogger(__name__)


class ResponseUrlError(Exception):
    """A response did not get through: Slack refused it (its URL is used up or too old), or could not be reached."""


def install(app: AsyncApp) -> None:
    """Handle every exception of listeners and middleware, and every request that no listener takes."""
    app.error(on_error)


async def on_error(
    error: Exception, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> BoltResponse:
    """Answer Slack 200 whatever happened, since it would only deliver the same again; an answer given stays given."""
    message = _said(error, body, texts_of(context))
    given = context.ack.response
    if message is None:
        return BoltResponse(status=200)
    if "command" in body and given is None:
        return BoltResponse(status=200, body=addressed(message, response_type="ephemeral"))
    telling = tell(message, body, context, client)
    if later := context.get("later"):
        later(telling)  # Slack waits three seconds for its 200, and perhaps it is Slack that is slow
    else:
        await telling
    return given or BoltResponse(status=200)


def _said(error: Exception, body: Mapping[str, Any], texts: Texts) -> Message | None:
    """What the person is told; of what they did wrong or cannot help, nothing is logged."""
    if isinstance(error, BoltUnhandledRequestError):
        return _unhandled(body, texts)
    if isinstance(error, NotInstalledError):
        logger.info("a request came from a workspace that the bot is not installed in")
        return None if "event" in body else not_installed(str(error), texts)
    return failure(report(error), texts)


def report(error: Exception) -> str:
    """Log where an exception came from, without its message, which may quote a question; return the reference."""
    reference = secrets.token_hex(3)
    kind = type(error).__name__
    if isinstance(error, SlackApiError):
        kind += f" ({refusal(error)})"
    if isinstance(error, ResponseUrlError):
        kind += f" ({error})"
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("reference %s: %s\n%s", reference, kind, where)
    return reference


def refusal(error: SlackApiError) -> str:
    """Slack's word for why it refused; the HTTP status where the answer is not Slack's own, as with 503."""
    response = error.response
    said = response.data if isinstance(response, AsyncSlackResponse) else response
    if isinstance(said, dict):
        return str(said.get("error"))
    status = getattr(response, "status_code", None) or getattr(response, "status", "unknown")  # aiohttp's own answer
    return f"status {status}"


async def tell(message: Message, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
    """Tell the person, by whatever way is open; where none is, the log has to do."""
    try:
        if not await _responded(message, context):
            await _post_to_person(message, body, context, client)
    except Exception as error:  # noqa: BLE001 - this is the last resort, and it must not raise
        logger.warning("the person could not be told “%s” (%s)", message.text, type(error).__name__)


def texts_of(context: AsyncBoltContext) -> Texts:
    """The texts that the caller reads; English where it is not known who called."""
    caller = context.get("caller")
    return caller.texts if caller else texts_in("")


def _unhandled(body: Mapping[str, Any], texts: Texts) -> Message | None:
    """What to say to a request that no listener takes; nothing to an event that we did not ask for."""
    if "command" in body:
        return notice(texts("unknown-command"))
    if "actions" in body:
        return notice(texts("unknown-button"))
    if body.get("type") in ("message_action", "shortcut"):
        return notice(texts("unknown-shortcut"))
    return None


async def _responded(message: Message, context: AsyncBoltContext) -> bool:
    """Whether the message got through by the request's `response_url`."""
    respond = context.get("respond")
    if not context.response_url or respond is None:
        return False
    try:
        await respond(message)
    except ResponseUrlError:
        return False
    return True


async def _post_to_person(
    message: Message, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> None:
    if context.channel_id and context.user_id:
        threaded = body.get("event") or body.get("container") or {}
        where = {"channel": context.channel_id, "user": context.user_id, "thread_ts": threaded.get("thread_ts", "")}
        await client.chat_postEphemeral(**addressed(message, **where))
