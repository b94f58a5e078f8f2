"""Buttons under lessons."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.callers import Caller
from bot.claims import SharedClaims
from bot.middleware import Later
from bot.moods import ResponseUrlError
from bot.pressed import Body, button, is_ephemeral
from bot.replies.learning import Learning
from bot.replies.subscribing import Subscribing
from bot.responding import Respond
from bot.views import lesson
from bot.views.message import Message

Action = Mapping[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to the buttons that a lesson has."""
    app.action(lesson.SHARE)(share)
    app.action(lesson.ANOTHER)(another)
    app.action(lesson.SAVE)(save)
    app.action(lesson.REMOVE)(remove)


async def share(
    ack: AsyncAck,
    body: Body,
    action: Action,
    learning: Learning,
    caller: Caller,
    respond: Respond,
    claims: SharedClaims,
    later: Later,
) -> None:
    """Post that lesson to the channel, once; where no post holds it any more, show another one instead."""
    await ack()
    told = learning.shared(action["value"], caller)
    if told is None:
        later(_show_other(learning, caller, respond))
    elif told.to_all:
        later(_share(respond, told.message, claims, (caller.tenant, *button(body, action))))
    else:
        later(respond(told.message))


async def another(
    ack: AsyncAck, body: Body, action: Action, learning: Learning, caller: Caller, respond: Respond, later: Later
) -> None:
    """Show another lesson: in place of one that only this person sees, beside one that all see."""
    await ack()
    alone = is_ephemeral(body)
    direct = not alone and caller.is_alone

    async def show() -> None:
        message = await learning.on(action["value"].strip(), caller, own=not direct)
        await respond(message, in_channel=direct, replace_original=alone)

    later(show())


async def save(
    ack: AsyncAck,
    body: Body,
    action: Action,
    learning: Learning,
    subscribing: Subscribing,
    caller: Caller,
    respond: Respond,
    later: Later,
) -> None:
    """Save that lesson for whoever pressed, and tell them alone; one that came by itself has found a reader."""
    await ack()

    async def keep() -> None:
        message_ts = str(body.get("container", {}).get("message_ts"))
        await subscribing.reacted(caller.tenant, caller.channel, caller.person, message_ts)
        await respond(await learning.save(action["value"], caller))

    later(keep())


async def remove(
    ack: AsyncAck, action: Action, learning: Learning, caller: Caller, respond: Respond, later: Later
) -> None:
    """Take a lesson from what the person saved, and show what is left in place of the list."""
    await ack()

    async def take() -> None:
        await respond(await learning.removed(action["value"], caller), replace_original=True)

    later(take())


async def _share(respond: Respond, message: Message, claims: SharedClaims, key: tuple[str, ...]) -> None:
    """Post to the channel, once; where that fails, the button can be pressed again."""
    async with claims.once(*key) as first:
        if not first:
            return
        try:
            await respond(message, in_channel=True)
        except ResponseUrlError:
            await claims.release(*key)
            raise


async def _show_other(learning: Learning, caller: Caller, respond: Respond) -> None:
    await respond(*await learning.other(caller))
