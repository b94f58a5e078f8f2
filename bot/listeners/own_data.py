"""The button that has the bot forget whoever presses it."""

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.callers import Caller
from bot.middleware import Later
from bot.replies.own_data import OwnData
from bot.responding import Respond
from bot.views.own_data import FORGET


def register(app: AsyncApp) -> None:
    """Listen to the button."""
    app.action(FORGET)(forget)


async def forget(ack: AsyncAck, own_data: OwnData, caller: Caller, respond: Respond, later: Later) -> None:
    """Forget whoever pressed, and say in place of the button what stays."""
    await ack()

    async def do_it() -> None:
        await respond(await own_data.forget(caller), replace_original=True)

    later(do_it())
