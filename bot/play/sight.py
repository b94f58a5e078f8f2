"""What a person sees of Slack: which messages and views, and how each is drawn with a line above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.play.drawing import draw
from bot.play.elements import state_values
from bot.play.look import Look
from bot.play.messages import Message, with_block_ids
from bot.play.slack_side import SlackSide
from bot.play.views import View

Place = tuple[str, str]
"""Where something stands: a channel and a ts, or `modal` or `home` and an id."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One person's view of one side."""

    side: SlackSide
    look: Look

    def visible(self) -> dict[Place, Message | View]:
        """What the person can see now and has not written, by where it stands; their own only with previews below."""
        person = self.side.workspace.user(self.look.user).id
        found: dict[Place, Message | View] = {}
        for channel in list(self.side.workspace.channels.values()):
            if person in channel.members:
                shown = self.side.seen_by(person, channel.id)
                found |= {(channel.id, one.ts): one for one in shown if one.user != person or self.side.unfurls(one)}
        if home := self.side.home(person):
            found["home", self.look.user] = home
        return found | {("modal", view.id): view for view in self.side.modals(person)}

    def json(self, thing: Message | View) -> Mapping[str, Any]:
        """The message, or the view with what its inputs hold."""
        if isinstance(thing, Message):
            return thing.as_json()
        held = self.side.workspace.views.held.get(thing.id)
        return thing.as_json(self.side.workspace.team, state_values(with_block_ids(thing.blocks), held, thing.channel))

    def drawn(self, thing: Message | View, *, again: bool) -> str:
        """The lines that show it; `again` when it was shown before and has changed."""
        indent = "    " if isinstance(thing, Message) and thing.thread_ts else "  "
        names = {user.id: user.name for user in self.side.workspace.users.values()}
        names |= {channel.id: channel.name for channel in self.side.workspace.channels.values()}
        text = draw(self.json(thing), self.look.width - len(indent), colour=self.look.colour, names=names)
        lines = [f"{indent}{line}".rstrip() for line in text.split("\n")]
        return "\n".join([self._heading(thing, again=again), *lines])

    def _heading(self, thing: Message | View, *, again: bool) -> str:
        workspace = self.side.workspace
        changed = " (changed)" if again else ""
        if isinstance(thing, View):
            what = "Home tab" if thing.body.get("type") == "home" else "window"
            return f"{self.look.bot}: {what}{changed}"
        who = workspace.users[thing.user].name if thing.user in workspace.users else "Slackbot"
        channel = workspace.channels[thing.channel]
        where = "direct message" if channel.kind == "im" else f"#{channel.name}"
        thread = ", in the thread" if thing.thread_ts else ""
        private = " · Only visible to you" if thing.only_for else ""
        return f"{'  ↳ ' if thing.thread_ts else ''}{who} · {where}{thread}{private}{changed}"
