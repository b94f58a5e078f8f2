"""What stands before every listener: it provides what listeners share and drops what was delivered before."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import Background, Work
from bot.callers import Callers
from bot.claims import Claims
from bot.errors import report, tell, texts_of
from bot.parts import Parts
from bot.thread_links import ThreadLinks
from bot.threads import Threads
from bot.turns import Turns
from bot.views.notices import failure

Later = Callable[[Work], None]
Responder = Callable[[str, AsyncWebClient], object]
Next = Callable[[], Awaitable[BoltResponse]]


def install(  # noqa: PLR0913 - what listeners share, by name
    app: AsyncApp,
    parts: Parts,
    granted: frozenset[str],
    background: Background,
    claims: Claims,
    respond_through: Responder,
) -> None:
    """Put what listeners share into the context, from where Bolt injects it by name; `bot.listeners` lists it."""
    callers = Callers(parts.store, parts.clock, parts.policy.language, may_ask="users:read" in granted)
    asking, learning, linking = parts.asking, parts.learning, parts.linking
    shared = {
        "asking": asking,
        "learning": learning,
        "linking": linking,
        "thread_links": ThreadLinks(linking, claims),
        "settling": parts.settling(granted),
        "subscribing": parts.subscribing,
        "callers": callers,
        "homes": parts.homes(granted),
        "threads": Threads(asking, learning, parts.store, parts.names, Turns(), parts.clock),
        "store": parts.store,
        "names": parts.names,
        "policy": parts.policy,
        "claims": claims,
        "granted": granted,
    }

    async def provide(
        context: AsyncBoltContext, body: Mapping[str, Any], client: AsyncWebClient, next_: Next
    ) -> BoltResponse | None:
        if "event_id" in body and not claims.claim("event", context.team_id or "", body["event_id"]):
            return BoltResponse(status=200)

        async def on_error(error: Exception) -> None:
            await tell(failure(report(error), texts_of(context)), body, context, client)

        def later(work: Work) -> None:
            background.start(work, on_error)

        for name, part in shared.items():
            context[name] = part
        tenant, person = context.enterprise_id or context.team_id or "", context.user_id or ""
        caller, is_stale = await callers.caller(tenant, person, context.channel_id or "")
        if is_stale:
            later(callers.learn(tenant, person, client))
        context["caller"] = caller
        context["respond"] = respond_through(context.response_url or "", client)
        context["later"] = later
        return await next_()

    app.middleware(provide)
