"""What stands before every listener: it provides what listeners share and drops what was delivered before."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import Background, Work
from bot.claims import Claims
from bot.errors import report, tell
from bot.replies import Replies
from bot.views.notices import failure

Later = Callable[[Work], None]
Responder = Callable[[str, AsyncWebClient], object]
Next = Callable[[], Awaitable[BoltResponse]]


def install(
    app: AsyncApp, replies: Replies, background: Background, claims: Claims, respond_through: Responder
) -> None:
    """Put `replies`, `claims`, `respond` and `later` into the context, from where Bolt injects them by name."""

    async def provide(
        context: AsyncBoltContext, body: Mapping[str, Any], client: AsyncWebClient, next_: Next
    ) -> BoltResponse | None:
        if "event_id" in body and not claims.claim("event", context.team_id or "", body["event_id"]):
            return BoltResponse(status=200)

        async def on_error(error: Exception) -> None:
            await tell(failure(report(error)), body, context, client)

        context["replies"] = replies
        context["claims"] = claims
        context["respond"] = respond_through(context.response_url or "", client)
        context["later"] = lambda work: background.start(work, on_error)
        return await next_()

    app.middleware(provide)
