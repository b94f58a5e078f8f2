"""Buttons under answers."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.callers import Caller
from bot.claims import SharedClaims
from bot.middleware import Later
from bot.moods import ResponseUrlError
from bot.pressed import Body, button, is_ephemeral, name_of
from bot.replies.asking import Asking
from bot.responding import Respond
from bot.views import answer
from bot.views.message import Message

Action = Mapping[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to the buttons that an answer has."""
    app.action(answer.MORE)(more)
    app.action(answer.WHY)(why)
    app.action(answer.NOT_THIS)(not_this)
    app.action(answer.SHARE)(share)
    app.action(answer.GAP)(gap)
    app.action(answer.FEEDBACK)(feedback)


async def more(ack: AsyncAck, action: Action, asking: Asking, caller: Caller, respond: Respond, later: Later) -> None:
    """Show the next hits to the person who pressed."""
    await ack()

    async def show() -> None:
        await respond((await asking.more(action["value"], caller)).message)

    later(show())


async def why(
    ack: AsyncAck,
    body: Body,
    action: Action,
    asking: Asking,
    caller: Caller,
    client: AsyncWebClient,
    respond: Respond,
    later: Later,
) -> None:
    """Open a window that says why these paragraphs were found; Slack allows three seconds for it."""
    await ack()

    async def show() -> None:
        told = await asking.why(action["value"], caller)
        if isinstance(told, Message):
            await respond(told)
        else:
            await client.views_open(trigger_id=body["trigger_id"], view=told)

    later(show())


async def not_this(
    ack: AsyncAck, body: Body, action: Action, asking: Asking, caller: Caller, respond: Respond, later: Later
) -> None:
    """Show the next best: in place of an answer that only this person sees, beside one that all see."""
    await ack()

    async def show() -> None:
        own = is_ephemeral(body)
        reply = await asking.instead(action["value"], caller, own=own)
        await respond(reply.message, replace_original=own)

    later(show())


async def share(
    ack: AsyncAck,
    body: Body,
    action: Action,
    asking: Asking,
    caller: Caller,
    respond: Respond,
    claims: SharedClaims,
    later: Later,
) -> None:
    """Post exactly what was seen to the channel, once; where that fails or may not be, the button can be pressed again."""
    await ack()
    key = caller.tenant, *button(body, action)

    async def post() -> None:
        async with claims.once(*key) as first:
            if not first:
                return
            told = await asking.shared(action["value"], name_of(body, caller.texts), caller)
            try:
                await respond(told.message, in_channel=told.to_all)
            except ResponseUrlError:
                await claims.release(*key)
                raise
            if not told.to_all:
                await claims.release(*key)

    later(post())


async def gap(ack: AsyncAck, action: Action, asking: Asking, caller: Caller, respond: Respond, later: Later) -> None:
    """Note that the posts lack this."""
    await ack()

    async def note() -> None:
        await respond(await asking.gap(action["value"], caller))

    later(note())


async def feedback(
    ack: AsyncAck, action: Action, asking: Asking, caller: Caller, respond: Respond, later: Later
) -> None:
    """Note what the person thinks of the answer, and thank them alone."""
    await ack()
    answer_id, helpful = answer.read_vote(action["value"])

    async def note() -> None:
        await respond(await asking.vote(answer_id, caller, helpful=helpful))

    later(note())
