"""What people do with messages: post, edit and delete them, react to them, share links, close channels."""

from bot.play.acting import Acting
from bot.play.deliveries import Ack
from bot.play.messages import Json, Message, Refusal
from bot.play.people import ANN, ENGINEERING, Channel


class Writing(Acting):
    """Each ends with the ack of the first event that tells of it, `Ack.message` being the message as it then is.

    Where the bot hears of nothing, the status of that ack is 0.
    """

    async def mention(
        self, text: str, *, user: str = ANN, channel: str = ENGINEERING, thread_ts: str | None = None
    ) -> Ack:
        """Post a message that starts with the bot's name; it is told even where it is no member any more."""
        bot, typed = self._bot_name, self._typed(text)
        message = self._added(typed if bot in typed else f"{bot} {typed}".rstrip(), user, channel, thread_ts)
        called = [self.events.app_mention(message)] if "app_mention" in self.subscribed else []
        others = [event for event in self._news(message) if event["type"] != "app_mention"]
        return await self._tell([*called, *others], message)

    async def direct_message(self, text: str, *, user: str = ANN, thread_ts: str | None = None) -> Ack:
        """Write to the bot alone."""
        return await self.post(text, user=user, channel=user, thread_ts=thread_ts)

    async def post(
        self, text: str, *, user: str = ANN, channel: str = ENGINEERING, thread_ts: str | None = None
    ) -> Ack:
        """Post a message; the bot hears of it where it is named, or subscribed to messages or to its links."""
        place = self.workspace.user(user).id if channel == user else channel
        message = self._added(self._typed(text), user, place, thread_ts)
        return await self._tell(self._news(message), message)

    async def share_link(
        self, text: str, *, user: str = ANN, channel: str = ENGINEERING, thread_ts: str | None = None
    ) -> Ack:
        """Post a URL, or a text with some; the ack is that of link_shared, sent for the domains of the side."""
        message = self._added(self._typed(text), user, channel, thread_ts)
        return await self._tell(self._news(message)[::-1], message)

    async def compose_link(self, text: str, *, user: str = ANN) -> Ack:
        """Type a URL without posting it; what is previewed then stands in `unfurls(unfurl_id)`."""
        event = self.events.link_composed(self._typed(text), self.workspace.user(user))
        return await self._tell([event] if event and "link_shared" in self.subscribed else [], None)

    async def edit(self, message: Message, text: str) -> Ack:
        """Let the author of a message put another text in its place.

        Raises:
            LookupError: The message is gone.
            Refusal: It is no person's: `cant_update_message`; or `is_archived`.
        """
        before, place = self._found(message), self._open(message.channel)
        if before.user not in self.workspace.users or before.user == self.workspace.team.bot_user:
            raise Refusal("cant_update_message")
        told = self.events.kept(before)
        changed = self.workspace.change(before, {**before.content, "text": self._typed(text)})
        events = [self.events.app_mention(changed)] if self._named(changed, place) else []
        events += [self.events.message_changed(changed, told)] if self._hears(place) else []
        return await self._tell(events, changed)

    async def delete(self, message: Message) -> Ack:
        """Delete a message, anybody's; with replies, a tombstone stays, and Slack calls that a change.

        Raises:
            LookupError: The message is gone already.
        """
        before, place = self._found(message), self.workspace.channels[message.channel]
        told = self.events.kept(before)
        buried = self.workspace.remove(before)
        if not self._hears(place) or before.only_for:
            return await self._tell([], buried)
        changed = self.events.message_changed(buried, told) if buried else self.events.message_deleted(before, told)
        return await self._tell([changed], buried)

    async def react(self, message: Message, name: str, *, user: str = ANN) -> Ack:
        """Put an emoji, such as `thumbsup`, below a message; raises `already_reacted`."""
        now, person, place = self._found(message), self.workspace.user(user), self._open(message.channel)
        emoji = name.strip(":")
        self.workspace.react(now, emoji, person.id)
        heard = self._in(place, "reaction_added")
        return await self._tell([self.events.reaction_added(now, emoji, person)] if heard else [], now)

    async def archive(self, channel: str, *, user: str = ANN) -> Ack:
        """Close a channel: from now on posting there is refused with `is_archived`."""
        place = self.workspace.archive(channel)
        event = self.events.archived(place, self.workspace.user(user))
        return await self._tell([event] if self._in(place, event["type"]) else [], None)

    async def invite(self, channel: str, *, user: str = ANN) -> Ack:
        """Bring the bot into a channel; from then on it hears what is said there. Raises `already_in_channel`."""
        place = self.workspace.invite(self._open(channel).id, self.workspace.team.bot_user)
        event = self.events.joined(place, self.workspace.user(user))
        return await self._tell([event] if self._in(place, event["type"]) else [], None)

    @property
    def _bot_name(self) -> str:
        return f"<@{self.workspace.team.bot_user}>"

    def _added(self, text: str, user: str, channel: str, thread_ts: str | None) -> Message:
        person, place = self.workspace.user(user), self._open(channel)
        return self.workspace.add(place.id, person.id, {"text": text}, thread_ts=thread_ts)

    def _news(self, message: Message) -> list[Json]:
        """The events that tell of a new message."""
        place = self.workspace.channels[message.channel]
        events = [self.events.app_mention(message)] if self._named(message, place) else []
        events += [self.events.message(message)] if self._hears(place) else []
        linked = self.events.link_shared(message) if "link_shared" in self.subscribed else None
        return [*events, linked] if linked else events

    def _named(self, message: Message, place: Channel) -> bool:
        """Whether the bot is told that a message names it: not in direct messages, where it hears all."""
        return self._bot_name in message.text and place.kind != "im" and self._in(place, "app_mention")

    def _open(self, channel: str) -> Channel:
        place = self.workspace.channel(channel)
        if place.archived:
            raise Refusal("is_archived")
        return place

    def _found(self, message: Message) -> Message:
        """The message as it is now."""
        found = self.workspace.find(message.channel, message.ts)
        if found is None:
            raise LookupError("the message is gone")
        return found
