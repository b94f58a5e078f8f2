"""A conversation with the bot in a terminal: what a person types becomes what a person does in Slack."""

import asyncio
import contextlib
import importlib
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from bot.play.deliveries import Ack
from bot.play.drawing import buttons, draw
from bot.play.elements import elements
from bot.play.messages import Message, Refusal
from bot.play.people import BEN
from bot.play.slack_side import SlackSide
from bot.play.views import View

RELATED = "find_related"
_PATIENCE = 30.0
_TYPED = "plain_text_input"


@dataclass(frozen=True, slots=True)
class Look:
    """Who sits at the terminal, and how it shows things."""

    user: str = "ann"
    channel: str = "engineering"
    bot: str = "commonplace"
    ask: str = "/ask"
    lesson: str = "/lesson"
    width: int = 80
    colour: bool = False


def help_text(look: Look) -> str:
    """What can be typed, with an example of each."""
    rows = [
        (f"{look.ask} how do we roll back?", "ask, and see the answer alone"),
        (f"{look.lesson} testing", "a lesson; any other slash command works too"),
        (f"@{look.bot} what is a canary?", f"ask in #{look.channel}; the answer comes in a thread"),
        ("reply and after that?", "go on in that thread; `reply` alone says the bot's name there"),
        ("dm what is a postmortem?", "ask in a direct message"),
        ("related our build is slow", "ben posts this, and you choose “Find related posts” on it"),
        ("submit it was out of date", "submit the open window, with this in its first field"),
        ("home", "open the Home tab"),
        ("2", "press button [2] of the last message with buttons"),
        ("help", "show this"),
        ("quit", "end; so does the end of the input"),
    ]
    size = max(len(example) for example, _ in rows)
    shown = [f"  {example.ljust(size)}  {meaning}" for example, meaning in rows]
    return "\n".join([*shown, f"Anything else is a question: it is sent as {look.ask}."])


async def converse(
    side: SlackSide, lines: AsyncIterator[str], write: Callable[[str], None], look: Look | None = None
) -> None:
    """Do what each line says and write what the person then sees, until `quit` or the last line."""
    conversation = _Conversation(side, write, look or Look())
    await conversation.catch_up()
    async for line in lines:
        if line.strip() in ("quit", "exit"):
            return
        await conversation.take(line.strip())


async def read_lines(stream: TextIO, prompt: str = "> ") -> AsyncIterator[str]:
    """The lines of a stream, read beside the event loop; from a terminal with a prompt and a history."""
    terminal = stream.isatty()
    if terminal:
        with contextlib.suppress(ImportError):  # absent on some systems, where lines are typed without a history
            importlib.import_module("readline")

    def read() -> str:
        return f"{input(prompt)}\n" if terminal else stream.readline()

    while line := await _beside(read):
        yield line.removesuffix("\n")


async def _beside(read: Callable[[], str]) -> str:
    """What `read` returns, in a thread that does not keep the process alive; empty at the end of the input."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[str] = loop.create_future()

    def tell(line: str) -> None:
        if not done.done():
            done.set_result(line)

    def work() -> None:
        line = ""
        with contextlib.suppress(EOFError, ValueError):
            line = read()
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(tell, line)

    threading.Thread(target=work, daemon=True).start()
    return await done


@dataclass(slots=True)
class _Conversation:
    side: SlackSide
    write: Callable[[str], None]
    look: Look
    _drawn: dict[tuple[str, str], Message | View] = field(default_factory=dict)
    _pressable: Message | View | None = None
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
        now = self._visible()
        for key in [key for key in self._drawn if key not in now]:
            del self._drawn[key]
        for key, thing in now.items():
            if self._drawn.get(key) != thing:
                self._show(thing, again=key in self._drawn)
                self._drawn[key] = thing

    async def _act(self, line: str) -> Ack | None:
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word != "submit" and not word.isdigit():
            self._close_windows()
        if word in (verbs := self._verbs()):
            return await verbs[word](rest)
        if word.startswith("/"):
            return await self._command(word, rest)
        if line.isascii() and line.isdigit():
            return await self._press(int(line))
        return await self._command(self.look.ask, line)

    def _close_windows(self) -> None:
        """Who goes on to something else has closed what was open."""
        for modal in self.side.modals(self.look.user):
            self.side.workspace.views.close(modal)

    def _verbs(self) -> Mapping[str, Callable[[str], Awaitable[Ack | None]]]:
        return {
            f"@{self.look.bot}": self._mention,
            "dm": lambda text: self.side.direct_message(text, user=self.look.user),
            "help": self._help,
            "home": self._home,
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
        inputs = [element["action_id"] for _, element in elements(modals[-1].blocks) if element["type"] == _TYPED]
        return await self.side.submit_view(modals[-1].id, {inputs[0]: text} if inputs and text else {})

    async def _help(self, _rest: str) -> None:
        self.write(help_text(self.look))

    async def _press(self, number: int) -> Ack | None:
        found = [] if self._pressable is None else buttons(self._json(self._pressable))
        if self._pressable is None or not 1 <= number <= len(found):
            self.write(f"(there is no button [{number}])")
            return None
        button = found[number - 1]
        return await self.side.press(self._pressable, button.action_id, user=self.look.user, value=button.value)

    def _visible(self) -> dict[tuple[str, str], Message | View]:
        """What the person can see now, by where it stands."""
        person = self.side.workspace.user(self.look.user).id
        found: dict[tuple[str, str], Message | View] = {}
        for channel in list(self.side.workspace.channels.values()):
            if person in channel.members:
                shown = self.side.seen_by(person, channel.id)
                found |= {(channel.id, message.ts): message for message in shown if message.user != person}
        if home := self.side.home(person):
            found["home", self.look.user] = home
        return found | {("modal", view.id): view for view in self.side.modals(person)}

    def _show(self, thing: Message | View, *, again: bool) -> None:
        body = self._json(thing)
        in_thread = isinstance(thing, Message) and thing.thread_ts is not None
        indent = "    " if in_thread else "  "
        names = {user.id: user.name for user in self.side.workspace.users.values()}
        names |= {channel.id: channel.name for channel in self.side.workspace.channels.values()}
        text = draw(body, self.look.width - len(indent), colour=self.look.colour, names=names)
        self.write(
            "\n".join([self._heading(thing, again=again), *(f"{indent}{line}".rstrip() for line in text.split("\n"))])
        )
        if buttons(body):
            self._pressable = thing
        if isinstance(thing, Message) and thing.thread_ts and thing.user == self.side.workspace.team.bot_user:
            self._threaded = thing

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

    def _json(self, thing: Message | View) -> Mapping[str, object]:
        return thing.as_json(self.side.workspace.team) if isinstance(thing, View) else thing.as_json()


def _trouble(ack: Ack | None) -> str:
    """What went wrong with a delivery, where Slack shows no message about it."""
    if ack is None:
        return ""
    if ack.error and not (ack.message and ack.message.only_for):
        return f"the bot did not take it: {ack.error}"
    return "; ".join(str(error) for error in (ack.payload or {}).get("errors", {}).values())
