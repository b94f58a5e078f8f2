"""Work that nobody asked for: what goes wrong in it stands in the log, and no person hears of it."""

import logging

from slack_sdk.errors import SlackApiError

from bot.background import Work
from bot.errors import refusal, report

logger = logging.getLogger(__name__)

_EXPECTED = frozenset(
    {
        *("cannot_unfurl_url", "cannot_unfurl_message", "cannot_find_message", "missing_scope", "not_in_channel"),
        *("channel_not_found", "is_archived", "restricted_action", "thread_not_found", "message_not_found"),
    }
)


async def unasked(work: Work) -> None:
    """Wait for work; an exception in it becomes a line in the log."""
    try:
        await work
    except SlackApiError as error:
        if refusal(error) in _EXPECTED:
            logger.info("Slack refused what nobody asked for (%s)", refusal(error))
        else:
            report(error)
    except Exception as error:  # noqa: BLE001 - the error path tells the person who waits, and nobody waits for this
        report(error)
