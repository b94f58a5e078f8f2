"""What becomes of an exception: a line in the log for whoever can mend it, and a kind notice to the one person who waits."""

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

from bot.allowances import TooOftenError
from bot.logs import seldom
from bot.moods import (
    OPERATOR_FIXABLE,
    USER_FIXABLE,
    Mood,
    ResponseUrlError,
    UnclearPostError,
    mood_of,
    refusal,
    seconds_to_wait,
)
from bot.texts import Texts, texts_in
from bot.views.message import Message, addressed
from bot.views.notices import failure, not_installed, notice
from bot.views.search_modal import QUESTION
from bot.workspaces import NotInstalledError, UnknownWorkspaceError

logger = logging.getLogger(__name__)


def install(app: AsyncApp) -> None:
    """Handle every exception of listeners and middleware, and every request that no listener takes."""
    app.error(on_error)


async def on_error(
    error: Exception, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> BoltResponse:
    """Answer Slack 200 whatever happened, since it would only deliver the same again; an answer given stays given.

    An event of a workspace that is not known for the moment should come again.
    """
    if isinstance(error, UnknownWorkspaceError) and "event" in body:
        return BoltResponse(status=503)  # nobody can be told yet, and Slack delivers it again in a minute
    message = _said(error, body, texts_of(context))
    given = context.ack.response
    if message is None:
        return BoltResponse(status=200)
    if isinstance(error, TooOftenError) and body.get("type") == "view_submission":
        return BoltResponse(status=200, body={"response_action": "errors", "errors": {QUESTION: message.text}})
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
    if isinstance(error, TooOftenError):
        return turned_away(error, texts)
    if isinstance(error, NotInstalledError):
        logger.info("a request came from a workspace that the bot is not installed in")
        return None if "event" in body else not_installed(str(error), texts)
    return explained(error, texts)


def turned_away(error: TooOftenError, texts: Texts) -> Message:
    """Say when a person may ask again."""
    logger.info("a question was turned away: the %s's allowance is used up", error.by)
    return notice(texts(f"too-often-{error.by}", seconds=error.seconds))


def explained(error: Exception, texts: Texts) -> Message:
    """Log what went wrong, for whoever can mend it, and say to the person who waits what they can do about it."""
    reference = report(error)
    mood, code = mood_of(error), _code(error)
    if mood is Mood.FATAL:
        return failure(reference, texts)
    if mood is Mood.USER:
        return notice(texts(USER_FIXABLE[code]))
    if mood is Mood.OPERATOR:
        return notice(texts("trouble-operator", code=code))
    if isinstance(error, UnclearPostError):
        return notice(texts("trouble-unclear"))
    if seconds := seconds_to_wait(error):
        return notice(texts("trouble-wait", seconds=seconds))
    return notice(texts("trouble-passing"))


def report(error: Exception) -> str:
    """Log an exception, without its message, which may quote a question; return the reference under which it stands.

    A mistake of the bot's own is logged with its place in the code. What Slack refuses takes one line, and what whoever
    runs the bot can mend is said once an hour, with the mend.
    """
    reference = secrets.token_hex(3)
    mood, code = mood_of(error), _code(error)
    if mood is Mood.OPERATOR:
        lacking = _lacking(error)
        logger.warning("Slack refused (%s)%s: %s", code, lacking, OPERATOR_FIXABLE[code], extra=seldom(code + lacking))
    elif mood is Mood.USER:
        logger.info("Slack refused (%s)", code)
    elif mood is Mood.RETRYABLE:
        logger.warning("a call of Slack's failed in passing (%s)", code)
    else:
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("reference %s: %s\n%s", reference, code, where)
    return reference


async def tell(message: Message, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient) -> None:
    """Tell the person, by whatever way is open: `response_url`, then a message for their eyes, then their Home tab.

    Never a direct message, which would come from nowhere. Where no way is open, the log has to do.
    """
    for way in (_responded, _posted_to_person, _put_on_home):
        try:
            if await way(message, body, context, client):
                return
        except Exception as error:  # noqa: BLE001 - this is the last resort, and it must not raise
            logger.info("a way to tell a person is closed (%s)", _code(error))
    logger.warning("the person could not be told “%s”", message.text)


def texts_of(context: AsyncBoltContext) -> Texts:
    """The texts that the caller reads; English where it is not known who called."""
    caller = context.get("caller")
    return caller.texts if caller else texts_in("")


def _code(error: Exception) -> str:
    """What an exception is called in a log line, without anybody's words."""
    if isinstance(error, SlackApiError):
        code = refusal(error)
        return code if mood_of(error) is not Mood.FATAL else f"SlackApiError ({code})"
    if isinstance(error, ResponseUrlError | UnclearPostError):
        return f"{type(error).__name__} ({error})"
    return type(error).__name__


def _lacking(error: Exception) -> str:
    """The scope that a call needs, where Slack names it."""
    needed = error.response.get("needed") if isinstance(error, SlackApiError) else None
    return f" for want of {needed}" if needed else ""


def _unhandled(body: Mapping[str, Any], texts: Texts) -> Message | None:
    """What to say to a request that no listener takes; nothing to an event that we did not ask for."""
    if "command" in body:
        return notice(texts("unknown-command"))
    if "actions" in body:
        return notice(texts("unknown-button"))
    if body.get("type") in ("message_action", "shortcut"):
        return notice(texts("unknown-shortcut"))
    return None


async def _responded(message: Message, _: Mapping[str, Any], context: AsyncBoltContext, __: AsyncWebClient) -> bool:
    """Whether the message got through by the request's `response_url`."""
    respond = context.get("respond")
    if not context.response_url or respond is None:
        return False
    await respond.through_url(message)
    return True


async def _posted_to_person(
    message: Message, body: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> bool:
    if not (context.channel_id and context.user_id):
        return False
    threaded = body.get("event") or body.get("container") or {}
    where = {"channel": context.channel_id, "user": context.user_id, "thread_ts": threaded.get("thread_ts", "")}
    await client.chat_postEphemeral(**addressed(message, **where))
    return True


async def _put_on_home(
    message: Message, _: Mapping[str, Any], context: AsyncBoltContext, client: AsyncWebClient
) -> bool:
    """Whether the message stands on the person's Home tab now, above what is always there."""
    homes, caller = context.get("homes"), context.get("caller")
    if homes is None or caller is None or not caller.person:
        return False
    view = await homes.home(caller)
    blocks = [*message.blocks, *view["blocks"]]
    await client.views_publish(user_id=caller.person, view={**view, "blocks": blocks})
    return True
