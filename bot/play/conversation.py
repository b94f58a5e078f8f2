"""A conversation at a terminal: each line typed becomes what a person does in Slack, and what follows is written."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.play.deliveries import Ack
from bot.play.drawing import buttons
from bot.play.fields import fields
from bot.play.look import Look, help_text
from bot.play.messages import Message, Refusal
from bot.play.people import BEN
from bot.play.sight import Place, Sight
from bot.play.slack_side import SlackSide
from bot.play.views import View

RELATED = "find_related"
_PATIENCE = 30.0
_ON_WINDOWS = ("submit", "close", "help")


@dataclass(slots=True)
class Conversation:
    """Takes one line after another; `lines` are those still to come, for questions asked in between."""

    side: SlackSide
    lines: AsyncIterator[str]
    write: Callable[[str], None]
    look: Look
    _drawn: dict[Place, Mapping[str, Any]] = field(default_factory=dict)
    """What was shown, and as what, the latest last."""
    _threaded: Message | None = None

    async def take(self, line: str) -> None:
        """Do what one line says, and write whatever has become visible."""
        if not line:
            return
        ack, trouble = None, ""
        try:
            ack = await self._act(line)
            if ack is not None:
                await self.side.settle(timeout=_PATIENCE)
        except (LookupError, Refusal, TimeoutError, ValueError) as problem:
            trouble = str(problem)
        await self.catch_up()
        if trouble := trouble or _trouble(ack):
            self.write(f"({trouble})")

    async def catch_up(self) -> None:
        """Write every message and window the person has not seen as it is now."""
        now = self._sight.visible()
        for place in [place for place in self._drawn if place not in now]:
            del self._drawn[place]
        for place, thing in now.items():
            body = self._sight.json(thing)
            before = self._drawn.get(place)
            if before != body:
                self._drawn.pop(place, None)
                self._drawn[place] = body
                self.write(self._sight.drawn(thing, again=before is not None))
                if isinstance(thing, Message) and thing.thread_ts and thing.bot_id:
                    self._threaded = thing

    async def _act(self, line: str) -> Ack | None:
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word not in _ON_WINDOWS and not word.isdigit():
            await self._close_windows()
        if word in (verbs := self._verbs()):
            return await verbs[word](rest)
        if word.startswith("/"):
            return await self._command(word, rest)
        if line.isascii() and line.isdigit():
            return await self._press(int(line))
        return await self._command(self.look.ask, line)

    async def _close_windows(self) -> None:
        """Who goes on to something else has closed what was open."""
        for modal in self.side.modals(self.look.user)[:1]:
            await self.side.close_view(modal.id, all_of_them=True)

    def _verbs(self) -> Mapping[str, Callable[[str], Awaitable[Ack | None]]]:
        return {
            f"@{self.look.bot}": self._mention,
            "close": self._close,
            "dm": lambda text: self.side.direct_message(text, user=self.look.user),
            "help": self._help,
            "home": self._home,
            "post": lambda text: self.side.post(text, user=self.look.user, channel=self.look.channel),
            "related": self._related,
            "reply": self._reply,
            "submit": self._submit,
        }

    async def _command(self, command: str, text: str) -> Ack:
        return await self.side.slash_command(command, text, user=self.look.user, channel=self.look.channel)

    async def _mention(self, text: str) -> Ack:
        return await self.side.mention(text, user=self.look.user, channel=self.look.channel)

    async def _reply(self, text: str) -> Ack | None:
        last = self._threaded
        if last is None:
            self.write(f"(there is no thread yet: begin one with @{self.look.bot})")
            return None
        if self.side.workspace.channels[last.channel].kind == "im":
            return await self.side.direct_message(text, user=self.look.user, thread_ts=last.thread_ts)
        return await self.side.mention(text, user=self.look.user, channel=last.channel, thread_ts=last.thread_ts)

    async def _related(self, text: str) -> Ack | None:
        if not text:
            self.write("(say what ben posts: related our build is slow)")
            return None
        posted = await self.side.post(text, user=BEN, channel=self.look.channel)
        if posted.message is None:
            return posted
        return await self.side.message_shortcut(RELATED, posted.message, user=self.look.user)

    async def _home(self, _rest: str) -> Ack:
        self._drawn.pop(("home", self.look.user), None)
        return await self.side.open_home(self.look.user)

    async def _submit(self, text: str) -> Ack | None:
        modals = self.side.modals(self.look.user)
        if not modals:
            self.write("(no window is open)")
            return None
        return await self.side.submit_view(modals[-1].id, await self._filled(modals[-1], text))

    async def _filled(self, modal: View, text: str) -> Mapping[str, object]:
        """What the person puts into the fields: the text into the first, or one answer for each."""
        values: dict[str, object] = {}
        for one in fields(modal)[: 1 if text else None]:
            if not text:
                self.write(f"{one.question}:")
            answer = text or (await anext(self.lines, "")).strip()
            if answer:
                values[one.id] = one.value(answer, self.side.workspace)
        return values

    async def _close(self, _rest: str) -> Ack | None:
        modals = self.side.modals(self.look.user)
        if not modals:
            self.write("(no window is open)")
            return None
        return await self.side.close_view(modals[-1].id)

    async def _help(self, _rest: str) -> None:
        self.write(help_text(self.look))

    async def _press(self, number: int) -> Ack | None:
        """Press a button of the newest thing shown that still has some."""
        visible = self._sight.visible()
        for place in reversed(self._drawn):
            thing = visible.get(place)
            found = buttons(self._sight.json(thing)) if thing else ()
            if thing and found and 1 <= number <= len(found):
                button = found[number - 1]
                return await self.side.press(thing, button.action_id, user=self.look.user, value=button.value)
            if found:
                break
        self.write(f"(there is no button [{number}])")
        return None

    @property
    def _sight(self) -> Sight:
        return Sight(self.side, self.look)


def _trouble(ack: Ack | None) -> str:
    """What went wrong with a delivery, where Slack shows no message about it."""
    if ack is None:
        return ""
    if ack.error and not (ack.message and ack.message.only_for):
        return f"the bot did not take it: {ack.error}"
    return "; ".join(str(error) for error in (ack.payload or {}).get("errors", {}).values())
