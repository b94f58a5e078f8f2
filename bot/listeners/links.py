"""Links to posts that people paste, and the button below links that nobody asked for."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.callers import Caller
from bot.middleware import Later
from bot.pressed import Body
from bot.replies.linking import Linking
from bot.replies.settling import Settling
from bot.responding import Respond
from bot.unasked import unasked
from bot.views.notices import notice
from bot.views.related import STOP


def register(app: AsyncApp) -> None:
    """Listen to links to the posts' sites, and to the button that ends unasked ones."""
    app.event("link_shared")(link_shared)
    app.action(STOP)(stop)


async def link_shared(
    event: Mapping[str, Any], caller: Caller, linking: Linking, client: AsyncWebClient, later: Later
) -> None:
    """Show the paragraph below a link to a known post, posted or being typed; the link itself is not followed."""
    later(unasked(_preview(event, caller, linking, client)))


async def _preview(event: Mapping[str, Any], caller: Caller, linking: Linking, client: AsyncWebClient) -> None:
    previews = await linking.previews([link["url"] for link in event["links"]], caller)
    if previews:
        await client.chat_unfurl(
            unfurl_id=event["unfurl_id"],
            source=event["source"],
            unfurls={url: dict(each) for url, each in previews.items()},
        )


async def stop(
    ack: AsyncAck, body: Body, linking: Linking, settling: Settling, caller: Caller, respond: Respond, later: Later
) -> None:
    """Link nothing unasked in this channel any more, and say so in place of the button."""
    await ack()

    async def end() -> None:
        if await settling.stop_auto_link(caller):
            await respond(linking.stopped(body["message"], caller), in_channel=True, replace_original=True)
        else:
            await respond(notice(caller.texts("auto-link-reserved")))

    later(end())
