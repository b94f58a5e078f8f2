"""Who wrote a message: a person who wants an answer, or a machine."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncBoltContext

# A file with a question below it, and a reply that is shown in the channel too, are messages like any other.
_WRITTEN = (None, "file_share", "thread_broadcast")


def is_for_us(event: Mapping[str, str], context: AsyncBoltContext) -> bool:
    """Whether a person wrote this just now: not a bot (ourselves included), not an edit, a deletion or a notice."""
    if event.get("bot_id") or event.get("subtype") not in _WRITTEN:
        return False
    return bool(event.get("user")) and event["user"] != context.bot_user_id
