"""Buttons under answers and lessons."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.claims import Claims
from bot.errors import ResponseUrlError
from bot.middleware import Later
from bot.replies import Replies
from bot.responding import Respond
from bot.views import answer, lesson
from bot.views.message import Message

Body = Mapping[str, Any]
Action = Mapping[str, str]


def register(app: AsyncApp) -> None:
    """Listen to the buttons that the views draw."""
    app.action(answer.SHARE)(share_answer)
    app.action(lesson.SHARE)(share_lesson)
    app.action(lesson.ANOTHER)(another_lesson)


async def share_answer(
    ack: AsyncAck, body: Body, action: Action, respond: Respond, replies: Replies, claims: Claims, later: Later
) -> None:
    """Post exactly that answer to the channel, once; where the posts have changed, show the answer of now instead."""
    await ack()
    message = replies.shared_answer(action["value"], _name(body))
    if message is None:
        later(respond(*replies.changed_answer(action["value"])))
    elif claims.claim(*(button := _button(body, action))):
        later(_share(respond, message, claims, button))


async def share_lesson(
    ack: AsyncAck, body: Body, action: Action, respond: Respond, replies: Replies, claims: Claims, later: Later
) -> None:
    """Post that lesson to the channel, once; where no post holds it any more, show another one instead."""
    await ack()
    message = replies.shared_lesson(action["value"])
    if message is None:
        later(respond(*replies.other_lesson(_person(body))))
    elif claims.claim(*(button := _button(body, action))):
        later(_share(respond, message, claims, button))


async def another_lesson(
    ack: AsyncAck, body: Body, action: Action, respond: Respond, replies: Replies, later: Later
) -> None:
    """Show another lesson: in place of one that only this person sees, beside one that all see."""
    await ack()
    container = body.get("container", {})
    alone = bool(container.get("is_ephemeral"))
    direct = not alone and str(container.get("channel_id")).startswith("D")
    message = replies.lesson(action["value"].strip(), _person(body), own=not direct)
    later(respond(message, in_channel=direct, replace_original=alone))


async def _share(respond: Respond, message: Message, claims: Claims, button: tuple[str, ...]) -> None:
    """Post to the channel; where that fails, the button can be pressed again."""
    try:
        await respond(message, in_channel=True)
    except ResponseUrlError:
        claims.release(*button)
        raise


def _name(body: Body) -> str:
    user = body["user"]
    return str(user.get("name") or user.get("username") or "Someone")


def _person(body: Body) -> tuple[str, str]:
    return (body.get("team") or {}).get("id", ""), body["user"]["id"]


def _button(body: Body, action: Action) -> tuple[str, ...]:
    """What tells one button from another, however often it is pressed."""
    container = body.get("container", {})
    return "share", str(container.get("channel_id")), str(container.get("message_ts")), action["value"]
