"""What one person sees of the workspace, region by region: the page shows each and swaps it when it changes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.play.messages import Json, Message
from bot.play.page.drawn_messages import DrawnMessages
from bot.play.page.drawn_steps import drawn_step
from bot.play.page.faces import Face, face_of
from bot.play.page.intro import intro
from bot.play.page.offer import Start
from bot.play.page.templating import render
from bot.play.people import Channel
from bot.play.wire import Step, Wire
from bot.play.workspace import Workspace

HOME = "home"
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, at which place (a channel's id, or `home`), and at which thread, if any."""

    person: str
    place: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Regions:
    """Draws the regions of the page."""

    drawn: DrawnMessages
    wire: Wire
    start: Start
    _read: dict[tuple[str, str], str] = field(default_factory=dict)
    """The ts up to which a person has read a channel."""
    _drawn_steps: dict[int, tuple[int, str]] = field(default_factory=dict)

    def of(self, viewer: Viewer) -> Json:
        """Every region: HTML, or keyed pieces of HTML in order, or None for what is closed."""
        channel = self._channel(viewer)
        modals = self.drawn.side.modals(viewer.person)
        return {
            "sidebar": self._sidebar(viewer, channel),
            "head": self._head(viewer, channel),
            "messages": None if viewer.place == HOME else self._messages(viewer, channel),
            "home": self._home(viewer.person) if viewer.place == HOME else None,
            "thread": self._thread(viewer, channel) if viewer.thread else None,
            "modal": self.drawn.modal(modals[-1]) if modals else None,
            "steps": self._steps(),
            "start": {"line": self.start.line, "isOver": self.start.is_over, "failed": bool(self.start.trouble)},
            "status": self._status(channel),
        }

    @property
    def _workspace(self) -> Workspace:
        return self.drawn.side.workspace

    def _channel(self, viewer: Viewer) -> Channel:
        if viewer.place == HOME or viewer.place.startswith("D"):  # everybody has direct messages with the bot alone
            return self._workspace.direct_messages(viewer.person)
        return self._workspace.channel(viewer.place)

    def _sidebar(self, viewer: Viewer, here: Channel) -> str:
        side = self.drawn.side
        direct = self._workspace.direct_messages(viewer.person)
        joined = [one for one in self._workspace.channels.values() if viewer.person in one.members]
        at_home = viewer.place == HOME
        if not at_home:
            self._read[viewer.person, here.id] = _latest(side.seen_by(viewer.person, here.id), viewer.person)

        def entry(channel: Channel) -> Json:
            latest = _latest(side.seen_by(viewer.person, channel.id), viewer.person)
            unread = latest > self._read.get((viewer.person, channel.id), "")
            return {
                "id": channel.id,
                "name": channel.name,
                "here": not at_home and channel.id == here.id,
                "unread": unread,
            }

        people = [
            {
                "id": face.id,
                "name": face.name,
                "look": face.look,
                "initial": face.initial,
                "here": face.id == viewer.person,
                "admin": face.id in self.drawn.offer.admins,
            }
            for face in self._people()
        ]
        channels = [entry(one) for one in joined if one.kind != "im"]
        bot = self.drawn.offer.bot
        return render("sidebar.html", channels=channels, direct=entry(direct), at_home=at_home, people=people, bot=bot)

    def _people(self) -> Iterable[Face]:
        return (face_of(user.id, self._workspace) for user in self._workspace.users.values() if not user.is_bot)

    def _head(self, viewer: Viewer, channel: Channel) -> Json:
        bot = self.drawn.offer.bot
        if viewer.place == HOME:
            return {"title": f"Home of {bot}", "about": "what the app shows you alone"}
        if channel.kind == "im":
            return {"title": bot, "about": "direct messages with the app"}
        names = ", ".join(face_of(user, self._workspace).name for user in sorted(channel.members))
        return {"title": f"#{channel.name}", "about": names}

    def _messages(self, viewer: Viewer, channel: Channel) -> Json:
        seen = self.drawn.side.seen_by(viewer.person, channel.id)
        top = [one for one in seen if one.thread_ts in (None, one.ts)]
        replies = Counter(one.thread_ts for one in seen if one.thread_ts != one.ts)  # those that only they see, too
        pieces = self._pieces(top, viewer, in_thread=False, replies=replies)
        intro = self._introduced(channel)
        return {
            "order": ["intro", *pieces["order"]],
            "html": {"intro": intro, **pieces["html"]},
            "said": pieces["said"],
        }

    def _introduced(self, channel: Channel) -> str:
        is_member = self._workspace.team.bot_user in channel.members
        return intro(channel, self.drawn.offer, self.start, is_member=is_member)

    def _thread(self, viewer: Viewer, channel: Channel) -> Json | None:
        seen = self.drawn.side.seen_by(viewer.person, channel.id)
        inside = [one for one in seen if viewer.thread in (one.ts, one.thread_ts)]
        return self._pieces(inside, viewer, in_thread=True, replies={}) if inside else None

    def _pieces(
        self, messages: Sequence[Message], viewer: Viewer, *, in_thread: bool, replies: Mapping[str | None, int]
    ) -> Json:
        person = viewer.person
        html = {
            one.ts: self.drawn.message(one, person, in_thread=in_thread, replies=replies.get(one.ts, 0))
            for one in messages
        }
        said = {one.ts: self._said(one) for one in messages if one.user != viewer.person}
        return {"order": list(html), "html": html, "said": said}

    def _said(self, message: Message) -> str:
        """What a screen reader says of a new message."""
        private = ", only to you" if message.only_for else ""
        return f"{face_of(message.user, self._workspace).name}{private}: {message.text}"

    def _home(self, person: str) -> str:
        view = self.drawn.side.home(person)
        return self.drawn.home(view) if view else ""

    def _status(self, channel: Channel) -> str:
        statuses = self._workspace.statuses
        found = [said for (place, _), said in statuses.items() if place == channel.id and said]
        return f"{self.drawn.offer.bot} {found[-1]}" if found else ""

    def _steps(self) -> Json:
        steps = [step for step in self.wire if step.number or step.exchanges][-_STEPS:][::-1]
        return {
            "order": [str(step.number) for step in steps],
            "html": {str(one.number): self._step(one) for one in steps},
        }

    def _step(self, step: Step) -> str:
        """The step, drawn anew where there is more in it than before."""
        count, html = self._drawn_steps.get(step.number, (-1, ""))
        if count != len(step.exchanges):
            html = drawn_step(step, self._workspace, self.drawn.offer.explains)
            self._drawn_steps[step.number] = len(step.exchanges), html
        return html


def _latest(messages: Sequence[Message], person: str) -> str:
    """The ts of the newest message by somebody else."""
    return max((one.ts for one in messages if one.user != person), default="")
