"""The state of one Slack workspace: people, channels, messages and who sees them, and what hangs on messages."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bot.play.links import Linked
from bot.play.messages import Json, Message, Refusal
from bot.play.people import CHANNELS, SLACKBOT, USERS, Channel, Team, User
from bot.play.views import Views

TOMBSTONE: Mapping[str, Any] = MappingProxyType(
    {"subtype": "tombstone", "text": "This message was deleted.", "hidden": True}
)
"""What stands where a message with replies was deleted."""


class Workspace:
    """People, channels and messages; every change goes through here."""

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        team: Team | None = None,
        users: Iterable[User] = USERS,
        channels: Iterable[Channel] = CHANNELS,
        first_number: int = 1,
    ) -> None:
        self.team = team or Team()
        self.clock = clock
        self.users = {user.id: user for user in users}
        self.channels = {channel.id: channel for channel in channels}
        self.groups: dict[str, frozenset[str]] = {}
        """User groups by id: who is in them."""
        self.reactions: dict[tuple[str, str], list[Json]] = {}
        self.bot_posts_anywhere = False
        """Whether the bot may post in public channels it has not joined (scope chat:write.public)."""
        self.unfurls: dict[str, Json] = {}
        """Previews by message ts, or by unfurl_id in a composer: URL → what is shown below it."""
        self.linked: dict[str, Linked] = {}
        """What was told of in link_shared, by unfurl_id."""
        self.prompts: dict[str, list[Json]] = {}
        """The prompts suggested to a person, by the channel of the direct messages with them."""
        self.statuses: dict[tuple[str, str], str] = {}
        """What the bot is said to be doing, by channel and thread; gone once it has answered."""
        self._messages: dict[str, dict[str, Message]] = {}
        """By channel and ts: a long run has tens of thousands, and what is looked for stands in one channel."""
        self._numbers = itertools.count(first_number)
        self.views = Views(clock, self.number)
        self._last_ts = 0

    def number(self) -> int:
        """A number never given before: the source of every id."""
        return next(self._numbers)

    def next_ts(self) -> str:
        """Now, in Slack's form, later than every ts before it."""
        self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def user(self, name: str) -> User:
        """The person with that id or name; raises `user_not_found`."""
        found = self.users.get(name) or next((user for user in self.users.values() if user.name == name), None)
        if found is None:
            raise Refusal("user_not_found")
        return found

    def channel(self, name: str) -> Channel:
        """The channel with that id or name (a person's id: the direct messages with them), or `channel_not_found`."""
        if name in self.users:
            return self.direct_messages(name)
        bare = name.removeprefix("#")
        found = self.channels.get(name) or next((one for one in self.channels.values() if one.name == bare), None)
        if found is None:
            raise Refusal("channel_not_found")
        return found

    def joined(self, name: str) -> Channel:
        """The channel, where the bot is a member of it; a private one does not exist for those outside."""
        channel = self.channel(name)
        if self.team.bot_user not in channel.members:
            raise Refusal("not_in_channel" if channel.kind == "channel" else "channel_not_found")
        return channel

    def open_channel(self, name: str) -> Channel:
        """The channel, where the bot may post in it; raises `is_archived` and what `joined` does."""
        channel = self.channel(name)
        if channel.archived and (channel.kind == "channel" or self.team.bot_user in channel.members):
            raise Refusal("is_archived")
        return channel if channel.kind == "channel" and self.bot_posts_anywhere else self.joined(name)

    def archive(self, name: str) -> Channel:
        """Close a channel for good: it can be read, and nothing more is posted."""
        channel = replace(self.channel(name), archived=True)
        self.channels[channel.id] = channel
        return channel

    def invite(self, name: str, user: str) -> Channel:
        """Make somebody a member of a channel; raises `already_in_channel`."""
        channel = self.channel(name)
        if user in channel.members:
            raise Refusal("already_in_channel")
        channel = replace(channel, members=channel.members | {user})
        self.channels[channel.id] = channel
        return channel

    def direct_messages(self, user: str) -> Channel:
        """The channel between that person and the bot, opened when there is none."""
        pair = frozenset({self.user(user).id, self.team.bot_user})
        found = next((one for one in self.channels.values() if one.kind == "im" and one.members == pair), None)
        if found is None:
            found = Channel(f"D{self.user(user).id[1:]}", "directmessage", pair, "im")
            self.channels[found.id] = found
        return found

    def add(
        self,
        channel: str,
        user: str,
        content: Mapping[str, Any],
        *,
        thread_ts: str | None = None,
        only_for: str | None = None,
    ) -> Message:
        """Put a message in a channel, or before one person's eyes only."""
        bot_id = self.team.bot_id if user == self.team.bot_user else None
        message = Message(channel, self.next_ts(), user, dict(content), thread_ts, only_for, bot_id)
        self._put(message)
        if bot_id and thread_ts:
            self.statuses.pop((channel, thread_ts), None)
        return message

    def change(self, message: Message, content: Mapping[str, Any]) -> Message:
        """Give a message other content, in its place, as its author does."""
        edited = f"{int(self.clock())}.000000" if message.only_for is None else None
        return self._put(replace(message, content=dict(content), edited=edited))

    def show_below(self, message: Message, previews: Mapping[str, Any]) -> Message:
        """Show previews below the links in a message, beside those already there."""
        shown = self.unfurls.setdefault(message.ts, {})
        shown.update(previews)
        return self._put(replace(message, content={**message.content, "unfurls": dict(shown)}))

    def remove(self, message: Message) -> Message | None:
        """Take a message away; where it has replies, what then stands in its place is returned."""
        if len(self.thread(message.channel, message.ts)) > 1 and message.thread_ts in (None, message.ts):
            buried = replace(message, user=SLACKBOT, content=TOMBSTONE, bot_id=None, edited=None, thread_ts=message.ts)
            return self._put(buried)
        self._in(message.channel).pop(message.ts, None)
        return None

    def react(self, message: Message, name: str, user: str) -> None:
        """Put an emoji below a message; raises `already_reacted`."""
        reactions = self.reactions.setdefault((message.channel, message.ts), [])
        found = next((reaction for reaction in reactions if reaction["name"] == name), None)
        if found is None:
            reactions.append({"name": name, "count": 1, "users": [user]})
            return
        if user in found["users"]:
            raise Refusal("already_reacted")
        found["users"].append(user)
        found["count"] += 1

    def find(self, channel: str, ts: str) -> Message | None:
        """The message with that ts, an ephemeral one too."""
        return self._in(channel).get(ts)

    def messages(self, channel: str) -> Sequence[Message]:
        """What everybody in the channel sees, oldest first, threads included."""
        return [one for one in self._in(channel).values() if one.only_for is None]

    def seen_by(self, user: str, channel: str) -> Sequence[Message]:
        """What that person sees in the channel: public messages and those for them only, oldest first."""
        mine = (None, user)
        return [one for one in self._in(channel).values() if one.only_for in mine]

    def thread(self, channel: str, ts: str) -> Sequence[Message]:
        """A message and its replies, oldest first; empty when there is no such message."""
        return [one for one in self.messages(channel) if ts in (one.ts, one.thread_ts)]

    def as_json(self, message: Message) -> Json:
        """The message with what belongs to its surroundings: team, replies, reactions."""
        body = {**message.as_json(), "team": self.team.id}
        parent = self.find(message.channel, message.thread_ts) if message.thread_ts else None
        if parent is not None and parent.ts != message.ts:
            body["parent_user_id"] = parent.user
        replies = [one for one in self.thread(message.channel, message.ts) if one.ts != message.ts]
        if replies:
            body |= {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
        if reactions := self.reactions.get((message.channel, message.ts)):
            body["reactions"] = reactions
        return body

    def _put(self, message: Message) -> Message:
        self._messages.setdefault(message.channel, {})[message.ts] = message
        return message

    def _in(self, channel: str) -> dict[str, Message]:
        return self._messages.get(channel, {})
