"""Slash commands. Their answer is the acknowledgement: it works in every channel, and there is no second call to fail."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.callers import Caller, Callers
from bot.middleware import Later
from bot.mrkdwn import to_plain
from bot.names import Names
from bot.replies.asking import Asking
from bot.replies.learning import Learning, Order, read_order
from bot.replies.own_data import OwnData, is_export, is_forgetting
from bot.replies.settling import Settling, is_meant
from bot.replies.subscribing import Subscribing
from bot.replies.told import Told
from bot.responding import Respond
from bot.views.message import addressed
from bot.views.notices import notice

# Seconds for an answer to be the acknowledgement. Slack waits three, of which what came before it took some.
IN_TIME = 1.2


def register(app: AsyncApp, names: Names) -> None:
    """Listen to both commands, whatever they are called here."""
    app.command(names.ask)(ask)
    app.command(names.lesson)(lesson)


async def ask(
    ack: AsyncAck,
    command: Mapping[str, str],
    asking: Asking,
    settling: Settling,
    own_data: OwnData,
    caller: Caller,
    client: AsyncWebClient,
    respond: Respond,
    later: Later,
) -> None:
    """Answer a question, to the asker alone, or to all in a channel whose settings say so.

    Or open these settings; or show what is stored about the asker, or offer to forget it.
    """
    text = to_plain(command.get("text", ""))
    if is_meant(text):
        await ack()
        later(_open_settings(command["trigger_id"], settling, caller, client))
        return
    if is_export(text):
        await ack()
        later(_open_export(command["trigger_id"], own_data, caller, client))
        return
    if is_forgetting(text):
        await ack(**addressed(own_data.offer(caller), response_type="ephemeral"))
        return
    answering = asyncio.ensure_future(asking.to_command(text, caller))
    await asyncio.wait([answering], timeout=IN_TIME)
    if not answering.done():
        await ack(**addressed(notice(caller.texts("answer-searching")), response_type="ephemeral"))
        later(_say_late(answering, respond))
        return
    told = await answering
    await ack(**addressed(told.message, response_type="in_channel" if told.to_all else "ephemeral"))


async def _say_late(answering: Awaitable[Told], respond: Respond) -> None:
    """Say an answer that did not come in time to be the acknowledgement."""
    told = await answering
    await respond(told.message, in_channel=told.to_all)


async def _open_export(trigger_id: str, own_data: OwnData, caller: Caller, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=trigger_id, view=await own_data.exported(caller))


async def _open_settings(trigger_id: str, settling: Settling, caller: Caller, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=trigger_id, view=await settling.form(caller))


async def lesson(
    ack: AsyncAck,
    command: Mapping[str, str],
    learning: Learning,
    subscribing: Subscribing,
    caller: Caller,
    callers: Callers,
    client: AsyncWebClient,
    respond: Respond,
    later: Later,
) -> None:
    """Show a lesson to the person who asked for it, or what they saved; see to subscriptions."""
    text = to_plain(command.get("text", ""))
    order = read_order(text)
    if order.wish in ("lesson", "help", "saved"):
        message = await (learning.saved(caller) if order.wish == "saved" else learning.lesson(text, caller))
        await ack(**addressed(message, response_type="ephemeral"))
        return
    await ack()

    async def see_to_it() -> None:
        known = await _known(caller, callers, client)
        told = await _subscribed(order, subscribing, known, command.get("user_name") or known.texts("someone"), client)
        await respond(told.message, in_channel=told.to_all)

    later(see_to_it())


async def _known(caller: Caller, callers: Callers, client: AsyncWebClient) -> Caller:
    """The caller with their time zone, also where they call for the first time."""
    if caller.timezone or not callers.may_ask:
        return caller
    await callers.learn(caller.tenant, caller.person, client)
    known, _ = await callers.caller(caller.tenant, caller.person, caller.channel)
    return replace(known, readers=caller.readers)


async def _subscribed(
    order: Order, subscribing: Subscribing, caller: Caller, name: str, client: AsyncWebClient
) -> Told:
    """Do what is wanted of subscriptions."""
    if order.wish == "subscribe":
        return Told(await subscribing.subscribe(order.text, caller, name, client))
    if order.wish == "unsubscribe":
        return await subscribing.unsubscribe(order.text, caller, name, client)
    return Told(await subscribing.listed(caller, client))
