"""What stands before every listener: it provides what listeners share and drops what was delivered before."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.allowances import Allowances, TooOftenError
from bot.audiences import Standing
from bot.background import Background, OnError, Work
from bot.callers import Caller, Callers
from bot.claims import SharedClaims
from bot.errors import explained, tell, texts_of
from bot.parts import Parts
from bot.questions import question_of
from bot.retrying import Sleep
from bot.store.deliveries import Question
from bot.thread_links import ThreadLinks
from bot.threads import Threads
from bot.turns import Turns
from bot.views.search_modal import SEARCH
from bot.workspaces import Identity, Origin, Workspaces

Later = Callable[[Work], None]
Responder = Callable[[str, AsyncWebClient, str, str, Sleep], object]
Next = Callable[[], Awaitable[BoltResponse]]
Arrival = Callable[..., Awaitable[None]]

_PROMPT = (
    0.05  # seconds for a claim; after that the rest goes on beside it, so that a store that hangs is waited for once
)


def arrival(respond_through: Responder, sleep: Sleep) -> Arrival:
    """What is known of a request before it is known who the bot is there, for Bolt to call first of all."""

    async def arrive(context: AsyncBoltContext, body: Mapping[str, Any], client: AsyncWebClient, next_: Next) -> None:
        context["origin"] = origin_of(context, body)

        def responding(client: AsyncWebClient, channel: str = "", person: str = "") -> object:
            return respond_through(context.response_url or "", client, channel, person, sleep)

        context["responding"], context["respond"] = responding, responding(client)
        await next_()

    return arrive


def origin_of(context: AsyncBoltContext, body: Mapping[str, Any]) -> Origin:
    """Where a request says that it comes from."""
    return Origin(
        context.enterprise_id or "",
        context.team_id or "",
        org_wide=bool(context.is_enterprise_install),
        poster=str((body.get("message") or {}).get("team") or "") if "actions" in body else "",
    )


def install(app: AsyncApp, parts: Parts, workspaces: Workspaces, background: Background, once: SharedClaims) -> None:
    """Put what listeners share into the context, from where Bolt injects it by name; `bot.listeners` lists it."""
    turns = Turns()
    shared = {**_shared(parts, once), "workspaces": workspaces}

    async def provide(
        context: AsyncBoltContext, body: Mapping[str, Any], client: AsyncWebClient, next_: Next
    ) -> BoltResponse | None:
        identity: Identity | None = context.get("identity")  # none where Slack says that the bot was uninstalled
        tenant, person = (identity or context["origin"]).tenant, context.user_id or ""
        granted = identity.granted if identity else frozenset()
        callers = Callers(parts.store, parts.clock, parts.policy.language, may_ask="users:read" in granted)
        key = key_of(body) if identity else ()  # whoever has left, leaves no row behind
        asked = question_of(body.get("event", {}), context, parts.names)
        claim = asyncio.ensure_future(once.claim(tenant, *key, question=asked) if key else _unclaimed())
        await asyncio.wait([claim], timeout=_PROMPT)
        caller, is_stale = await callers.caller(tenant, person, context.channel_id or "")
        if not await claim:
            return BoltResponse(status=200)
        standing = standing_of(tenant, caller, context["origin"], body)
        caller = replace(caller, readers=await parts.audiences.readers(standing, client))

        async def on_error(error: Exception) -> None:
            await tell(explained(error, texts_of(context)), body, context, client)

        begun = _Begun(background, on_error, lambda: once.done(tenant, *key) if key else _nothing())
        context.update({**shared, **_granted(parts, granted, turns), "callers": callers, "caller": caller})
        if is_stale:
            begun.later(callers.learn(tenant, person, client))
        context["respond"] = context["responding"](client, context.channel_id or "", person)
        context["later"], context["begun"] = begun.later, begun
        if _is_asking(body, asked) and not _may_ask(parts.allowances, asked, caller, begun):
            return BoltResponse(status=200)
        return await next_()

    app.middleware(provide)
    app.listener_runner.listener_completion_handler = _ListenerEnds()


def _shared(parts: Parts, once: SharedClaims) -> dict[str, object]:
    """What is the same for every request."""
    asking, learning, linking = parts.asking, parts.learning, parts.linking
    return {
        "asking": asking,
        "learning": learning,
        "linking": linking,
        "thread_links": ThreadLinks(linking, once.own, parts.posting),
        "subscribing": parts.subscribing,
        "own_data": parts.own_data,
        "threads": Threads(asking, learning, parts.store, parts.names, parts.posting, Turns(), parts.clock, once),
        "store": parts.store,
        "names": parts.names,
        "policy": parts.policy,
        "posting": parts.posting,
        "claims": once,
    }


def _granted(parts: Parts, granted: frozenset[str], turns: Turns) -> dict[str, object]:
    """What depends on the scopes that a workspace has granted."""
    return {"granted": granted, "settling": parts.settling(granted), "homes": parts.homes(granted, turns)}


@dataclass(slots=True)
class _Begun:
    """What a delivery has begun: it is done when all of that has ended, and not when something was cut off."""

    background: Background
    on_error: OnError
    done: Callable[[], Work]
    under_way: int = 1  # the listener

    def later(self, work: Work) -> None:
        """Start work that goes on after Slack was answered."""
        self.under_way += 1
        self.background.start(self._to_its_end(work), self.on_error)

    def end_listener(self) -> None:
        """The listener has begun all that it will begin."""
        self.background.start(self._end_one(), self.on_error)

    async def _to_its_end(self, work: Work) -> None:
        try:
            await work
        except Exception:
            await self._end_one()  # the person is told now, and with that it is done
            raise
        await self._end_one()

    async def _end_one(self) -> None:
        self.under_way -= 1
        if not self.under_way:
            await self.done()


class _ListenerEnds(AsyncListenerCompletionHandler):
    """Bolt calls this when a listener has ended, however it did."""

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002 - Bolt's
        if begun := request.context.get("begun"):
            begun.end_listener()


def standing_of(tenant: str, caller: Caller, origin: Origin, body: Mapping[str, Any]) -> Standing:
    """Where the caller stands, as far as Slack says it.

    A direct message is heard only where the bot is the other one. Of commands and buttons in one that is not said: people
    have direct messages with each other, too.
    """
    event = body.get("event") or {}
    here = frozenset({origin.team_id, origin.enterprise_id} - {""})
    theirs = event.get("user_team") or event.get("team")
    return Standing(
        tenant,
        here if theirs is None or theirs in here else frozenset({theirs}),
        caller.person,
        caller.channel,
        alone=event.get("channel_type") == "im",
        shared=bool(body.get("is_ext_shared_channel")),
    )


def _is_asking(body: Mapping[str, Any], asked: Question | None) -> bool:
    """Whether a delivery wants something looked up, and somebody is there who wants it."""
    if body.get("type") == "view_submission":
        return bool(body["view"].get("callback_id") == SEARCH)
    if "event" in body:
        return asked is not None or body["event"].get("type") == "app_mention"
    return True


def _may_ask(allowances: Allowances, asked: Question | None, caller: Caller, begun: _Begun) -> bool:
    """Count a question. Where that is one too many, raises TooOftenError, for the person to be told.

    Not so for what may have been said to somebody else in a thread: that is let be.
    """
    try:
        allowances.take(caller.tenant, caller.person)
    except TooOftenError:
        begun.end_listener()  # there will be none
        if asked is None or asked.kind != "follow_up":
            raise
        return False
    return True


def key_of(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What is the same whenever Slack, or whoever recorded a request, delivers it again."""
    if event_id := body.get("event_id"):
        return "event", str(event_id)
    return ("trigger", str(body["trigger_id"])) if body.get("trigger_id") else ()


async def _unclaimed() -> bool:
    """What has no key is always the first of its kind."""
    return True


async def _nothing() -> None:
    pass
