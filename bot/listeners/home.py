"""The Home tab and what is pressed in it, the window to ask in, and the prompts of an agent's messages."""

from collections.abc import Mapping
from typing import Any

from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.callers import Caller
from bot.errors import report
from bot.middleware import Later
from bot.moods import refusal
from bot.pressed import Body
from bot.replies.homes import Homes
from bot.views import home, search_modal

Action = Mapping[str, Any]


def register(app: AsyncApp) -> None:
    """Listen to the Home tab's opening, its buttons, and the window to ask in."""
    app.event("app_home_opened")(opened)
    app.action(home.SEARCH)(open_search)
    app.action(home.EXAMPLE)(show_example)
    app.action(home.SHOW)(show_lesson)
    app.action(home.REMOVE)(remove_lesson)
    app.action(home.CLOSE_GAP)(close_gap)
    app.view(search_modal.SEARCH)(search)


async def opened(
    event: Mapping[str, Any],
    caller: Caller,
    homes: Homes,
    granted: frozenset[str],
    client: AsyncWebClient,
    later: Later,
) -> None:
    """Show the tab as it is now; where the bot is an agent and its messages are opened, suggest what to ask.

    No status is set while an answer is made: it would be gone in the moment in which it came.
    """
    if event.get("tab") == "home":
        later(_publish(homes, caller, client, (event.get("view") or {}).get("hash", "")))
    elif event.get("tab") == "messages" and "assistant:write" in granted:
        later(_suggest(homes, caller, client, event["channel"]))


async def open_search(ack: AsyncAck, body: Body, caller: Caller, client: AsyncWebClient, later: Later) -> None:
    """Open the window to ask in."""
    await ack()
    later(_open(client, body, search_modal.search(caller.texts)))


async def show_example(
    ack: AsyncAck, body: Body, action: Action, homes: Homes, caller: Caller, client: AsyncWebClient, later: Later
) -> None:
    """Open the same window with the answer to an example."""
    await ack()

    async def show() -> None:
        await _open(client, body, await homes.found(action["value"], caller))

    later(show())


async def search(ack: AsyncAck, view: Mapping[str, Any], homes: Homes, caller: Caller) -> None:
    """Answer in the window itself."""
    await ack(response_action="update", view=await homes.found(search_modal.read_question(view), caller))


async def show_lesson(
    ack: AsyncAck, body: Body, action: Action, homes: Homes, caller: Caller, client: AsyncWebClient, later: Later
) -> None:
    """Show a saved lesson in a window."""
    await ack()
    later(_open(client, body, homes.lesson(action["value"], caller)))


async def remove_lesson(
    ack: AsyncAck, action: Action, homes: Homes, caller: Caller, client: AsyncWebClient, later: Later
) -> None:
    """Take a lesson from what this person saved, and show the tab without it."""
    await ack()

    async def remove() -> None:
        await homes.remove_lesson(action["value"], caller)
        await _publish(homes, caller, client)

    later(remove())


async def close_gap(
    ack: AsyncAck, action: Action, homes: Homes, caller: Caller, client: AsyncWebClient, later: Later
) -> None:
    """Close a gap where this person may, and show the tab as it is then."""
    await ack()

    async def close() -> None:
        await homes.close_gap(action["value"], caller)
        await _publish(homes, caller, client)

    later(close())


async def _open(client: AsyncWebClient, body: Body, view: dict[str, object]) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=view)


async def _publish(homes: Homes, caller: Caller, client: AsyncWebClient, seen: str = "") -> None:
    """Publish the tab, one after another for each person, so that the last one shows what holds now.

    `seen` is the hash of the tab that was opened: where Slack has a newer one, that stays.
    """
    async with homes.turns.of(caller.tenant, caller.person):
        view = await homes.home(caller)
        try:
            await client.views_publish(user_id=caller.person, view=view, hash=seen or None)
        except SlackApiError as error:
            if refusal(error) != "hash_conflict":
                raise


async def _suggest(homes: Homes, caller: Caller, client: AsyncWebClient, channel: str) -> None:
    """Suggest questions. That is decoration, so a refusal of Slack's is for the log alone.

    Never with a `thread_ts`: for an agent's messages Slack then does nothing, and says nothing of that.
    """
    prompts, title = await homes.prompts(caller), caller.texts("agent-title")
    if not prompts:
        return
    try:
        await client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts, title=title)
    except (SlackApiError, ClientError, TimeoutError) as error:
        report(error)
