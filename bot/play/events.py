"""The events Slack sends to an app, field by field, without their envelopes."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.play.links import Linked, shared
from bot.play.messages import Json, Message
from bot.play.people import Channel, User
from bot.play.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Events:
    """Builds events for one workspace."""

    workspace: Workspace
    unfurl_domains: Collection[str] = ()

    def message(self, message: Message) -> Json:
        return {**self._told(message), "channel_type": self._channel(message).kind}

    def app_mention(self, message: Message) -> Json:
        """A message names the bot; one edited says so, and keeps its ts."""
        event = {**self._told(message), "type": "app_mention"}
        return {**event, "event_ts": self.workspace.next_ts()} if message.edited else event

    def message_changed(self, message: Message, before: Json) -> Json:
        """A message stands there in place of another; `before` is that as `kept` had it."""
        return {**self._hidden(message, "message_changed"), "message": self.kept(message), "previous_message": before}

    def message_deleted(self, message: Message, before: Json) -> Json:
        event = self._hidden(message, "message_deleted")
        return {**event, "deleted_ts": message.ts, "previous_message": before}

    def reaction_added(self, message: Message, name: str, user: User) -> Json:
        return {
            "type": "reaction_added",
            "user": user.id,
            "reaction": name,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "item_user": message.user,
            "event_ts": self.workspace.next_ts(),
        }

    def link_shared(self, message: Message) -> Json | None:
        """The links of a message that are the app's; None where there are none."""
        channel = self._channel(message)
        unfurl_id = f"{channel.id}.{message.ts}.{self.workspace.number():064x}"
        event = self._links(message.text, message.user, unfurl_id, (channel.id, message.ts))
        if event is None:
            return None
        event |= {"channel": channel.id, "message_ts": message.ts}
        event["is_bot_user_member"] = self.workspace.team.bot_user in channel.members
        return {**event, "thread_ts": message.thread_ts} if message.thread_ts else event

    def link_composed(self, text: str, user: User) -> Json | None:
        """The same for a message that is still being typed, nobody knows where."""
        number = self.workspace.number()
        unfurl_id = f"{user.id}-{number:08x}-0000-4000-8000-000000000000-{number:036x}"
        event = self._links(text, user.id, unfurl_id, (None, None))
        return event and {**event, "channel": "COMPOSER", "message_ts": unfurl_id, "is_bot_user_member": True}

    def home_opened(self, user: User, tab: str) -> Json:
        event: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self.workspace.direct_messages(user.id).id,
            "tab": tab,
            "event_ts": self.workspace.next_ts(),
        }
        if tab == "home" and (home := self.workspace.views.homes.get(user.id)):
            event["view"] = home.as_json(self.workspace.team)
        return event

    def joined(self, channel: Channel, inviter: User) -> Json:
        """The bot itself was brought into a channel."""
        kind = "G" if channel.kind == "group" else "C"
        who = {"user": self.workspace.team.bot_user, "inviter": inviter.id, "team": self.workspace.team.id}
        place = {"channel": channel.id, "channel_type": kind, "event_ts": self.workspace.next_ts()}
        return {"type": "member_joined_channel", **who, **place}

    def archived(self, channel: Channel, user: User) -> Json:
        kind = "group_archive" if channel.kind == "group" else "channel_archive"
        return {"type": kind, "channel": channel.id, "user": user.id, "event_ts": self.workspace.next_ts()}

    def kept(self, message: Message) -> Json:
        """A message as it stands inside an event about it."""
        written = {} if message.user not in self.workspace.users else {"client_msg_id": _client_msg_id(message)}
        return {**self.workspace.as_json(message), **written}

    def _told(self, message: Message) -> Json:
        place = {"channel": message.channel, "event_ts": message.ts, "client_msg_id": _client_msg_id(message)}
        return {**self.workspace.as_json(message), **place}

    def _hidden(self, message: Message, subtype: str) -> Json:
        ts = self.workspace.next_ts()
        event: Json = {"type": "message", "subtype": subtype, "hidden": True, "ts": ts, "event_ts": ts}
        return {**event, "channel": message.channel, "channel_type": self._channel(message).kind}

    def _links(self, text: str, user: str, unfurl_id: str, place: tuple[str | None, str | None]) -> Json | None:
        found = shared(text, self.unfurl_domains)
        if not found:
            return None
        linked = Linked(frozenset(link["url"] for link in found), *place)
        self.workspace.linked[unfurl_id] = linked
        about = {"type": "link_shared", "user": user, "unfurl_id": unfurl_id, "source": linked.source}
        return {**about, "links": list(found), "event_ts": self.workspace.next_ts()}

    def _channel(self, message: Message) -> Channel:
        return self.workspace.channels[message.channel]


def _client_msg_id(message: Message) -> str:
    """What the person's Slack called the message; the same in every event about it."""
    seconds, _, fraction = message.ts.partition(".")
    return f"{int(seconds):08x}-0000-4000-8000-{int(fraction or 0):012x}"
