"""What people do with lessons that come by themselves: stop them, let them go on, react to them."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.callers import Caller
from bot.middleware import Later
from bot.pressed import Body, name_of
from bot.replies.subscribing import Subscribing
from bot.responding import Respond
from bot.views import subscription

Action = Mapping[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to the buttons of subscriptions, and to reactions."""
    app.action(subscription.STOP)(stop)
    app.action(subscription.KEEP_GOING)(keep_going)
    app.event("reaction_added")(reaction)


async def stop(
    ack: AsyncAck,
    body: Body,
    action: Action,
    subscribing: Subscribing,
    caller: Caller,
    respond: Respond,
    later: Later,
) -> None:
    """End the subscription that a lesson came by; the channel is told who did."""
    await ack()

    async def end() -> None:
        told = await subscribing.stop(action["value"], caller, name_of(body, caller.texts))
        await respond(told.message, in_channel=told.to_all)

    later(end())


async def keep_going(
    ack: AsyncAck,
    body: Body,
    action: Action,
    subscribing: Subscribing,
    caller: Caller,
    respond: Respond,
    later: Later,
) -> None:
    """Let lessons go on, and say so in place of the question whether they should."""
    await ack()

    async def resume() -> None:
        told = await subscribing.keep_going(action["value"], caller, name_of(body, caller.texts))
        await respond(told.message, in_channel=told.to_all, replace_original=told.to_all)

    later(resume())


async def reaction(event: Mapping[str, Any], subscribing: Subscribing, caller: Caller, later: Later) -> None:
    """Note that somebody reacted to a message; what it shows and who reacted is kept nowhere."""
    item = event["item"]
    if item.get("type") == "message":
        later(subscribing.reacted(caller.tenant, item["channel"], event["user"], item["ts"]))
