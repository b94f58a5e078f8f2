"""Buttons under answers and lessons."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.claims import Claims
from bot.middleware import Later
from bot.replies import Replies
from bot.responding import respond_with
from bot.views import answer, lesson

Body = Mapping[str, Any]
Action = Mapping[str, str]


def register(app: AsyncApp) -> None:
    """Listen to the buttons that the views draw."""
    app.action(answer.SHARE)(share_answer)
    app.action(lesson.SHARE)(share_lesson)
    app.action(lesson.ANOTHER)(another_lesson)


async def share_answer(
    ack: AsyncAck, body: Body, action: Action, respond: AsyncRespond, replies: Replies, claims: Claims, later: Later
) -> None:
    """Post exactly that answer to the channel, once; where the posts have changed, show the answer of now instead."""
    await ack()
    message = replies.shared_answer(action["value"], _name(body))
    if message is None:
        later(respond_with(respond, *replies.changed_answer(action["value"])))
    elif claims.claim("share", *_button(body, action)):
        later(respond_with(respond, message, in_channel=True))


async def share_lesson(
    ack: AsyncAck, body: Body, action: Action, respond: AsyncRespond, replies: Replies, claims: Claims, later: Later
) -> None:
    """Post that lesson to the channel, once."""
    await ack()
    message = replies.shared_lesson(action["value"])
    if message is None:
        later(respond_with(respond, replies.lesson("", _person(body))))
    elif claims.claim("share", *_button(body, action)):
        later(respond_with(respond, message, in_channel=True))


async def another_lesson(
    ack: AsyncAck, body: Body, action: Action, respond: AsyncRespond, replies: Replies, later: Later
) -> None:
    """Show another lesson: in place of one that only this person sees, beside one that all see."""
    await ack()
    message = replies.lesson(action["value"].strip(), _person(body))
    alone = bool(body.get("container", {}).get("is_ephemeral"))
    later(respond_with(respond, message, replace_original=alone))


def _name(body: Body) -> str:
    user = body["user"]
    return str(user.get("name") or user.get("username") or "Someone")


def _person(body: Body) -> tuple[str, str]:
    return (body.get("team") or {}).get("id", ""), body["user"]["id"]


def _button(body: Body, action: Action) -> tuple[str, str, str]:
    """What tells one button from another, however often it is pressed."""
    container = body.get("container", {})
    return str(container.get("channel_id")), str(container.get("message_ts")), action["value"]
