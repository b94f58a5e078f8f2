"""Which messages are questions to the bot: their answers must not be lost, whatever becomes of the process that heard them."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.calls import marked
from bot.mrkdwn import mentions, to_plain
from bot.names import Names
from bot.replies.own_data import is_export, is_forgetting
from bot.replies.settling import is_meant
from bot.senders import is_for_us
from bot.store.deliveries import Question

_QUESTION = re.compile(
    r"(?i)(?:who|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|can|could|should|would|will|has|have|and"
    r"|wer|wessen|was|wann|wo|welche[rsmn]?|warum|wieso|wie|ist|sind|war|kann|können|soll|sollte|gibt|hat|haben|und)\b"
)


def is_question(text: str) -> bool:
    """Whether a text asks something: by its mark, or by its first word where no full stop ends it."""
    return text.rstrip().endswith("?") or (_QUESTION.match(text) is not None and not text.rstrip().endswith((".", "!")))


def question_of(event: Mapping[str, Any], context: AsyncBoltContext, names: Names) -> Question | None:
    """What an event may ask of the bot; None where it is no message, or one that people write to each other.

    Whether the bot has answered in the thread of a question, so that it is a follow-up, is not looked up here, nor
    whether it has answered a message that was edited.
    """
    if event.get("type") not in ("app_mention", "message"):
        return None
    message = _written(event)
    if not is_for_us(message, context):
        return None
    kind, text = _kind(message, event, context, names)
    if kind and message is not event:
        kind = "edited"
    elif kind == "call" and event.get("edited"):
        kind = "edited_call"
    thread = message.get("thread_ts", "")
    return Question(kind, event["channel"], message["ts"], thread, message["user"], text) if kind else None


def command_of(body: Mapping[str, Any], names: Names) -> Question | None:
    """What a command asks of the posts; None for one that wants something else."""
    if body.get("command") != names.ask:
        return None
    text = to_plain(body.get("text") or "")
    if is_meant(text) or is_export(text) or is_forgetting(text):
        return None
    where, person = body.get("channel_id") or "", body.get("user_id") or ""
    return Question("command", where, "", "", person, text, body.get("response_url") or "")


def _written(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message that an event tells of: of an edit, the message as it is now."""
    if event.get("subtype") != "message_changed":
        return event
    message: Mapping[str, Any] = event.get("message") or {}
    is_same = message.get("text") == (event.get("previous_message") or {}).get("text")
    return event if is_same else message


def _kind(
    message: Mapping[str, Any], event: Mapping[str, Any], context: AsyncBoltContext, names: Names
) -> tuple[str, str]:
    """What kind of question a message is, nothing for none, and its text without the bot's name."""
    written, thread = message.get("text", ""), message.get("thread_ts", "")
    text = to_plain(written, context.bot_user_id or "")
    if event["type"] == "app_mention" or event["channel"].startswith("D"):
        # Whoever calls without a word in a thread wants links, and can call again.
        kind = "call" if text or not thread else ""
    elif mentions(written, context.bot_user_id or ""):
        kind = ""  # it comes as a mention, too
    elif text.split(" ")[0] == marked(names):
        kind = "call"
    else:
        kind = "follow_up" if thread and is_question(text) and not written.startswith("<@") else ""
    return kind, text
