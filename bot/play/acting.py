"""What everything that people do in Slack rests on: a workspace, and a way to the bot."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from bot.play.deliveries import Ack, Delivery, Retry
from bot.play.events import Events
from bot.play.messages import Json, Message
from bot.play.payloads import Payloads
from bot.play.people import Channel
from bot.play.response_urls import ResponseUrls
from bot.play.typed_text import as_sent
from bot.play.workspace import Workspace

_MESSAGES = {"im": "message.im", "group": "message.groups"}


class Acting(ABC):
    """Tells the bot what it is subscribed to, and hands back how it took that."""

    workspace: Workspace
    payloads: Payloads
    events: Events
    response_urls: ResponseUrls
    subscribed: Collection[str]

    @abstractmethod
    async def deliver(self, delivery: Delivery) -> Ack:
        """Carry it to the bot by the transport in use, and wait for the ack."""

    @abstractmethod
    async def changed(self) -> None:
        """Tell everybody who waits for a message that there may be one."""

    async def event(self, event: Mapping[str, Any], *, event_id: str | None = None, retry: Retry | None = None) -> Ack:
        """Deliver any event; give the same `event_id` twice to deliver it again."""
        return await self.deliver(Delivery("events_api", self.payloads.event(event, event_id), retry))

    async def _tell(self, events: Collection[Json], message: Message | None) -> Ack:
        """Deliver events side by side; the first one's ack with the message they are about, status 0 without any."""
        await self.changed()
        acks = await asyncio.gather(*(self.event(event) for event in events))
        return replace(acks[0] if acks else Ack(0, None, 0.0), message=message)

    def _typed(self, text: str) -> str:
        users = {user.name: user.id for user in self.workspace.users.values()}
        channels = {one.name: one.id for one in self.workspace.channels.values() if one.kind != "im"}
        return as_sent(text, users, channels)

    def _in(self, place: Channel, event: str) -> bool:
        """Whether the bot hears of such things in that channel."""
        return event in self.subscribed and self.workspace.team.bot_user in place.members

    def _hears(self, place: Channel) -> bool:
        return self._in(place, _MESSAGES.get(place.kind, "message.channels"))
