"""What the page asks for → what a person does in Slack."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.play.deliveries import Ack
from bot.play.messages import Json, Message, Refusal
from bot.play.people import SLACKBOT
from bot.play.slack_side import SlackSide
from bot.play.views import View
from bot.play.wire import Wire

INVITE = "/invite"
_MOST_SHOWN = 60


class BadAct(Exception):  # noqa: N818 - the page asked for what there is not; nothing here went wrong
    """The page asked for something that makes no sense."""


@dataclass(frozen=True, slots=True)
class Acts:
    """Does what a person does; `wire` is told what it was."""

    side: SlackSide
    wire: Wire
    bot: str

    async def do(self, asked: Mapping[str, object]) -> Json:
        """What came of it: `trouble` for what the person should know, `errors` for the inputs of a window.

        Raises BadAct for a request that nobody can make on the page.
        """
        kind = _KINDS.get(str(asked.get("kind")))
        if kind is None:
            raise BadAct(f"there is nothing like {asked.get('kind')!r} to do")
        try:
            ack = await kind(self, asked)
        except Refusal as refusal:
            return {"trouble": f"Slack refuses that: {refusal.error}"}
        except (LookupError, ValueError) as problem:
            return {"trouble": str(problem).strip("'\"")}
        finally:
            await self.side.changed()
        return _told(ack)

    def _begin(self, asked: Mapping[str, object], what: str) -> str:
        """The person who acts; what it is gets its place on the wire."""
        person = self.side.workspace.user(_word(asked, "as"))
        self.wire.step(f"{person.real_name} {what}")
        return person.id

    def _message(self, asked: Mapping[str, object]) -> Message:
        found = self.side.workspace.find(_word(asked, "channel"), _word(asked, "ts"))
        if found is None:
            raise LookupError("that message is gone")
        return found

    def _place(self, asked: Mapping[str, object]) -> Message | View:
        if "view" not in asked:
            return self._message(asked)
        view = self.side.workspace.views.find(_word(asked, "view"))
        if view is None:
            raise LookupError("that window is closed")
        return view

    async def say(self, asked: Mapping[str, object]) -> Ack:
        text, channel, thread = _word(asked, "text").strip(), _word(asked, "channel"), str(asked.get("thread") or "")
        command, _, rest = text.partition(" ")
        if command.startswith("/") and len(command) > 1:
            if thread:
                raise ValueError(f"{command} is not supported in threads. Sorry!")
            person = self._begin(asked, f"types {_short(text)}")
            return await self._command(command, rest.strip(), person, channel)
        person = self._begin(asked, f"writes “{_short(text)}”")
        ack = await self.side.post(text, user=person, channel=channel, thread_ts=thread or None)
        if ack.message and self._is_called_from_outside(ack.message):
            hint = {"text": f"@{self.bot} is no member of this channel. `/invite @{self.bot}` brings it in."}
            self.side.workspace.add(channel, SLACKBOT, hint, thread_ts=thread or None, only_for=person)
        return ack

    async def _command(self, command: str, rest: str, person: str, channel: str) -> Ack:
        if command == INVITE:
            if rest.removeprefix("@") != self.bot:
                raise ValueError(f"there is nobody to invite but @{self.bot}")
            return await self.side.invite(channel, user=person)
        ack = await self.side.slash_command(command, rest, user=person, channel=channel)
        if ack.message:
            self.wire.steps[-1].answered.append((ack.message.channel, ack.message.ts))
        return ack

    def _is_called_from_outside(self, message: Message) -> bool:
        """Whether it names the bot where that hears nothing."""
        bot, members = self.side.workspace.team.bot_user, self.side.workspace.channels[message.channel].members
        return f"<@{bot}>" in message.text and bot not in members

    async def press(self, asked: Mapping[str, object]) -> Ack:
        place, action = self._place(asked), _word(asked, "action")
        person = self._begin(asked, f"uses {action}")
        return await self.side.press(place, action, user=person, value=asked.get("value"))

    async def shortcut(self, asked: Mapping[str, object]) -> Ack:
        message, callback = self._message(asked), _word(asked, "callback")
        person = self._begin(asked, f"chooses the shortcut {callback}")
        return await self.side.message_shortcut(callback, message, user=person)

    async def edit(self, asked: Mapping[str, object]) -> Ack:
        message = self._own(asked)
        self._begin(asked, f"edits a message to “{_short(_word(asked, 'text'))}”")
        return await self.side.edit(message, _word(asked, "text"))

    async def delete(self, asked: Mapping[str, object]) -> Ack:
        message = self._own(asked)
        self._begin(asked, "deletes a message")
        return await self.side.delete(message)

    async def react(self, asked: Mapping[str, object]) -> Ack:
        message, name = self._message(asked), _word(asked, "name")
        person = self._begin(asked, f"reacts with {name}")
        return await self.side.react(message, name, user=person)

    async def submit(self, asked: Mapping[str, object]) -> Ack:
        values = asked.get("values")
        if not isinstance(values, Mapping):
            raise BadAct("a window is submitted with values")
        self._begin(asked, "submits a window")
        return await self.side.submit_view(_word(asked, "view"), dict(values))

    async def close(self, asked: Mapping[str, object]) -> Ack:
        self._begin(asked, "closes a window")
        return await self.side.close_view(_word(asked, "view"))

    async def home(self, asked: Mapping[str, object]) -> Ack:
        tab = "messages" if asked.get("tab") == "messages" else "home"
        person = self._begin(asked, f"opens {self.bot}'s {tab} tab")
        return await self.side.open_home(person, tab=tab)

    def _own(self, asked: Mapping[str, object]) -> Message:
        message = self._message(asked)
        if message.user != self.side.workspace.user(_word(asked, "as")).id:
            raise ValueError("that message is somebody else's")
        return message


_KINDS: Mapping[str, Callable[[Acts, Mapping[str, object]], Awaitable[Ack]]] = {
    "say": Acts.say,
    "press": Acts.press,
    "shortcut": Acts.shortcut,
    "edit": Acts.edit,
    "delete": Acts.delete,
    "react": Acts.react,
    "submit": Acts.submit,
    "close": Acts.close,
    "home": Acts.home,
}


def _word(asked: Mapping[str, object], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value:
        raise BadAct(f"{name} is missing")
    return value


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def _told(ack: Ack) -> Json:
    told: Json = {"status": ack.status}
    if ack.error and not (ack.message and ack.message.only_for):
        told["trouble"] = f"The bot did not take it: {ack.error}"
    if errors := (ack.payload or {}).get("errors"):
        told["errors"] = errors
    return told
