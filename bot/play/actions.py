"""What people do in Slack, each ending with the bot's acknowledgement; the same for both transports."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from bot.play.chat_methods import content_of
from bot.play.deliveries import Ack, Delivery, Retry
from bot.play.elements import action_of, elements, filled
from bot.play.messages import Json, Message, Refusal, with_block_ids
from bot.play.payloads import Payloads
from bot.play.people import ANN, ENGINEERING, SLACKBOT, Channel
from bot.play.response_urls import ResponseUrls
from bot.play.typed_text import as_sent
from bot.play.view_methods import checked
from bot.play.views import View
from bot.play.workspace import Workspace


class Actions(ABC):
    """Acts as a person would, and puts into the workspace what Slack would show."""

    workspace: Workspace
    payloads: Payloads
    response_urls: ResponseUrls
    subscribed: Collection[str]

    @abstractmethod
    async def deliver(self, delivery: Delivery) -> Ack:
        """Carry it to the bot by the transport in use, and wait for the ack."""

    @abstractmethod
    async def changed(self) -> None:
        """Tell everybody who waits for a message that there may be one."""

    async def slash_command(self, command: str, text: str = "", *, user: str = ANN, channel: str = ENGINEERING) -> Ack:
        """Type a command; an answer in the ack, or Slack's own notice of failure, becomes a message."""
        person, place = self.workspace.user(user), self.workspace.channel(channel)
        form = self.payloads.slash_command(command, self._typed(text), person, place)
        ack = await self.deliver(Delivery("slash_commands", form))
        if ack.error is None and ack.payload:
            ack = self._answered(ack, person.id, place, str(form["response_url"]))
        if ack.error is not None:
            notice = {"text": f'{command} failed with the error "{ack.error}"'}
            ack = replace(ack, message=self.workspace.add(place.id, SLACKBOT, notice, only_for=person.id))
        await self.changed()
        return ack

    async def mention(
        self, text: str, *, user: str = ANN, channel: str = ENGINEERING, thread_ts: str | None = None
    ) -> Ack:
        """Post a message that starts with the bot's name; `Ack.message` is that message."""
        bot = f"<@{self.workspace.team.bot_user}>"
        typed = self._typed(text)
        message = self._posted(typed if bot in typed else f"{bot} {typed}".rstrip(), user, channel, thread_ts)
        place = self.workspace.channels[message.channel]
        events = [self.payloads.message_event(message, "app_mention")] if "app_mention" in self.subscribed else []
        if self._hears(place):
            events.append(self.payloads.message_event(message))
        acks = await asyncio.gather(*(self.event(event) for event in events))
        return replace(acks[0], message=message) if acks else Ack(0, None, 0.0, message=message)

    async def direct_message(self, text: str, *, user: str = ANN, thread_ts: str | None = None) -> Ack:
        """Write to the bot alone; `Ack.message` is what was written."""
        return await self.post(text, user=user, channel=user, thread_ts=thread_ts)

    async def post(
        self, text: str, *, user: str = ANN, channel: str = ENGINEERING, thread_ts: str | None = None
    ) -> Ack:
        """Post a message without naming the bot, which hears of it only where it is subscribed to messages."""
        place = self.workspace.channel(self.workspace.user(user).id if channel == user else channel)
        message = self._posted(self._typed(text), user, place.id, thread_ts)
        await self.changed()
        if not self._hears(place):
            return Ack(0, None, 0.0, message=message)
        return replace(await self.event(self.payloads.message_event(message)), message=message)

    async def press(self, place: Message | View, action_id: str, *, user: str = ANN, value: object = None) -> Ack:
        """Use a button, menu or input in a message or a view.

        Args:
            place: Where it stands, as it is now or was before.
            action_id: Which one.
            user: Who does it, by id or name.
            value: Tells buttons with the same action_id apart, or says what is chosen.

        Raises:
            LookupError: There is no such element there now.
        """
        now = self._as_it_is(place)
        for block, element in elements(with_block_ids(now.blocks)):
            same = element.get("value") == value or value is None or element["type"] != "button"
            if element["action_id"] == action_id and same:
                action = {"block_id": block["block_id"], **action_of(element, value)}
                payload = self.payloads.block_actions(action, self.workspace.user(user), now)
                return await self.deliver(Delivery("interactive", payload))
        raise LookupError(f"nothing with the action_id {action_id!r} and the value {value!r} stands there")

    async def message_shortcut(self, callback_id: str, message: Message, *, user: str = ANN) -> Ack:
        """Choose a shortcut from a message's menu, also where the bot is no member."""
        payload = self.payloads.message_shortcut(callback_id, self.workspace.user(user), message)
        return await self.deliver(Delivery("interactive", payload))

    async def shortcut(self, callback_id: str, *, user: str = ANN) -> Ack:
        """Choose a global shortcut."""
        return await self.deliver(
            Delivery("interactive", self.payloads.shortcut(callback_id, self.workspace.user(user)))
        )

    async def submit_view(self, view_id: str, values: Mapping[str, Any] | None = None) -> Ack:
        """Submit a modal; it closes, changes or stays open as the ack says.

        Args:
            view_id: The open modal.
            values: What the person put in, by block_id or action_id; a list where several are chosen.

        Raises:
            LookupError: No such modal is open, or it has no such input.
            ValueError: A required input is empty.
        """
        view = self.workspace.views.modals.get(view_id)
        if view is None:
            raise LookupError(f"no modal {view_id!r} is open")
        state = filled(with_block_ids(view.blocks), values or {})
        payload = self.payloads.view_submission(view, self.workspace.user(view.user), state)
        ack = await self.deliver(Delivery("interactive", payload))
        return ack if ack.error else self._submitted(ack, view)

    async def open_home(self, user: str = ANN, *, tab: str = "home") -> Ack:
        """Open the app's Home tab, or with `tab="messages"` its direct messages."""
        return await self.event(self.payloads.home_opened(self.workspace.user(user), tab))

    async def event(self, event: Mapping[str, Any], *, event_id: str | None = None, retry: Retry | None = None) -> Ack:
        """Deliver any event; give the same `event_id` twice to deliver it again."""
        return await self.deliver(Delivery("events_api", self.payloads.event(event, event_id), retry))

    def _typed(self, text: str) -> str:
        users = {user.name: user.id for user in self.workspace.users.values()}
        channels = {one.name: one.id for one in self.workspace.channels.values() if one.kind != "im"}
        return as_sent(text, users, channels)

    def _posted(self, text: str, user: str, channel: str, thread_ts: str | None) -> Message:
        person, place = self.workspace.user(user), self.workspace.channel(channel)
        return self.workspace.add(place.id, person.id, {"text": text}, thread_ts=thread_ts)

    def _hears(self, place: Channel) -> bool:
        event = {"im": "message.im", "group": "message.groups"}.get(place.kind, "message.channels")
        return event in self.subscribed and self.workspace.team.bot_user in place.members

    def _answered(self, ack: Ack, user: str, place: Channel, response_url: str) -> Ack:
        answer: Json = ack.payload or {}
        try:
            content = content_of(answer, most=None)
        except Refusal as refusal:
            return replace(ack, error=None if refusal.error == "no_text" else refusal.error)
        only_for = None if answer.get("response_type") == "in_channel" else user
        message = self.workspace.add(place.id, self.workspace.team.bot_user, content, only_for=only_for)
        self.response_urls.set_original(response_url, message)
        return replace(ack, message=message)

    def _submitted(self, ack: Ack, view: View) -> Ack:
        answer: Json = ack.payload or {}
        action = answer.get("response_action")
        views = self.workspace.views
        try:
            if action == "update":
                views.change(view, checked(answer.get("view")))
            elif action == "push":
                views.open(view.user, checked(answer.get("view")), over=view)
            elif action != "errors":
                views.close(view, all_of_them=action == "clear")
        except Refusal as refusal:
            return replace(ack, error=refusal.error)
        return ack

    def _as_it_is(self, place: Message | View) -> Message | View:
        if isinstance(place, View):
            found: Message | View | None = self.workspace.views.find(place.id)
        else:
            found = self.workspace.find(place.channel, place.ts)
        if found is None:
            raise LookupError("the message or view is gone")
        return found
