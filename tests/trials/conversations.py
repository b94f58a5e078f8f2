"""What people do with the bot: ask in every way, ask further, change their mind, press buttons; and try again."""

import asyncio
import time
from dataclasses import dataclass
from random import Random

from bot.play.messages import Message
from bot.views.answer import SHARE
from tests.trials.ledger import Asked, Ledger
from tests.trials.stormy_side import StormySide
from tests.trials.topics import COUNT, question, topic_of

_PATIENCE = 150.0  # seconds; a question whose process was killed is taken up after a minute
_AGAIN = 20.0  # seconds until somebody presses once more
_PRESSES = 6


@dataclass(frozen=True, slots=True)
class Conversations:
    """Begins one conversation after another, each somebody's in some channel."""

    side: StormySide
    ledger: Ledger
    random: Random

    async def one(self) -> None:
        """One conversation, to its end."""
        person = self.random.choice(self.side.populated.people)
        channel = self.random.choice(self.side.populated.places)
        kind = self.random.choices((self._command, self._mention, self._alone, self._marked), (40, 35, 15, 10))[0]
        await kind(person, channel)

    async def _command(self, person: str, channel: str) -> None:
        """A command, typed again where nothing comes of it or Slack says that it failed; some share what they read."""
        shares = self.random.random() < 0.4
        topic = self.ledger.next_topic(channel, COUNT) if shares else self.random.randrange(COUNT)
        asked = self._asked("command", person, channel, "", topic)
        end = time.monotonic() + _PATIENCE
        while (shown := await self._typed(asked)) is None and time.monotonic() < end:
            self.side.counted["commands typed again"] += 1
            await asyncio.sleep(1)
        if shown is None:
            self.side.counted["waited for in vain"] += 1
            return
        asked.answered.append(float(shown.ts))
        has_buttons = SHARE in str(shown.blocks)  # not where the store took too long to keep the answer
        self.side.counted["answers without buttons"] += not has_buttons
        if shares and has_buttons:
            await self._share(shown, self._asked("share", person, channel, "", topic))

    async def _typed(self, asked: Asked) -> Message | None:
        """Type a command once; its answer, be it in the ack or, later, through the response_url. None where none comes."""
        asked.at = time.time()
        before, failures = self.ledger.answers(asked), self.ledger.failures(asked.person, asked.channel)
        ack = await self.side.slash_command("/ask", question(asked.topic), user=asked.person, channel=asked.channel)
        if ack.error is None:
            await self.ledger.until_answered(asked, failures, _AGAIN, before)
        if self.ledger.answers(asked) == before:
            return None
        self.side.counted["answers after their acks"] += ack.message is None
        seen = self.side.seen_by(asked.person, asked.channel)
        return next(each for each in reversed(seen) if each.only_for and topic_of(each.text) == asked.topic)

    async def _share(self, message: Message, asked: Asked) -> None:
        """Press Share, and once more where nothing comes of it."""
        for _ in range(_PRESSES):
            failures = self.ledger.failures(asked.person, asked.channel)
            ack = await self.side.press(message, SHARE, user=asked.person)
            # Slack says at once that a bot cannot be reached; otherwise something may come yet.
            patience = 1 if ack.error == "dispatch_failed" else _AGAIN
            if await self.ledger.until_answered(asked, failures, patience):
                return
            self.side.counted["buttons pressed again"] += 1

    async def _mention(self, person: str, channel: str) -> None:
        """A call by name; some ask further in its thread, some change their question."""
        topic = self.random.randrange(COUNT)
        asked = await self._posted("mention", person, channel, topic)
        chance = self.random.random()
        if chance < 0.35:
            await self._posted("follow-up", person, channel, (topic + 1) % COUNT, asked.thread)
        elif chance < 0.6 and not asked.told:
            await self._edited(asked)

    async def _edited(self, asked: Asked) -> None:
        message = self.side.workspace.find(asked.channel, asked.thread)
        assert message is not None
        asked.kind, asked.topic = "edited mention", (asked.topic + 2) % COUNT
        failures = self.ledger.failures(asked.person, asked.channel)
        await self.side.edit(message, f"@commonplace {question(asked.topic)}")
        await self.ledger.until_answered(asked, failures, _PATIENCE)

    async def _alone(self, person: str, _channel: str) -> None:
        channel = self.side.workspace.direct_messages(person).id
        await self._posted("direct message", person, channel, self.ledger.next_topic(channel, COUNT))

    async def _marked(self, person: str, channel: str) -> None:
        await self._posted("!ask", person, channel, self.random.randrange(COUNT))

    async def _posted(self, kind: str, person: str, channel: str, topic: int, thread: str = "") -> Asked:
        """Post a question, and wait for its answer."""
        mark = {"mention": "@commonplace ", "!ask": "!ask "}.get(kind, "")
        asked = self._asked(kind, person, channel, thread, topic)
        failures = self.ledger.failures(person, channel)
        place = person if kind == "direct message" else channel
        ack = await self.side.post(f"{mark}{question(topic)}", user=person, channel=place, thread_ts=thread or None)
        assert ack.message is not None
        asked.at = float(ack.message.ts)
        asked.thread = thread or ("" if kind == "direct message" else ack.message.ts)
        if not await self.ledger.until_answered(asked, failures, _PATIENCE):
            self.side.counted["waited for in vain"] += 1
        return asked

    def _asked(self, kind: str, person: str, channel: str, thread: str, topic: int) -> Asked:
        asked = Asked(kind, person, channel, thread, topic, time.time())
        self.ledger.asked.append(asked)
        return asked
